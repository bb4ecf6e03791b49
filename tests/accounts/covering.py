"""What the tests of hours and cover share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from accounts.hours.models import Closure
from accounts.people.models import Absence
from tests.accounts.absenting import member
from tests.cast import Cast

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


def a_coming_closure(cast: Cast) -> list[Any]:
    return [a_closure(cast, date(2027, 12, 24), date(2027, 12, 31), "Christmas closure").pk]


#: What the addresses of hours need.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "hours:cancel_closure": a_coming_closure,
    "hours:pattern": lambda cast: [member(cast.ana).pk],
}
