"""Who can get into what: the list, one grant, and everybody against every account."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.dates import today
from accounts.grants.actions.common import property_of
from accounts.grants.due import SOON
from accounts.grants.lacking import lacking
from accounts.grants.matrix import matrix
from accounts.grants.models import AccessGrant
from accounts.grants.models.grant import AccessGrantQuerySet
from accounts.grants.offices import granting
from accounts.grants.steps import reads_reasons, steps_for
from accounts.grants.views.common import address_of, find, may_keep
from accounts.people.models import Person
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page

#: The lists of access: by what they are asked for in the address, in the order of the page.
VIEWS = {
    "in_force": "Granted",
    "asked": "Asked for",
    "to_tell": "To tell in writing",
    "to_confirm": "To set up",
    "found": "Found, not confirmed",
    "suspended": "Suspended",
    "to_remove": "To remove",
    "over": "Ended or refused",
    "ending": "Ends soon",
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
        if key != "ending" or key == show  # reached from Home
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
        case "ending":
            return rows.ending_by(today(), today() + SOON)
        case "asked":
            return rows.filter(status=AccessGrant.Status.REQUESTED)
        case "to_tell":
            return rows.to_tell(today())
        case "to_confirm":
            return rows.to_confirm(today())
        case "found":
            return rows.filter(status=AccessGrant.Status.FOUND)
        case "suspended":
            return rows.filter(status=AccessGrant.Status.SUSPENDED)
        case "to_remove":
            return rows.to_remove(today())
        case "over":
            return rows.done_by(today())
    return rows


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    grant = find(request, number)
    context = {
        "grant": grant,
        "steps": steps_for(grant, request.membership),
        "today": today(),
        "deciders": deciders(grant),
        "asked": grant.status == AccessGrant.Status.REQUESTED,
        "own": grant.membership_id == request.membership.pk,
        "may_keep": may_keep(request),
        "kind": address_of(property_of(grant)),
        **(behind(grant) if reads_reasons(grant, request.membership) else {}),
    }
    return render(request, "accounts/grants/detail.html", context)


def deciders(grant: AccessGrant) -> list[Person]:
    """Who may decide about what is asked for, while nobody has; never its holder."""
    if grant.status != AccessGrant.Status.REQUESTED or grant.membership is None:
        return []
    return list(granting(grant.council, grant.membership.person))


def behind(grant: AccessGrant) -> dict[str, Any]:
    """What stands behind a grant: its devices, what is missing, each decision, its history."""
    devices = list(grant.devices.all())
    open_ones = (AccessGrant.Status.FOUND, AccessGrant.Status.REQUESTED)
    return {
        "reads_reasons": True,
        "devices": devices,
        "decisions": grant.decisions.select_related("decided_by", "office"),
        "lacks": lacking(grant, devices) if grant.status in open_ones else [],
        "events": timeline(grant),
    }


@member_view(Duty.SUBMIT_DRAFTS)
def whole(request: MemberRequest) -> HttpResponse:
    """Every member with access against every account (FTC-6.2-k)."""
    context = {"matrix": matrix(request.council)}
    return render(request, "accounts/grants/matrix.html", context)
