"""Several departures at once: of one person, and of the two who could do something."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from accounts.dates import today
from accounts.leavers.actions import (
    cancel_departure,
    complete_task,
    end_rights,
    move_departure,
)
from accounts.leavers.tasks import end_rights as end_due
from accounts.people.actions import appoint, end_appointment
from accounts.people.models import Appointment, Person
from councilsm.refusals import RuleBroken
from tests.accounts.granting import granted, member_of
from tests.accounts.leaving import (
    DONE,
    Kind,
    State,
    Task,
    at,
    back,
    fresh,
    in_a_week,
    later,
    leaves,
    step,
)
from tests.cast import Cast, a_member

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"


@pytest.mark.parametrize("first", ["the leave", "the leaving"])
def test_the_earliest_that_stands_keeps_them_out(cast: Cast, as_: As, first: str) -> None:
    """In whichever order two departures of one person are cancelled."""
    leave = leaves(cast, kind=Kind.LONG_LEAVE, ends_at=at(today() + timedelta(days=3)))
    leaving = leaves(cast, ends_at=at(today() + timedelta(days=10)))
    order = [leave, leaving] if first == "the leave" else [leaving, leave]
    cancel_departure(departure=order[0], actor=cast.adam, why="Not after all")
    assert back(leave.membership).closes_at == order[1].ends_at
    cancel_departure(departure=order[1], actor=cast.adam, why="Not that either")
    member = back(leave.membership)
    assert (member.closes_at, member.ends_on) == (None, None)
    with later(at(today() + timedelta(days=11))):
        assert as_(fresh(cast.ana)).get(HOME).status_code == 200


def test_the_second_of_two_administrators_hands_over_though_no_worker_runs(
    cast: Cast, as_: As
) -> None:
    other = a_member(cast.ashford, "Second Admin", "administrator")
    first = leaves(cast, cast.adam, ends_at=at(today() + timedelta(days=10)), actor=fresh(other))
    assert Task.LAST_SITE_ADMIN not in set(first.tasks.values_list("kind", flat=True))
    leaves(cast, other, ends_at=at(today() + timedelta(days=5)), actor=fresh(cast.adam))
    assert Task.LAST_SITE_ADMIN in set(first.tasks.values_list("kind", flat=True))
    with later(at(today() + timedelta(days=10))):
        assert as_(fresh(cast.adam)).get("/c/ashford/people/").status_code == 200


def test_a_warning_that_was_met_and_is_not_any_more_comes_back(cast: Cast) -> None:
    second = a_member(cast.ashford, "Second Admin")
    departure = leaves(cast, cast.adam, ends_at=at(today() + timedelta(days=5)))
    office = cast.ashford.offices.get(key="administrator")
    held = appoint(
        office=office, membership=member_of(cast, second), starts_on=today(), actor=cast.adam
    )
    risk = step(departure, Task.LAST_SITE_ADMIN)
    complete_task(task=risk, done_on=today(), note=DONE, actor=fresh(second))
    end_appointment(appointment=held, ends_on=today(), actor=cast.adam)
    with later(departure.ends_at):
        end_due()
        assert step(departure, Task.LAST_SITE_ADMIN).is_open
        assert back(departure.membership).hands_over


def test_an_office_that_begins_later_is_called_off_and_given_back(cast: Cast) -> None:
    month = today() + timedelta(days=30)
    held = appoint(
        office=cast.ashford.offices.get(key="comms-officer"),
        membership=member_of(cast, cast.ana),
        starts_on=month,
        actor=cast.adam,
    )
    departure = leaves(cast)
    assert Appointment.objects.get(pk=held.pk).ends_on == month  # she has left by then
    assert back(departure.membership).ends_on == in_a_week()
    cancel_departure(departure=departure, actor=cast.adam, why="She stays")
    assert Appointment.objects.get(pk=held.pk).ends_on is None


def test_access_for_the_new_job_goes_on(cast: Cast) -> None:
    office = cast.ashford.offices.get(key="events-officer")
    departure = leaves(cast, kind=Kind.JOB_CHANGE, office=office)
    grant = granted(cast, starts_on=in_a_week() + timedelta(days=1))
    with later(departure.ends_at):
        end_rights(departure=departure)
        grant.refresh_from_db()
        assert grant.status == "granted"
        assert not departure.tasks.filter(grant=grant).exists()


def test_in_a_change_of_job_the_seat_ends_or_is_kept(cast: Cast) -> None:
    seat = cast.ashford.team_members.create(
        membership=member_of(cast, cast.ana), starts_on=today() - timedelta(days=30)
    )
    office = cast.ashford.offices.get(key="events-officer")
    task = step(leaves(cast, kind=Kind.JOB_CHANGE, office=office), Task.TEAM)
    with pytest.raises(RuleBroken, match="does not say"):
        complete_task(task=task, done_on=today(), note=DONE, actor=cast.adam)
    seat.ends_on = in_a_week()
    seat.save()
    assert complete_task(task=task, done_on=today(), note=DONE, actor=cast.adam).state == State.DONE


def test_a_leave_moves_no_later_than_the_return(cast: Cast) -> None:
    leave = leaves(cast, kind=Kind.LONG_LEAVE, back_on=today() + timedelta(days=30))
    with pytest.raises(RuleBroken, match="after the moment they go"):
        move_departure(
            departure=leave, ends_at=at(today() + timedelta(days=40)), actor=cast.adam, why="Later"
        )


def test_the_history_of_a_person_tells_what_was_planned_and_called_off(cast: Cast, as_: As) -> None:
    departure = leaves(cast)
    cancel_departure(departure=departure, actor=cast.adam, why="She stays after all")
    page = as_(cast.adam).get(departure.membership.get_absolute_url()).content.decode()
    for told in ("Leaving recorded", "Leaving cancelled", "She stays after all"):
        assert told in page
