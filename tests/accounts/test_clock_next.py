"""The clock: whom it must not tell, who hears in another's place, and what comes at night."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.clock.tasks import remind
from accounts.dates import LONDON
from accounts.leavers.actions import end_rights, record_departure
from accounts.leavers.questions import is_told
from accounts.people.models import Membership, Person
from councilsm.inbox.deadlines import Deadline
from councilsm.inbox.models import Morning, OutboxMessage, Reminder
from tests.accounts import teaming
from tests.accounts.absenting import away, member
from tests.accounts.caretaking import with_caretaker
from tests.accounts.granting import there
from tests.accounts.leaving import close_all, leaves
from tests.accounts.reminding import (
    DAY,
    WEDNESDAY,
    a_thing,
    at,
    mailed,
    only_what_is_given,
    to,
)
from tests.cast import Cast, a_member
from tests.moderation.drafting import approved, waiting

As = Callable[[Person], Client]
Travel = Callable[[date], None]

DRAFT = "Sacking of J Smith"


@pytest.fixture(autouse=True)
def midweek(travel: Travel) -> Travel:
    travel(WEDNESDAY)
    return travel


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> list[Deadline]:
    return only_what_is_given(monkeypatch)


def shut_out(person: Person) -> None:
    Membership.objects.filter(person=person).update(closes_at=timezone.now())


def letters() -> dict[str, str]:
    """What is mailed now, by whom it goes to."""
    OutboxMessage.objects.all().delete()
    remind()
    found = defaultdict[str, str](str)
    for row in OutboxMessage.objects.all():
        found[row.recipient.split("@")[0]] += f"{row.subject}\n{row.body}"
    return dict(found)


def test_no_title_of_a_draft_for_who_may_not_see_it(cast: Cast, as_: As) -> None:
    """The clerk alone decides and is shut out: the caretaker hears that a draft waits."""
    dev = with_caretaker(cast)
    draft = waiting(cast, title=DRAFT, not_after=datetime(2026, 6, 11, 14, tzinfo=LONDON))
    shut_out(cast.priya)
    with at(datetime(2026, 6, 11, 9)):
        assert as_(dev).get(draft.get_absolute_url()).status_code == 404
        said = letters()["cllr.dev"]
    assert said.startswith("A draft waits to be decided by 2pm today\n")
    assert DRAFT not in said and draft.reference not in said and "/drafts/" not in said
    assert said.count("/c/ashford/home/") == 2


def test_nor_of_one_to_be_posted(cast: Cast) -> None:
    with_caretaker(cast)
    approved(cast, title=DRAFT, not_after=datetime(2026, 6, 11, 14, tzinfo=LONDON))
    shut_out(cast.cora)
    shut_out(cast.priya)
    said = letters()["cllr.dev"]
    assert "- An approved draft waits to be posted by 2pm tomorrow (you are next" in said
    assert DRAFT not in said and "/drafts/" not in said


def test_what_is_written_to_one_person_is_put_otherwise_to_the_next(
    cast: Cast, due: list[Deadline]
) -> None:
    shut_out(cast.ana)
    due.append(a_thing(cast.ashford, person_id=cast.ana.pk))
    remind()
    assert mailed() == [("priya", "Somebody has not done thing:1")]


def test_no_undertaking_is_owed_by_who_is_shut_out(cast: Cast, midweek: Travel) -> None:
    nina = a_member(cast.ashford, "Nina", team=True)
    teaming.a_text(cast.ashford)
    shut_out(nina)
    midweek(WEDNESDAY + 7 * DAY)
    assert letters() == {}


def test_who_is_to_be_dismissed_never_hears_of_it(cast: Cast) -> None:
    """Adam keeps the register, as does Paul, who plans that Adam goes."""
    paul = a_member(cast.ashford, "Paul", "administrator")
    there(cast)
    ends_at = datetime(2026, 6, 17, 17, tzinfo=LONDON)
    departure = record_departure(
        membership=member(cast.adam), kind="dismissal", ends_at=ends_at, actor=paul
    )
    assert not is_told(departure)
    heard: dict[str, str] = {}
    for ahead in range(1, 12):
        with at(datetime(2026, 6, 10, 12) + ahead * DAY):
            for name, said in letters().items():
                heard[name] = heard.get(name, "") + said
    assert "Leaver checklist" in heard["paul"]
    assert "eaver" not in heard.get("adam", "")


def test_nor_anybody_of_their_own_attestation(cast: Cast, midweek: Travel) -> None:
    """Somebody who is there again before it is attested."""
    departure = leaves(cast, cast.adam)
    midweek(WEDNESDAY + 8 * DAY)
    end_rights(departure=departure)
    close_all(departure, cast.priya)
    Membership.objects.filter(person=cast.adam).update(closes_at=None, ends_on=None)
    member(cast.adam).appointments.update(ends_on=None)
    found = letters()
    assert "Leaver to attest" in found["priya"] and "adam" not in found


def test_what_the_clerk_leaves_to_be_done_is_told_to_the_caretaker(cast: Cast) -> None:
    """Nobody else is in the clerk's office; the page of a departure is not every caretaker's."""
    with_caretaker(cast)
    departure = leaves(cast, cast.priya, kind="redundancy")
    departure.tasks.update(owner=cast.ashford.offices.get(key="town-clerk"))
    with at(datetime(2026, 6, 16, 12)):
        heard = letters()
    assert "Leaver checklist" in heard["cllr.dev"] and "/leavers/" not in heard["cllr.dev"]
    assert "Leaver checklist" not in heard.get("priya", "")


def test_a_leavers_access_is_told_by_the_list_alone(cast: Cast) -> None:
    there(cast)
    leaves(cast)
    with at(datetime(2026, 6, 18, 12)):
        heard = str(letters())
    assert "Leaver checklist" in heard and "Remove access" not in heard


def test_while_who_decides_is_away_the_next_hears_of_what_is_urgent(
    cast: Cast, due: list[Deadline]
) -> None:
    due += [a_thing(cast.ashford, now=True), a_thing(cast.ashford, key="calm")]
    away(cast, cast.adam)
    remind()
    assert set(mailed()) == {
        ("adam", "Do thing:1 soon"),
        ("priya", "Do thing:1 soon"),
        ("adam", "Do calm soon"),
    }


def test_midnight_wakes_nobody(cast: Cast, due: list[Deadline]) -> None:
    """Three days late since midnight, so the next office hears; at 7am."""
    due.append(a_thing(cast.ashford, WEDNESDAY, now=True))
    remind()
    assert to() == {"adam"}
    with at(datetime(2026, 6, 13, 0, 10)):
        remind()
        assert not mailed()
    with at(datetime(2026, 6, 13, 7)):
        remind()
        assert to() == {"priya"}


def test_nor_does_what_was_recorded_the_day_before(cast: Cast) -> None:
    there(cast)
    with at(datetime(2026, 6, 10, 15)):
        leaves(cast, kind="dismissal", ends_at=None)
    with at(datetime(2026, 6, 11, 0, 10)):
        assert letters() == {}
    with at(datetime(2026, 6, 11, 7)):
        assert "Leaver checklist" in letters()["adam"]


def test_but_for_what_must_be_out_before_people_are_up(cast: Cast) -> None:
    with at(datetime(2026, 6, 10, 22)):
        waiting(cast, not_after=datetime(2026, 6, 11, 6, 30, tzinfo=LONDON))
        assert letters() == {}
    with at(datetime(2026, 6, 11, 0, 10)):
        assert letters()["priya"].startswith("Approve by 6:30am today")


def test_people_are_asked_for_once_whatever_is_late(cast: Cast, due: list[Deadline]) -> None:
    people = [a_member(cast.ashford, f"Officer {n}", "events-officer") for n in range(12)]

    def cost(*late: Person) -> int:
        for model in (Reminder, Morning, OutboxMessage):
            model.objects.all().delete()
        due[:] = [
            a_thing(cast.ashford, WEDNESDAY - 4 * DAY, f"k{one.pk}", person_id=one.pk)
            for one in late
        ]
        with CaptureQueriesContext(connection) as captured:
            remind()
        return len(captured)

    # Rows are written some at a time.
    assert cost(*people) <= cost(*people[:2]) + 3


def test_what_was_heard_is_asked_for_by_what_is_due(cast: Cast, due: list[Deadline]) -> None:
    """Not by day: of something long late, all that came since would be read."""
    due.append(a_thing(cast.ashford, WEDNESDAY - timedelta(days=400)))
    with CaptureQueriesContext(connection) as captured:
        remind()
    asked: list[Any] = [
        query["sql"].split("WHERE")[1]
        for query in captured.captured_queries
        if 'FROM "councilsm_reminder"' in query["sql"]
    ]
    assert asked and all('"key" IN' in where for where in asked)
