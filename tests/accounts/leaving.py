"""Leaving for tests, made by the actions that people use: Ana leaves Ashford, Adam plans it."""

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import time_machine

from accounts.dates import LONDON, today
from accounts.devices.actions import add_device
from accounts.devices.models import Device
from accounts.leavers.actions import complete_task, record_departure, set_aside_task
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Membership, Person
from accounts.register.actions import add_way_in
from accounts.register.models import WayIn
from tests.accounts.granting import member_of, there
from tests.cast import Cast

Kind = Departure.Kind
Task = DepartureTask.Kind
State = DepartureTask.State

DONE = "Looked: they are not on the list any more"


def at(day: date, clock: time = time(17)) -> datetime:
    """A moment in London."""
    return datetime.combine(day, clock, tzinfo=LONDON)


def in_a_week() -> date:
    return today() + timedelta(days=7)


def later(moment: datetime) -> AbstractContextManager[Any]:
    """It is a minute after a moment, with nothing run in between."""
    return time_machine.travel(moment + timedelta(minutes=1), tick=False)


def leaves(cast: Cast, person: Person | None = None, **more: Any) -> Departure:
    """Ana, or somebody else, leaves in a week; Adam records it."""
    values = {"kind": Kind.PLANNED, "ends_at": at(in_a_week()), "actor": cast.adam, **more}
    member = values.pop("membership", None) or member_of(cast, person or cast.ana)
    return record_departure(membership=member, **values)


def shared_login(cast: Cast, **more: Any) -> WayIn:
    """Ashford's X login, whose password several people know."""
    facts = {"kind": "login", "name": "X", "platform": "x", "is_shared": True, **more}
    return add_way_in(council=cast.ashford, accounts=[cast.page], actor=cast.adam, **facts)


def knows(cast: Cast, way_in: WayIn, person: Person | None = None) -> None:
    """Ana, or somebody else, has the shared login."""
    there(cast, person, what=way_in, level="shared")


def device_of(cast: Cast, person: Person | None = None, **more: Any) -> Device:
    """Ana's own telephone, which she entered."""
    person = person or cast.ana
    values = {"name": "Ana’s phone", "kind": "phone", "belongs": "personal", **more}
    actor = values.pop("actor", person)
    holder = member_of(cast, person)
    return add_device(council=cast.ashford, holder=holder, starts_on=today(), actor=actor, **values)


def steps(departure: Departure) -> set[tuple[str, str]]:
    """What kind of step stands in which state."""
    return set(departure.tasks.values_list("kind", "state"))


def step(departure: Departure, kind: str) -> DepartureTask:
    """Its only step of a kind, as it is now."""
    return departure.tasks.get(kind=kind)


def close_all(departure: Departure, actor: Person) -> None:
    """Does every step, says that offices stay vacant, and records each risk with a plan."""
    passwords_first = [*departure.tasks.filter(state=State.OPEN, kind=Task.PASSWORD)]
    for task in [*passwords_first, *departure.tasks.filter(state=State.OPEN)]:
        task.refresh_from_db()
        if not task.is_open:
            continue  # a shared login goes with its password
        if task.is_risk:
            set_aside_task(
                task=task, state=State.ACCEPTED, note="The clerk advertises", actor=actor
            )
        elif task.kind in (Task.OFFICE, Task.TEAM):
            set_aside_task(
                task=task, state=State.NOT_APPLICABLE, note="It stays vacant", actor=actor
            )
        else:
            complete_task(task=task, done_on=today(), note=DONE, actor=actor)


def fresh(person: Person) -> Person:
    """Somebody as they are now: with the version of their sessions that counts."""
    return Person.objects.get(pk=person.pk)


def back(membership: Membership) -> Membership:
    """A membership as it is now."""
    return Membership.objects.get(pk=membership.pk)
