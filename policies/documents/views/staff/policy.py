"""One policy: where it stands, what belongs to it, its versions; and changing what it is called."""

from functools import partial

from django.db.models import BooleanField, ExpressionWrapper, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import render

from accounts.dates import today
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from policies.documents.actions import change_policy, withdraw_policy
from policies.documents.belonging import Belonging
from policies.documents.beside import told
from policies.documents.forms.policies import ChangePolicyForm, WithdrawForm
from policies.documents.questions import LONG
from policies.documents.views.staff.common import find_policy, keeps, step

#: Versions, and lines of the history, that the page shows.
NEWEST = 50


@member_view(Duty.SUBMIT_DRAFTS)
def detail(request: MemberRequest, policy: str) -> HttpResponse:
    """All about one policy."""
    found = find_policy(request, policy)
    day = today()
    in_force = Subquery(found.versions.in_force(day).values("pk")[:1])
    is_current = ExpressionWrapper(Q(pk=in_force), BooleanField())
    versions = list(
        found.versions.defer(*LONG).annotate(is_current=is_current).order_by("-number")[:NEWEST]
    )
    for version in versions:
        version.council = request.council
    current = next((version for version in versions if version.is_current), None)
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
        "current": current,
        "in_work": next((one for one in versions if one.is_in_work), None),
        "told": [(heading, cells[found.pk]) for heading, cells in columns if found.pk in cells],
        "keeps": keeps(request),
        "today": day,
        "events": timeline(found, newest=NEWEST, also=about_versions),
        **Belonging.to(found)._asdict(),
    }
    return render(request, "policies/documents/policy.html", context)


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
