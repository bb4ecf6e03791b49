"""What the tests of hours and cover share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.hours.models import Closure, WorkingPattern
from accounts.people.models import Absence, Person
from tests.accounts.absenting import member
from tests.cast import RULES, Cast, a_rulebook, chosen

#: A Monday, three weeks before the August of the tests. Its last day is the Summer bank holiday.
JULY = date(2026, 7, 13)
AUGUST = (date(2026, 8, 1), date(2026, 8, 31))


def a_closure(
    cast: Cast, first: date = AUGUST[0], last: date = AUGUST[1], name: str = "Summer closure"
) -> Closure:
    return Closure.objects.create(
        council=cast.ashford, name=name, starts_on=first, ends_on=last, recorded_by=cast.adam
    )


def away_in_august(cast: Cast, *people: Any) -> None:
    for person in people:
        Absence.objects.create(
            council=cast.ashford,
            membership=member(person),
            starts_on=AUGUST[0],
            ends_on=AUGUST[1],
            recorded_by=person,
        )


def in_july(cast: Cast) -> Cast:
    """Priya approves, Cora monitors the page, Rita is told when somebody may be at risk."""
    a_rulebook(cast.ashford, **RULES | {"safeguarding": chosen("auditor")})
    cast.page.monitored_by = cast.ashford.offices.get(key="comms-officer")
    cast.page.save(update_fields=["monitored_by"])
    return cast


def away(person: Person, first: date, last: date | None = None) -> Absence:
    theirs = member(person)
    return Absence.objects.create(
        council=theirs.council,
        membership=theirs,
        starts_on=first,
        ends_on=last or first,
        recorded_by=person,
    )


def works(person: Person, since: date, *days: str) -> None:
    theirs = member(person)
    WorkingPattern.objects.create(
        council=theirs.council,
        membership=theirs,
        starts_on=since,
        weekdays={day: ["09:00", "17:00"] for day in days},
        recorded_by=person,
    )


def a_coming_closure(cast: Cast) -> list[Any]:
    return [a_closure(cast, date(2027, 12, 24), date(2027, 12, 31), "Christmas closure").pk]


#: What the addresses of hours need.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "hours:cancel_closure": a_coming_closure,
    "hours:pattern": lambda cast: [member(cast.ana).pk],
}
