"""A version is adopted, and whoever is not told by mail is told from a list."""

from datetime import date, timedelta
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
from policies.documents.questions import later_in_force, rules_changed, silent, unasked
from policies.documents.views.staff.common import find_version, step


@member_view(Duty.MANAGE_RULES)
def adopt(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Approved by a body, with its minute; warns where somebody was not asked (FTC-10-b)."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.is_in_work:
        return redirect(found)
    missing, current = unasked(found), found.policy.version_on(today())
    form = AdoptForm(
        request.POST or None,
        council=request.council,
        unasked=missing,
        initial={"shown": shown_of(found), "effective_from": first_free_day(current)},
    )
    informed = informed_by(found.policy, today())
    by_mail = sum(one.by_mail for one in informed)
    on_paper = len(informed) - by_mail + len(others_informed(found.policy))
    return step(
        request,
        found,
        form,
        partial(adopt_version, version=found, actor=request.user),
        "adopt",
        partial(adopted_in_words, on_paper=on_paper, as_history="as_history" in request.POST),
        unasked=missing,
        silent=silent(found),
        today=today(),
        lacks_words=current if current and current.awaits_words else None,
        by_mail=by_mail,
        on_paper=on_paper,
        rules=rules_changed(found),
    )


def first_free_day(current: Version | None) -> date:
    """From when a version can hold: today, or tomorrow where the one in force began today."""
    taken = current is not None and current.effective_from == today()
    return today() + timedelta(days=taken)


def adopted_in_words(version: Version, on_paper: int, *, as_history: bool) -> str:
    """What the next page says: whether it is in force, and who is still to be told."""
    said = f"{version.label} is adopted."
    if later := later_in_force(version, today()):
        said += f" It is a past version: {later.label} began later and stays in force."
    if on_paper and not (as_history or later):
        said += " Print the list of who is told on paper."
    return said


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
