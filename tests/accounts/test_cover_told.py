"""Cover that is missing is told two weeks ahead, once each, until it begins."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.clock.tasks import remind
from accounts.hours.due import cover_to_arrange
from accounts.people.models import Appointment, Person
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import member
from tests.accounts.covering import AUGUST, JULY, a_closure, away, away_in_august, in_july, works
from tests.cast import Cast

As = Callable[[Person], Client]
PAGE = "/c/ashford/cover/"


@pytest.fixture
def midsummer(travel: Callable[[date], None]) -> None:
    travel(JULY)


@pytest.fixture
def july(midsummer: None, cast: Cast) -> Cast:
    return in_july(cast)


def test_two_weeks_ahead_it_is_told_until_it_begins(
    july: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    away_in_august(july, july.priya)
    both = [july.ashford.pk, july.barham.pk]

    def told(day: date) -> list[Any]:
        return list(cover_to_arrange(both, day))

    assert told(date(2026, 7, 19)) == []
    (first,) = told(date(2026, 7, 20))
    assert first.text == (
        "Arrange cover for Monday 3 August to Friday 28 August 2026: nobody approves new posts"
    )
    assert (first.council_id, first.duty) == (july.ashford.pk, Duty.MANAGE_PEOPLE)
    assert first.due_on == date(2026, 7, 20)
    # On each later day it is the same thing.
    assert {
        (each.key, each.due_on) for day in range(21, 32) for each in told(date(2026, 7, day))
    } == {(first.key, first.due_on)}
    assert told(AUGUST[0]) == [first]  # a Saturday
    # It has begun: neither on a weekend within it nor on a weekday is it news.
    assert told(date(2026, 8, 3)) == told(date(2026, 8, 8)) == told(date(2026, 8, 20)) == []
    travel(date(2026, 7, 27))
    home = "/c/ashford/home/"
    line = "6 working days without cover in the next 2 weeks"
    assert line in as_(july.adam).get(home).content.decode()
    assert line not in as_(july.ana).get(home).content.decode()


def told_in(cast: Cast, first: date, weeks: int) -> set[str]:
    """What is told of cover in some weeks, as lines; each thing has one key."""
    found: dict[str, str] = {}
    for ahead in range(weeks * 7):
        for one in cover_to_arrange([cast.ashford.pk], first + timedelta(days=ahead)):
            assert found.setdefault(one.key, one.text) == one.text and len(one.key) <= 80
    return set(found.values())


def test_what_is_missing_anyhow_hides_nothing(july: Cast) -> None:
    """The safeguarding office is long vacant; then nobody approves, and later the clerk goes."""
    Appointment.objects.filter(membership=member(july.rita)).update(ends_on=date(2026, 5, 1))
    away(july.priya, date(2026, 8, 3), date(2026, 8, 7))
    Appointment.objects.filter(membership=member(july.priya)).update(ends_on=date(2026, 8, 19))
    assert told_in(july, JULY, 6) == {
        "Arrange cover for Monday 3 August to Friday 7 August 2026: nobody approves new posts",
        "Arrange cover from Thursday 20 August 2026 on: nobody approves new posts",
    }


def test_what_is_missing_every_week_is_told_once(
    july: Cast, travel: Callable[[date], None]
) -> None:
    """The clerk works two days from September on, and is away in the second week of it."""
    works(july.priya, date(2026, 9, 1), "monday", "thursday")
    away(july.priya, date(2026, 9, 7), date(2026, 9, 11))
    assert told_in(july, date(2026, 8, 1), 10) == {
        "Arrange cover for Tuesdays, Wednesdays and Fridays, from Tuesday 1 September 2026 on: "
        "nobody approves new posts",
        "Arrange cover for Monday 7 September to Thursday 10 September 2026: "
        "nobody approves new posts",
    }
    # Nor after a closure is it news.
    a_closure(july, date(2026, 10, 1), date(2026, 10, 31))
    assert told_in(july, date(2026, 10, 1), 8) == set()


def test_the_clock_mails_it_once(july: Cast, travel: Callable[[date], None]) -> None:
    away_in_august(july, july.priya)

    def mailed(day: date) -> list[tuple[str, str]]:
        travel(day)
        OutboxMessage.objects.all().delete()
        remind()
        letters = OutboxMessage.objects.filter(body__contains=PAGE)
        return [(letter.recipient, letter.subject) for letter in letters]

    assert mailed(date(2026, 7, 17)) == []  # a Friday, 17 days ahead
    subject = "Arrange cover from Monday 3 August 2026: nobody approves new posts"
    assert mailed(date(2026, 7, 20)) == [(july.adam.email, subject)]
    assert mailed(date(2026, 7, 20)) == mailed(date(2026, 7, 21)) == []


def test_many_councils_are_asked_about_at_once(july: Cast, queries: Any) -> None:
    away_in_august(july, july.priya)
    with queries(at_most=4):
        assert (
            len(list(cover_to_arrange([july.ashford.pk, july.barham.pk], date(2026, 7, 22)))) == 1
        )
