"""Who can get into what: the list, one grant, and everybody against every account."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.dates import today
from accounts.grants.lacking import lacking
from accounts.grants.matrix import matrix
from accounts.grants.models import AccessGrant
from accounts.grants.models.grant import AccessGrantQuerySet
from accounts.grants.steps import steps_for
from accounts.grants.views.common import find, may_keep
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page

#: The lists of access: by what they are asked for in the address, in the order of the page.
VIEWS = {
    "in_force": "In force",
    "asked": "Asked for",
    "to_confirm": "To set up",
    "found": "Found",
    "to_remove": "To remove",
    "over": "Over",
    "all": "All",
}


@member_view(Duty.SUBMIT_DRAFTS)
def access_list(request: MemberRequest) -> HttpResponse:
    show = request.GET.get("show", "")
    show = show if show in VIEWS else "in_force"
    rows = request.council.access_grants.shown()
    rows = narrowed(rows, show)
    member = request.GET.get("member", "")
    if member.isascii() and member.isdigit() and len(member) < 10:
        rows = rows.filter(membership=int(member))
    page = keyset_page(rows, request, order=("-number",))
    address = reverse("grants:list", args=[request.council.slug])
    views = [
        {"label": label, "url": f"{address}?show={key}", "current": key == show}
        for key, label in VIEWS.items()
    ]
    context = {
        "page": page,
        "views": views,
        "show": show,
        "shown": VIEWS[show],
        "may_keep": may_keep(request),
        "today": today(),
    }
    return render(request, "accounts/grants/list.html", context)


def narrowed(rows: AccessGrantQuerySet, show: str) -> AccessGrantQuerySet:
    """The rows of one of the lists."""
    match show:
        case "in_force":
            return rows.in_force(today())
        case "asked":
            return rows.filter(status=AccessGrant.Status.REQUESTED)
        case "to_confirm":
            return rows.to_confirm(today())
        case "found":
            return rows.filter(status=AccessGrant.Status.FOUND)
        case "to_remove":
            return rows.to_remove(today())
        case "over":
            return rows.over_by(today())
    return rows


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    devices = list(grant.devices.prefetch_related("permissions"))
    open_ones = (AccessGrant.Status.FOUND, AccessGrant.Status.REQUESTED)
    context = {
        "grant": grant,
        "devices": devices,
        "decisions": grant.decisions.select_related("decided_by", "office"),
        "lacks": lacking(grant, devices) if grant.status in open_ones else [],
        "steps": steps_for(grant, request.membership),
        "events": timeline(grant),
        "today": today(),
    }
    return render(request, "accounts/grants/detail.html", context)


@member_view(Duty.SUBMIT_DRAFTS)
def whole(request: MemberRequest) -> HttpResponse:
    """Every member with access against every account (FTC-6.2-k)."""
    context = {"matrix": matrix(request.council)}
    return render(request, "accounts/grants/matrix.html", context)
