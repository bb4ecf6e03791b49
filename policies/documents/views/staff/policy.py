"""One policy: where it stands, what belongs to it, its versions; and changing what it is called."""

from functools import partial

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from policies.documents.actions import change_policy, withdraw_policy
from policies.documents.beside import told
from policies.documents.forms.policies import ChangePolicyForm, WithdrawForm
from policies.documents.models import Part, Policy
from policies.documents.questions import LONG
from policies.documents.views.staff.common import find_policy, keeps, step

#: Versions, and lines of the history, that the page shows.
NEWEST = 50


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, policy: str) -> HttpResponse:
    """All about one policy."""
    found = find_policy(request, policy)
    day = today()
    versions = list(found.versions.defer(*LONG).order_by("-number")[:NEWEST])
    current = next(iter(found.versions.in_force(day).values_list("pk", flat=True)), None)
    if found.withdrawn_on and found.withdrawn_on <= day:
        current = None
    ids = [version.pk for version in versions]
    about_versions = Q(
        council_id=request.council.pk, object_kind="policies.version", object_id__in=ids
    )
    columns = told(request.membership, day)
    context = {
        "policy": found,
        "versions": versions,
        "current": next((one for one in versions if one.pk == current), None),
        "in_work": next((one for one in versions if one.is_in_work), None),
        "parts": parts_of(found),
        "scopes": sorted(found.scopes.all(), key=lambda scope: scope.get_category_display()),
        "duties": list(found.duties.all()),
        "laws": list(found.laws.select_related("replaced_by").order_by("pk")),
        "related": list(found.related.select_related("other").order_by("title")),
        "told": [(heading, cells[found.pk]) for heading, cells in columns if found.pk in cells],
        "keeps": keeps(request),
        "today": day,
        "events": timeline(found, newest=NEWEST, also=about_versions),
    }
    return render(request, "policies/documents/policy.html", context)


def parts_of(policy: Policy) -> list[tuple[str, list[Part]]]:
    """Who is responsible, accountable, consulted and informed; each part once (FTC-10-a)."""
    rows = list(policy.parts.select_related("office").order_by("pk"))
    return [
        (label, of)
        for kind, label in Part.Kind.choices
        if (of := [part for part in rows if part.kind == kind])
    ]


@member_view(Duty.MANAGE_RULES)
def edit(request: MemberRequest, policy: str) -> HttpResponse:
    """What it is called, who reads it, who sees to it."""
    found = find_policy(request, policy)
    initial = ChangePolicyForm.of(found)
    form = ChangePolicyForm(request.POST or None, council=request.council, initial=initial)
    act = partial(change_policy, policy=found, actor=request.user)
    return step(request, found, form, act, "edit", "The policy is changed.")


@member_view(Duty.MANAGE_RULES)
def withdraw(request: MemberRequest, policy: str) -> HttpResponse:
    """It holds no longer; all versions stay on record."""
    found = find_policy(request, policy)
    form = WithdrawForm(request.POST or None, council=request.council)
    act = partial(withdraw_policy, policy=found, actor=request.user)
    return step(request, found, form, act, "withdraw", f"{found} is withdrawn.")
