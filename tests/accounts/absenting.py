"""What the tests of being away share."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from accounts.dates import today
from accounts.people.models import Absence, Membership, Person
from tests.cast import OFFICES, RULES, Cast, a_rulebook, chosen

#: The clerk's place is taken by the communications officer, hers by the events officer.
COVER = RULES | {"cover": chosen(["town-clerk", "comms-officer", "events-officer"])}


def member(person: Person) -> Membership:
    return person.memberships.get()


def away(cast: Cast, person: Person, starts: int = 0, ends: int | None = 3, **more: Any) -> Absence:
    """Somebody is away, from so many days ahead to so many."""
    return Absence.objects.create(
        council=cast.ashford,
        membership=member(person),
        starts_on=today() + timedelta(days=starts),
        ends_on=None if ends is None else today() + timedelta(days=ends),
        recorded_by=person,
        **more,
    )


def typed(name: str, day: date | None) -> dict[str, str]:
    """A date as a form posts it."""
    return {name: f"{day.day} {day.month} {day.year}" if day else ""}


def anas(cast: Cast) -> list[int]:
    return [away(cast, cast.ana).pk]


#: What the addresses of absences need.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "people:absence_change": anas,
    "people:absence_end": anas,
}
__all__ = ["ADDRESSES", "COVER", "OFFICES", "a_rulebook", "away", "member", "typed"]
