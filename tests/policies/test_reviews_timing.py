"""When a policy is reviewed next: the earliest of all that say a day, as precise as they say it."""

from datetime import date
from typing import Any

import pytest

from policies.elections.models import Period
from policies.reviews.models import Trigger
from policies.reviews.timing import (
    BASELINE_NEEDED,
    NO_PERIOD,
    NOT_IN_FORCE,
    baseline_of,
    in_election,
    likely_days,
    when_due,
)
from tests.policies.reviewing import facts, rule

OURS = {"carries_rules": True}


@pytest.mark.parametrize(
    ("known", "rules", "due"),
    [
        # Dunstable: each year, and only the month of the last review is known.
        ({**OURS, "reviewed_on": "2025-10"}, rule(12), "2026-10"),
        # Ludlow: a month, stated in the rules; the day of approval does not move it.
        ({**OURS, "approved_on": "2026-04-20"}, rule(due="2029-04"), "2029-04"),
        # Another policy goes by its own period, and never by the rulebook's.
        ({"approved_on": "2026-04-20", "months": 24}, rule(12), "2028-04-20"),
        ({"approved_on": "2024-02-29", "months": 12}, rule(), "2025-02-28"),
        ({"approved_on": "2024-02-29", "months": 48}, rule(), "2028-02-29"),
        ({"approved_on": "2024-08-31", "months": 6}, rule(), "2025-02-28"),
        # The latest of what is known counts, be it a day or a month.
        (
            {"approved_on": "2024-05-20", "reviewed_on": "2025-10", "months": 12},
            rule(),
            "2026-10",
        ),
        (
            {"approved_on": "2025-05-20", "settled_on": "2025-05", "months": 12},
            rule(),
            "2026-05",
        ),
        # What the version says, or what the review of it said since.
        ({"review_due": "2027-03", "approved_on": "2026-01-01"}, rule(), "2027-03"),
        (
            {"review_due": "2027-03", "settled": 5, "settled_on": "2027-02", "next_due": "2028-02"},
            rule(),
            "2028-02",
        ),
        # A review of the version before says nothing of this one.
        (
            {"review_due": "2027-03", "settled": 4, "settled_on": "2026-02", "next_due": "2026-06"},
            rule(),
            "2027-03",
        ),
        # Whichever comes first.
        (
            {"review_due": "2029-04", "approved_on": "2026-04-20", "months": 12},
            rule(),
            "2027-04-20",
        ),
        ({"review_due": "2026-09", "approved_on": "2026-04-20", "months": 12}, rule(), "2026-09"),
        (
            {
                "approved_on": "2026-04-20",
                "months": 12,
                "called_by": "2026-07-01",
                "called_for": "law",
            },
            rule(),
            "2026-07-01",
        ),
        (
            {
                "approved_on": "2026-04-20",
                "months": 12,
                "called_by": "2027-07-01",
                "called_for": "law",
            },
            rule(),
            "2027-04-20",
        ),
    ],
)
def test_the_earliest_day_counts(known: dict[str, Any], rules: Any, due: str) -> None:
    found = when_due(facts(**known), rules)
    assert (found.due, found.lacks) == (due, "")


@pytest.mark.parametrize(
    ("known", "rules", "lacks"),
    [
        # Flitwick: 48 months, but from when?
        (OURS, rule(48), BASELINE_NEEDED),
        # Heanor & Loscoe, Leighton-Linslade.
        (OURS, rule(), NO_PERIOD),
        ({"approved_on": "2026-04-20"}, rule(), NO_PERIOD),
        ({"version": None, "months": 12}, rule(), NOT_IN_FORCE),
    ],
)
def test_what_is_wanting_is_never_in_date(known: dict[str, Any], rules: Any, lacks: str) -> None:
    found = when_due(facts(**known), rules)
    assert (found.due, found.lacks) == ("", lacks)


def test_what_calls_for_a_review_does_not_hide_that_the_baseline_is_needed() -> None:
    found = when_due(facts(**OURS, called_by="2026-07-01", called_for="incident"), rule(48))
    assert (found.due, found.lacks) == ("2026-07-01", BASELINE_NEEDED)
    assert found.basis == "Called for: an incident"


@pytest.mark.parametrize("kind", Trigger.Kind)
def test_every_kind_of_trigger_is_said(kind: Trigger.Kind) -> None:
    found = when_due(facts(called_by="2026-07-01", called_for=kind.value), rule())
    assert found.basis.casefold() == f"called for: {kind.label.casefold()}"


def test_a_month_is_late_when_it_is_over() -> None:
    found = when_due(facts(**OURS, reviewed_on="2025-10"), rule(12))
    assert not found.is_late(date(2026, 10, 31))
    assert found.is_late(date(2026, 11, 1))
    assert found.label(date(2026, 11, 1)) == "Overdue since 1 November 2026"
    assert found.label(date(2026, 10, 31)) == "Due soon"
    assert found.label(date(2026, 5, 3)) == "In date"
    exact = when_due(facts(approved_on="2026-04-20", months=12), rule())
    assert exact.label(date(2027, 4, 20)) == "Due soon"
    assert exact.label(date(2027, 4, 21)) == "Overdue since 21 April 2027"


@pytest.mark.parametrize(
    ("approved", "due"), [("2029-03", "2029-04"), ("2029-04-30", ""), ("2030-01", "")]
)
def test_what_the_rules_state_is_over_once_it_was_reviewed_then(approved: str, due: str) -> None:
    assert when_due(facts(**OURS, approved_on=approved), rule(due="2029-04")).due == due


def test_a_review_that_states_no_next_one_leaves_the_period_alone() -> None:
    known = facts(review_due="2027-03", months=12, settled=5, settled_on="2027-03-01")
    assert when_due(known, rule()).due == "2028-03-01"
    assert baseline_of(known) == "2027-03-01"


def test_the_review_is_likely_done_in_the_month_before_it_is_due_or_now() -> None:
    day = date(2027, 1, 10)
    assert likely_days("2027-04", day) == (date(2027, 3, 31), date(2027, 4, 30))
    assert likely_days("2027-04-20", day) == (date(2027, 3, 21), date(2027, 4, 20))
    assert likely_days("2027-01-20", day) == (day, date(2027, 1, 20))
    assert likely_days("2026-10", day) == (day, date(2027, 2, 9))


@pytest.mark.parametrize(
    ("due", "says"),
    [
        ("2027-04", True),
        ("2027-03-30", False),  # the day before the notice is due
        ("2027-03-31", True),
        ("2027-06", False),  # from 1 June on
        ("2027-06-04", True),
        ("2026-10", False),
        ("2029-04", True),  # beyond the bank holidays that are proclaimed
    ],
)
def test_may_be_in_a_period_before_elections_in_may(due: str, says: bool) -> None:
    words = in_election(due, date(2026, 6, 1), [])
    assert words.startswith("May fall in a pre-election period, if there are") is says
    if due == "2027-04":
        assert words.endswith("Wednesday 31 March 2027 to Thursday 6 May 2027")


def test_a_period_on_record_is_said_as_it_is() -> None:
    period = Period(
        kind="by_election", area="North ward", notice_on=date(2026, 10, 20),
        poll_on=date(2026, 11, 26),
    )  # fmt: skip
    words = in_election("2026-10", date(2026, 6, 1), [period])
    assert words == (
        "Likely to fall in a pre-election period: By-election, North ward, until Thursday "
        "26 November 2026"
    )
    assert in_election("2026-09", date(2026, 6, 1), [period]) == ""
