"""Working hours, closures of the office, and the days that are counted."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.hours.models import Closure, WorkingPattern
from accounts.hours.working_days import (
    HolidaysUnknown,
    foi_days_after,
    is_working_day,
    last_shift_end,
    working_days_after,
)
from accounts.people.models import Membership, Person
from councilsm.audit.models import AuditEvent
from tests.accounts.absenting import member
from tests.accounts.changing import in_boxes
from tests.accounts.covering import a_closure
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
CLOSURES = "/c/ashford/cover/closures/"

# The days that are counted


def test_the_councils_working_days_leave_out_bank_holidays_and_closures(cast: Cast) -> None:
    ashford = cast.ashford
    friday = date(2026, 8, 28)
    # Monday 31 August is the Summer bank holiday in England and Wales.
    assert working_days_after(ashford, friday, 1) == date(2026, 9, 1)
    assert is_working_day(ashford, date(2026, 8, 3))  # the Scottish one is none here
    a_closure(cast, date(2026, 9, 1), date(2026, 9, 2))
    assert not is_working_day(ashford, date(2026, 9, 1))
    assert working_days_after(ashford, friday, 1) == date(2026, 9, 3)
    cancelled = Closure.objects.get()
    cancelled.cancelled_on = date(2026, 9, 2)
    cancelled.save(update_fields=["cancelled_on"])
    assert not is_working_day(ashford, date(2026, 9, 1))
    assert is_working_day(ashford, date(2026, 9, 2))


def test_the_councils_working_days_follow_its_rule(cast: Cast) -> None:
    a_rulebook(cast.ashford, **RULES | {"working_days": chosen(["tuesday", "thursday"])})
    ashford = type(cast.ashford).objects.get(pk=cast.ashford.pk)
    assert working_days_after(ashford, date(2026, 11, 20), 2) == date(2026, 11, 26)


def test_beyond_the_bank_holidays_known_nothing_is_guessed(cast: Cast) -> None:
    assert is_working_day(cast.ashford, date(2028, 12, 29))
    with pytest.raises(HolidaysUnknown, match="2029"):
        is_working_day(cast.ashford, date(2029, 1, 2))
    with pytest.raises(HolidaysUnknown):
        foi_days_after(date(2028, 12, 20), 20)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # St Andrew's Day, a bank holiday in Scotland, does not count anywhere.
        (date(2026, 11, 20), date(2026, 12, 21)),
        (date(2026, 12, 10), date(2027, 1, 13)),
    ],
)
def test_what_the_law_counts_knows_every_part_of_the_country(received: date, due: date) -> None:
    assert foi_days_after(received, 20) == due


# The last shift


def pattern(person: Person, since: date, **days: list[str]) -> WorkingPattern:
    theirs = member(person)
    return WorkingPattern.objects.create(
        council=theirs.council,
        membership=theirs,
        starts_on=since,
        weekdays=days,
        recorded_by=person,
    )


def test_the_last_day_ends_with_the_shift_of_the_hours_that_had_begun(cast: Cast) -> None:
    ana = member(cast.ana)
    # None recorded: 5pm. In July London is an hour ahead of UTC.
    assert last_shift_end(ana, date(2026, 7, 24)) == datetime(2026, 7, 24, 16, tzinfo=UTC)
    pattern(cast.ana, date(2026, 1, 1), tuesday=["09:00", "12:30"])
    pattern(cast.ana, date(2026, 12, 1), wednesday=["10:00", "18:00"])
    assert last_shift_end(ana, date(2026, 11, 24)) == datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    assert last_shift_end(ana, date(2026, 12, 2)) == datetime(2026, 12, 2, 18, tzinfo=UTC)


def test_a_last_day_is_never_another_day(cast: Cast, travel: Callable[[date], None]) -> None:
    """Where they do not work on it, or no longer, it ends with the day."""
    travel(date(2026, 11, 20))
    ana = member(cast.ana)

    def at_night(theirs: Membership, day: date) -> bool:
        return last_shift_end(theirs, day) == datetime.combine(day, time(23, 59), tzinfo=UTC)

    assert at_night(ana, date(2026, 11, 22))  # a Sunday
    a_closure(cast, date(2026, 12, 24), date(2027, 1, 1))
    assert at_night(ana, date(2026, 12, 31))
    assert not at_night(ana, date(2026, 11, 23))
    assert at_night(member(cast.dev), date(2026, 11, 23))  # a councillor
    # Today until the shift is over, then the evening too.
    assert not at_night(ana, date(2026, 11, 20))
    with time_machine.travel(datetime(2026, 11, 20, 18, tzinfo=UTC), tick=False):
        assert at_night(ana, date(2026, 11, 20))


# The pages


def typed(day: str = "monday", begins: str = "9am", ends: str = "1pm", **more: Any) -> Any:
    return {
        f"{day}_from": begins,
        f"{day}_to": ends,
        **in_boxes("starts_on", date(2026, 11, 2)),
        **more,
    }


@pytest.fixture
def november(travel: Callable[[date], None]) -> None:
    travel(date(2026, 11, 21))


def hours_of(person: Person) -> str:
    return f"/c/ashford/people/{member(person).pk}/hours/"


@pytest.mark.usefixtures("november")
def test_people_record_their_own_hours_and_who_manages_people_everybodys(
    cast: Cast, as_: As
) -> None:
    ana = as_(cast.ana)
    assert "None are recorded" in ana.get(hours_of(cast.ana)).content.decode()
    assert ana.post(hours_of(cast.ana), typed(friday_from="14:00", friday_to="17:30")).url
    page = ana.get(hours_of(cast.ana)).content.decode()
    assert "Since Monday 2 November 2026" in page
    assert "Monday: 9am to 1pm" in page and "Friday: 2pm to 5:30pm" in page
    # A change is the next one: what was recorded stays.
    assert as_(cast.adam).post(hours_of(cast.ana), typed("tuesday")).status_code == 302
    assert WorkingPattern.objects.count() == 2
    assert "Tuesday: 9am to 1pm" in ana.get(hours_of(cast.ana)).content.decode()
    assert AuditEvent.objects.filter(verb="working_pattern.recorded").count() == 2
    # Others read them and may not record them.
    reader = as_(cast.cora)
    assert "Record other hours" not in reader.get(hours_of(cast.ana)).content.decode()
    assert reader.post(hours_of(cast.ana), typed()).status_code == 403
    assert as_(cast.oscar).post(hours_of(cast.ana), typed()).status_code == 404


@pytest.mark.usefixtures("november")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (typed(begins="", ends=""), "Enter the hours of at least one day"),
        (typed(begins="9am", ends=""), "Monday: enter both times"),
        (typed(begins="half", ends="1pm"), "Monday: enter a real time"),
        (typed(begins="1pm", ends="9am"), "Monday: the second time must be after the first"),
    ],
)
def test_wrong_hours_are_said_and_kept(cast: Cast, as_: As, wrong: Any, says: str) -> None:
    answer = as_(cast.ana).post(hours_of(cast.ana), wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page
    assert all(f'value="{box}"' in page for box in wrong.values() if box)
    assert not WorkingPattern.objects.exists()


@pytest.mark.usefixtures("november")
def test_hours_are_not_put_before_those_that_count(cast: Cast, as_: As) -> None:
    pattern(cast.ana, date(2026, 11, 10), tuesday=["09:00", "12:30"])
    assert as_(cast.ana).post(hours_of(cast.ana), typed()).status_code == 409
    before = typed() | in_boxes("starts_on", date(2024, 1, 1))
    refused = as_(cast.cora).post(hours_of(cast.cora), before)
    assert refused.status_code == 409
    assert "does not belong to the council on that day" in refused.content.decode()


@pytest.mark.usefixtures("november")
def test_who_manages_people_adds_and_cancels_a_closure(cast: Cast, as_: As) -> None:
    adam, days = as_(cast.adam), (date(2026, 12, 24), date(2027, 1, 1))
    sent = {
        "name": "Christmas closure",
        **in_boxes("starts_on", days[0]),
        **in_boxes("ends_on", days[1]),
    }
    assert adam.post(f"{CLOSURES}new/", sent).status_code == 302
    assert "Christmas closure" in as_(cast.ana).get(CLOSURES).content.decode()
    assert adam.post(f"{CLOSURES}new/", sent).status_code == 409  # these days are closed already
    longer = sent | in_boxes("ends_on", date(2036, 12, 31))
    assert adam.post(f"{CLOSURES}new/", longer).status_code == 409
    turned = sent | in_boxes("ends_on", date(2026, 12, 1))
    assert adam.post(f"{CLOSURES}new/", turned).status_code == 422
    assert not is_working_day(cast.ashford, date(2026, 12, 29))
    cancel = f"{CLOSURES}{Closure.objects.get().pk}/cancel/"
    assert as_(cast.ana).post(cancel).status_code == 403
    assert as_(cast.oscar).post(cancel).status_code == 404
    assert adam.post(cancel).status_code == 302
    assert is_working_day(cast.ashford, date(2026, 12, 29))
    assert "cancelled on Saturday 21 November 2026" in adam.get(CLOSURES).content.decode()
    assert adam.post(cancel).status_code == 409
    verbs = AuditEvent.objects.filter(verb__startswith="closure.").values_list("verb", flat=True)
    assert sorted(verbs) == ["closure.added", "closure.cancelled"]
