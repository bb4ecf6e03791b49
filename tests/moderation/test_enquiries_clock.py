"""By when an enquiry is to be dealt with, and how the page says that it was worked out."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from accounts.councils.models import Council
from moderation.enquiries.clock import Clock, clock_of, defamation_due, is_notice
from moderation.enquiries.models import FAR_OFF, Topic
from tests.cast import RULES, Cast, a_rulebook, chosen

SATURDAY = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def clock(council: Council, kind: str, posted: datetime | None, **more: Any) -> Clock:
    given = {"seen_at": posted or MONDAY, "topic": None, "notice": is_notice(council, kind)}
    return clock_of(council, kind=kind, posted_at=posted, **given | more)


@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        # St Andrew's Day is a bank holiday in Scotland, and does not count anywhere.
        ("foi", date(2026, 11, 20), date(2026, 12, 21)),
        # 2 January is one too, moved to Monday 4 January 2027, as New Year's Day is on Friday.
        ("foi", date(2026, 12, 10), date(2027, 1, 13)),
        ("access", date(2027, 1, 31), date(2027, 3, 1)),  # 28 February is a Sunday
        ("access", date(2028, 1, 31), date(2028, 2, 29)),
        ("access", date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, weekend, bank holiday
        ("access", date(2026, 11, 3), date(2026, 12, 3)),
    ],
)
def test_what_the_law_counts(cast: Cast, kind: str, received: date, due: date) -> None:
    noon = datetime(received.year, received.month, received.day, 12, tzinfo=UTC)
    assert clock(cast.ashford, kind, noon).due_by == due


def test_a_data_protection_complaint_is_acknowledged_within_thirty_days(cast: Cast) -> None:
    """DPA 2018 s.164A: the day on which it came is the first of them; since 19 June 2026."""
    found = clock(cast.ashford, "data", datetime(2026, 11, 1, 12, tzinfo=UTC))
    assert found.acknowledge_by == found.due_by == date(2026, 11, 30)
    before = clock(cast.ashford, "data", datetime(2026, 6, 18, 12, tzinfo=UTC))
    assert before.acknowledge_by is None


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), datetime(2026, 11, 25, 9, tzinfo=UTC)),
        # Friday at 3pm: nine hours, then Monday, then fifteen hours of Tuesday.
        (datetime(2026, 11, 20, 15, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC)),
        (SATURDAY, datetime(2026, 11, 25, 0, tzinfo=UTC)),
        # Christmas Day is a Friday, and Boxing Day's holiday falls on Monday 28 December.
        (datetime(2026, 12, 24, 12, tzinfo=UTC), datetime(2026, 12, 30, 12, tzinfo=UTC)),
        # Good Friday 26 March 2027, Easter Monday; the clocks went forward on the Sunday between.
        (datetime(2027, 3, 25, 12, tzinfo=UTC), datetime(2027, 3, 31, 11, tzinfo=UTC)),
    ],
)
def test_forty_eight_hours_of_days_that_count(start: datetime, due: datetime) -> None:
    assert defamation_due(start) == due


def test_a_complaint_of_defamation_says_that_the_law_is_not_settled(cast: Cast) -> None:
    assert "not settled" in clock(cast.ashford, "defamation", MONDAY).how


def test_beyond_the_bank_holidays_known_nothing_is_counted(cast: Cast) -> None:
    found = clock(cast.ashford, "foi", datetime(2028, 12, 20, 12, tzinfo=UTC))
    assert found.due_by == FAR_OFF
    assert "known until 2028 only" in found.how


@pytest.mark.clause("FTC-A-17")
@time_machine.travel(MONDAY, tick=False)
def test_notice_served_counts_from_when_it_was_posted(cast: Cast) -> None:
    days = {"reply_days": chosen(2)}
    a_rulebook(cast.ashford, **RULES, **days)
    fresh = Council.objects.get(pk=cast.ashford.pk)
    seen = clock(fresh, "report", SATURDAY, seen_at=MONDAY)
    assert (seen.runs_from, seen.due_by) == (MONDAY, date(2026, 11, 25))
    a_rulebook(cast.ashford, **RULES, **days, notice_served=chosen(True))
    fresh = Council.objects.get(pk=cast.ashford.pk)
    served = clock(fresh, "report", SATURDAY, seen_at=MONDAY)
    assert (served.runs_from, served.due_by) == (SATURDAY, date(2026, 11, 24))
    # A question is no notice of anything.
    assert clock(fresh, "question", SATURDAY, seen_at=MONDAY).runs_from == MONDAY


def test_a_request_elsewhere_comes_when_it_is_seen(cast: Cast) -> None:
    there = clock(cast.ashford, "foi", SATURDAY, seen_at=MONDAY, elsewhere=True)
    assert there.runs_from == MONDAY
    assert clock(cast.ashford, "foi", SATURDAY, seen_at=MONDAY).runs_from == SATURDAY


def test_the_topics_target_comes_before_the_rules(
    cast: Cast, travel: Callable[[date], None]
) -> None:
    travel(MONDAY.date())
    assert "No target is set" in clock(cast.ashford, "question", MONDAY).how
    topic = Topic(council=cast.ashford, name="Play areas", target_days=1)
    found = clock(cast.ashford, "question", MONDAY, topic=topic)
    assert found.due_by == date(2026, 11, 24)
    assert "the target for Play areas" in found.how
    # What the law sets is no topic's to shorten or lengthen.
    assert clock(cast.ashford, "foi", MONDAY, topic=topic).due_by == date(2026, 12, 22)
