"""Reviews that come, and those that are late, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache

from django.urls import reverse

from accounts.people.models import Office
from councilsm.bulk import any_of
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines
from policies.dates import in_words, last_day
from policies.reviews.facts import Facts, ReviewRule, facts_of, rules_for
from policies.reviews.timing import AHEAD, SOON, When, when_due

#: Of a council and the key of an office, the office's id.
Offices = dict[tuple[int, str], int]


@tells_deadlines
def reviews(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Policies to review, to the office that sees to it (DTC-6.1-c, FTC-11-a, LTC-header-e).

    Half a year ahead, three months, one month and a week: a review takes a committee and a
    meeting. Two queries, and one for rulebooks not seen before.
    """
    found = list(facts_of(councils, day, until=day + SOON))
    rules = rules_for(found)
    offices: Offices | None = None
    for facts in found:
        rule = rules[facts.digest]
        when = when_due(facts, rule)
        if not when.due or last_day(when.due) - day > SOON:
            continue
        if facts.owner is None and offices is None:
            offices = proper_offices(found, rules)
        yield to_review(facts, when, facts.owner or (offices or {}).get(_office_of(facts, rule)))


def to_review(facts: Facts, when: When, office: int | None) -> Deadline:
    """The deadline of one review.

    Args:
        office: id of the one that sees to it; None where the council has no such office.
    """
    by = in_words(when.due)
    return Deadline(
        council_id=facts.council,
        key=f"policy.review:{facts.policy}",
        due_on=last_day(when.due),
        text=f"Policy to review: {facts.title}, due {by}",
        subject=f"Policy to review by {by}: {facts.title}",
        url=_address().format(facts.council_slug, facts.slug),
        duty=None if office else Duty.MANAGE_RULES,
        office_id=office,
        days_before=AHEAD,
    )


@lru_cache(maxsize=1)
def _address() -> str:
    """Of a policy's reviews, with blanks: half of all policies are due within half a year."""
    return (
        reverse("reviews:history", args=["council", "policy"])
        .replace("/council/", "/{}/")
        .replace("/policy/", "/{}/")
    )


def proper_offices(found: Collection[Facts], rules: dict[str, ReviewRule]) -> Offices:
    """The proper officers' offices of the councils of some policies without an owner. One query."""
    wanted = {_office_of(one, rules[one.digest]) for one in found if one.owner is None}
    rows = Office.objects.filter(
        council__in=any_of({council for council, _ in wanted}), key__in={key for _, key in wanted}
    )
    return {(council, key): pk for pk, council, key in rows.values_list("pk", "council", "key")}


def _office_of(facts: Facts, rule: ReviewRule) -> tuple[int, str]:
    return facts.council, rule.proper_officer
