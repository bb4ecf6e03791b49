"""What waits for somebody today, told by the features above: computed, never stored.

A feature's `due.py` registers functions under `@tells_due`; each answers for one membership with
as few questions to the database as it can, and with none where the person holds no such duty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.people.models import Membership


@dataclass(frozen=True)
class Due:
    """One line of what waits.

    Args:
        text: what waits and how many, for example "2 questions for you".
        url: where it is dealt with.
        since: when the oldest of them began to wait; None where that says nothing.
    """

    text: str
    url: str
    since: datetime | None = None


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 question", "2 questions"."""
    return f"{number} {one if number == 1 else many}"


Teller = Callable[["Membership"], Iterable[Due]]

TELLERS: list[Teller] = []


def tells_due(function: Teller) -> Teller:
    """Registers a function that says what waits for a member."""
    TELLERS.append(function)
    return function


def due_for(membership: "Membership") -> list[Due]:
    """What waits for a member, in the order in which features were registered."""
    return [due for tell in TELLERS for due in tell(membership)]
