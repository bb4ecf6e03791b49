"""A version is adopted, and whoever is not told by mail is told from a list."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.dates import LONDON, today
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from policies.documents.actions import adopt_version
from policies.documents.digest import shown_of
from policies.documents.forms.adopting import AdoptForm
from policies.documents.informing import informed_by, others_informed
from policies.documents.models import Version
from policies.documents.questions import rules_changed, unasked
from policies.documents.views.staff.common import find_version, step


@member_view(Duty.MANAGE_RULES)
def adopt(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Approved by a body, with its minute; warns where somebody was not asked (FTC-10-b)."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.is_in_work:
        return redirect(found)
    missing = unasked(found)
    form = AdoptForm(
        request.POST or None,
        council=request.council,
        unasked=missing,
        initial={"shown": shown_of(found)},
    )
    informed = informed_by(found.policy, today())
    return step(
        request,
        found,
        form,
        partial(adopt_version, version=found, actor=request.user),
        "adopt",
        lambda done: f"{done.label} is adopted.",
        unasked=missing,
        by_mail=sum(one.by_mail for one in informed),
        on_paper=sum(not one.by_mail for one in informed) + len(others_informed(found.policy)),
        rules=rules_changed(found),
    )


@member_view(Duty.MANAGE_RULES)
def informed(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Whom an adopted version concerns: told by mail, or to be told on paper; to print."""
    found = find_version(request, policy, version)
    if found.state != Version.State.APPROVED:
        raise Http404
    day = timezone.localdate(found.adopted_at, LONDON)
    everybody = informed_by(found.policy, day)
    context = {
        "policy": found.policy,
        "version": found,
        "about": found,
        "day": day,
        "by_mail": [one.membership for one in everybody if one.by_mail],
        "on_paper": [one.membership for one in everybody if not one.by_mail],
        "others": others_informed(found.policy),
    }
    return render(request, "policies/documents/informed.html", context)
