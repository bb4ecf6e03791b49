"""What the pages of leaving post, and what to put into their addresses."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from accounts.dates import today
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Person
from tests.accounts.changing import in_boxes
from tests.accounts.granting import member_of, there
from tests.accounts.leaving import Kind, leaves
from tests.accounts.registering import a_login
from tests.cast import Cast


def with_ways_in(cast: Cast, **more: Any) -> Departure:
    """Ana has access to the page, knows a shared login, and leaves."""
    there(cast)
    there(cast, what=a_login(cast, is_shared=True), level="shared")
    return leaves(cast, **more)


def a_task(cast: Cast, **more: Any) -> DepartureTask:
    """That she is taken off the page."""
    departure = with_ways_in(cast, **more)
    return departure.tasks.get(kind=DepartureTask.Kind.ACCESS, account=cast.page)


def own_task(cast: Cast) -> DepartureTask:
    """That she takes herself off every account, where no rule of Ashford's asks for it."""
    departure = leaves(cast)
    return departure.tasks.create(
        council=cast.ashford,
        kind=DepartureTask.Kind.SELF_REMOVAL,
        what="She takes herself off every account",
        subject="self",
        due_on=departure.last_day,
    )


def typed(cast: Cast, person: Person, kind: str = Kind.PLANNED, **more: Any) -> dict[str, Any]:
    """What the page that records it posts."""
    return {
        "membership": member_of(cast, person).pk,
        "kind": kind,
        **in_boxes("last_day", today() + timedelta(days=7)),
        "last_time": "4pm",
        "minute": "26/77",
        "note": "Moves to Bedford",
        **more,
    }


def _number(cast: Cast) -> list[Any]:
    return [leaves(cast).number]


def _task(cast: Cast) -> list[Any]:
    task = a_task(cast)
    return [task.departure.number, task.pk]


def _own(cast: Cast) -> list[Any]:
    task = own_task(cast)
    return [task.departure.number, task.pk]


#: What to put into each address of leaving, after the council's.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    **dict.fromkeys(
        ("leavers:list", "leavers:tasks", "leavers:new", "leavers:election"), lambda cast: []
    ),
    **dict.fromkeys(
        (
            *("leavers:detail", "leavers:move", "leavers:cancel", "leavers:mistake"),
            *("leavers:attest", "leavers:refresh"),
        ),
        _number,
    ),
    "leavers:back": lambda cast: [leaves(cast, kind=Kind.LONG_LEAVE).number],
    "leavers:task": _task,
    "leavers:set_aside": _task,
    "leavers:reopen": _task,
    "leavers:self_removal": _own,
}
