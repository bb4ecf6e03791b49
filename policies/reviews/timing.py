"""When a policy is next reviewed, worked out of what is known of it; no database here."""

from dataclasses import dataclass
from datetime import date, timedelta

from councilsm.forms import when_in_words
from policies.dates import first_day, in_words, last_day, months_on
from policies.elections.models import Period
from policies.elections.timetable import ordinary_poll, suggested_notice
from policies.reviews.facts import Facts, ReviewRule
from policies.reviews.models import Trigger

#: A review is likely to be done in so many days before it is due.
WHILE = timedelta(days=30)
DAY = timedelta(days=1)
#: Days before a review is due on which its office hears of it.
AHEAD = (180, 90, 30, 7)
SOON = timedelta(days=max(AHEAD))
#: What is wanting to say when.
BASELINE_NEEDED, NO_PERIOD = "Baseline needed", "No period set"
NOT_IN_FORCE = "Not in force"


@dataclass(frozen=True)
class When:
    """When a policy is next reviewed.

    Args:
        due: as stated (`policies/dates.py`); empty where nothing says.
        basis: why then, in words; of a rule without the clause that says so.
        by_rule: the rulebook says so.
        lacks: in words, what is wanting to say when, or to say it better; empty for nothing.
    """

    due: str
    basis: str
    by_rule: bool = False
    lacks: str = ""

    def is_late(self, day: date) -> bool:
        """Whether it should have been reviewed before a day (London)."""
        return bool(self.due) and day > last_day(self.due)

    def is_soon(self, day: date) -> bool:
        """Whether it is in time on a day and due within `SOON`."""
        return bool(self.due) and day <= last_day(self.due) <= day + SOON

    def label(self, day: date) -> str:
        """How it stands, in words: "In date", "Due soon", "Overdue since 1 November 2026"."""
        if self.is_late(day):
            return f"Overdue since {in_words((last_day(self.due) + DAY).isoformat())}"
        if self.lacks:
            return self.lacks
        return "Due soon" if self.is_soon(day) else "In date"

    def colour(self, day: date) -> str:
        """Of the tag with the label."""
        if self.is_late(day):
            return "red"
        if self.lacks == BASELINE_NEEDED or self.is_soon(day):
            return "yellow"
        return "grey" if self.lacks else "green"


def when_due(facts: Facts, rule: ReviewRule) -> When:
    """When a policy is next reviewed: the earliest day of all that say one.

    - Something that calls for a review before its time (DTC-6.1-d).
    - What the last review, or else the version itself, or else the rulebook states (LTC-header-e).
    - So many months after its baseline (DTC-6.1-c, FTC-11-a): when the version in force was
      approved or reviewed, or a review left it as it is, whichever came last.

    Args:
        rule: of the rulebook in force.
    """
    found = list[When]()
    if facts.called_by:
        kind = Trigger.Kind(facts.called_for).label
        found.append(When(facts.called_by, f"Called for: {kind[:1].lower()}{kind[1:]}"))
    baseline = baseline_of(facts)
    if stated := stated_due(facts, rule, baseline):
        found.append(stated)
    months = rule.months if facts.carries_rules else facts.months
    if months and baseline:
        every = f"{months} months after {in_words(baseline)}"
        found.append(When(months_on(baseline, months), every, by_rule=facts.carries_rules))
    lacks = ""
    if not (found or baseline or facts.version):
        lacks = NOT_IN_FORCE
    elif months and not baseline:
        lacks = BASELINE_NEEDED
    elif not found:
        lacks = NO_PERIOD
    first = min(found, key=lambda when: last_day(when.due), default=When("", ""))
    return When(first.due, first.basis, first.by_rule, lacks)


def baseline_of(facts: Facts) -> str:
    """When it was last approved or reviewed, as stated; empty where nobody knows."""
    known = {facts.approved_on, facts.reviewed_on, facts.settled_on} - {""}
    if len(known) == 1:
        return known.pop()
    return max(known, key=lambda stated: (last_day(stated), stated), default="")


def stated_due(facts: Facts, rule: ReviewRule, baseline: str) -> When | None:
    """The day or month that somebody stated for the next review; None where nobody did.

    What a review stated takes the place of what the version it looked at says. What the rulebook
    states is over once the policy was approved or reviewed in that time or later.
    """
    if facts.settled_on and facts.settled == facts.version:
        if not facts.next_due:
            return None
        return When(facts.next_due, f"Set by the review of {in_words(facts.settled_on)}")
    if facts.review_due:
        return When(facts.review_due, "Stated in the policy")
    over = baseline and rule.due and first_day(baseline) >= first_day(rule.due)
    if facts.carries_rules and rule.due and not over:
        return When(rule.due, "Stated in the rules", by_rule=True)
    return None


def likely_days(due: str, day: date) -> tuple[date, date]:
    """The days in which a review that is due is likely to be done: before the day, else now."""
    last = last_day(due)
    if last < day:
        return day, day + WHILE
    return max(day, min(first_day(due), last - WHILE)), last


def in_election(due: str, day: date, periods: list[Period]) -> str:
    """That a review is likely to fall in a pre-election period, in words; empty where it is not.

    Args:
        periods: those on record that share a day with `likely_days`, or more.
    """
    first, last = likely_days(due, day)
    for period in periods:
        if period.notice_on <= last and period.poll_on >= first:
            ends = when_in_words(period.poll_on)
            return f"Likely to fall in a pre-election period: {period}, until {ends}"
    for year in range(first.year, last.year + 1):
        poll = ordinary_poll(year)
        notice = suggested_notice(poll)
        if notice <= last and poll >= first:
            days = f"{when_in_words(notice)} to {when_in_words(poll)}"
            return f"May fall in a pre-election period, if there are elections that May: {days}"
    return ""
