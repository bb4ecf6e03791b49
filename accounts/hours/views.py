"""Who is there when: the page of cover, closures of the office, and when somebody works."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.councils.wording import DAYS
from accounts.dates import today
from accounts.hours.actions import (
    add_closure,
    cancel_closure,
    may_record_pattern,
    record_pattern,
)
from accounts.hours.cover import Closed, Cover, Gap
from accounts.hours.facts import facts_of
from accounts.hours.falling import Fall, falls_between
from accounts.hours.forms import ClosureForm, PatternForm
from accounts.hours.models import WEEKDAYS, Hours
from accounts.hours.working_days import counted_in_words, known_until, usual_hours
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import time_in_words, when_in_words
from councilsm.paging import keyset_page
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.steps import take_step

#: How far ahead the page of cover looks: weeks, and what the link says.
WEEKS = {6: "6 weeks", 9: "9 weeks", 13: "3 months"}
#: As many of what falls in a gap are listed.
SHOWN = 10


@dataclass(frozen=True)
class Row:
    """Days that lack somebody, or are closed, with what falls in them.

    Args:
        more: how many are not listed.
    """

    of: Gap | Closed
    falls: list[Fall]
    more: int


@member_view(Duty.SUBMIT_DRAFTS)
def cover(request: MemberRequest) -> HttpResponse:
    council, book, first = request.council, request.council.rulebook, today()
    asked = request.GET.get("weeks", "")
    weeks = int(asked) if asked in map(str, WEEKS) else min(WEEKS)
    wanted = first + timedelta(weeks=weeks) - timedelta(days=1)
    last = min(wanted, known_until())
    facts = facts_of({council.pk: book}, first, last)[council.pk]
    there = Cover(facts)
    falls = falls_between(request.membership, first, last)
    context = {
        "gaps": [row(gap, falls) for gap in there.gaps(first, last)],
        "closed": [row(closed, falls) for closed in there.closed(first, last)],
        "nobody_missing": f"Somebody is there on every working day until {when_in_words(last)}",
        "first": first,
        "last": last,
        "known_until": known_until() if last < wanted else None,
        "choices": WEEKS.items(),
        "weeks": weeks,
        "counted": counted_in_words(book),
        "unmonitored": sum(not office for _, office in facts.accounts),
        "rules": book.rules,
        "contact": book.title(book.rules.safeguarding.value or ""),
        "may_manage_rules": request.membership.allows(Duty.MANAGE_RULES),
    }
    return render(request, "accounts/hours/cover.html", context)


def row(of: Gap | Closed, falls: list[Fall]) -> Row:
    """Some days with what falls in them."""
    inside = [fall for fall in falls if fall.first <= of.last and fall.last >= of.first]
    return Row(of, inside[:SHOWN], max(0, len(inside) - SHOWN))


@member_view(Duty.SUBMIT_DRAFTS)
def closures(request: MemberRequest) -> HttpResponse:
    rows = request.council.closures
    context = {
        "standing": rows.not_over(today()),
        "page": keyset_page(rows.over(today()), request, order=("-ends_on", "-pk")),
        "manages": request.membership.allows(Duty.MANAGE_PEOPLE),
        "counted": counted_in_words(request.council.rulebook),
    }
    return render(request, "accounts/hours/closures.html", context)


@member_view(Duty.MANAGE_PEOPLE)
def new_closure(request: MemberRequest) -> HttpResponse:
    return take_step(
        request,
        ClosureForm(request.POST or None, council=request.council),
        partial(add_closure, council=request.council, actor=request.user),
        "accounts/hours/closure.html",
        said=lambda closure: f"{closure} is added.",
    )


@require_POST
@member_view(Duty.MANAGE_PEOPLE)
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(request.council.closures, pk=pk)
    cancel_closure(closure=closure, actor=request.user)
    messages.success(request, f"{closure} is cancelled.")
    return redirect(closure)


@member_view(Duty.SUBMIT_DRAFTS)
def pattern(request: MemberRequest, pk: int) -> HttpResponse:
    council = request.council
    membership = get_object_or_404(council.memberships.select_related("person"), pk=pk)
    membership.council = council
    may_record = may_record_pattern(membership, request.membership)
    if request.method == "POST" and not may_record:
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    patterns = list(membership.working_patterns.order_by("-starts_on", "-pk"))
    current = next((each for each in patterns if each.starts_on <= today()), None)
    hours = current.hours if current else usual_hours(council.rulebook)
    form = PatternForm(request.POST or None, council=council, initial=PatternForm.shown(hours))
    refused = 0
    if form.is_valid():
        try:
            recorded = record_pattern(
                membership=membership,
                starts_on=form.cleaned_data["starts_on"],
                hours=form.hours(),
                actor=request.user,
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, "The hours are recorded.")
            return redirect(recorded)
    context = {
        "theirs": membership,
        "may_record": may_record,
        "form": form,
        "current": current,
        "usual": week(hours),
        "coming": [(each, week(each.hours)) for each in patterns if each.starts_on > today()],
    }
    status = page_status(form, refused)
    return render(request, "accounts/hours/pattern.html", context, status=status)


def week(hours: Hours) -> list[str]:
    """The days on which somebody works, a line each: "Monday: 9am to 5pm"."""
    return [
        f"{DAYS[WEEKDAYS[number]]}: {time_in_words(begins)} to {time_in_words(ends)}"
        for number, (begins, ends) in sorted(hours.items())
    ]
