"""What waits for somebody today, told by the features above: computed, never stored.

A feature's `due.py` registers functions under `@tells_due`, and under `@tells_coming` what happens
next without anybody doing anything; each answers for one membership with as few questions to the
database as it can, and with none where the person holds no such duty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.timesince import timesince

if TYPE_CHECKING:
    from accounts.people.models import Membership

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """One line of what waits.

    Args:
        text: what waits and how many, for example "2 questions for you".
        url: where it is dealt with: the list of exactly these.
        since: when the oldest of them began to wait; None where that says nothing.
        note: what else to know, in place of how long the oldest has waited.
        start: words of the button that opens the first of them, for what is done one by one.
        start_url: where that button leads.
    """

    text: str
    url: str
    since: datetime | None = None
    note: str = ""
    start: str = ""
    start_url: str = ""

    @property
    def hint(self) -> str:
        """The note, or how long the oldest has waited once that is an hour: "3 days"."""
        if self.note or self.since is None or timezone.now() - self.since < HOUR:
            return self.note
        return f"The oldest has waited {timesince(self.since, depth=1)}"


@dataclass(frozen=True)
class Coming:
    """One line of what comes next: "D-0007 Summer fair" and until when."""

    text: str
    url: str
    by: datetime


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 question", "2 questions"."""
    return f"{number} {one if number == 1 else many}"


Teller = Callable[["Membership"], Iterable[Due]]
Foreteller = Callable[["Membership"], Iterable[Coming]]

TELLERS: list[Teller] = []
FORETELLERS: list[Foreteller] = []


def tells_due(function: Teller) -> Teller:
    """Registers a function that says what waits for a member."""
    TELLERS.append(function)
    return function


def tells_coming(function: Foreteller) -> Foreteller:
    """Registers a function that says what comes next."""
    FORETELLERS.append(function)
    return function


def due_for(membership: "Membership") -> list[Due]:
    """What waits for a member, in the order in which features were registered."""
    return [due for tell in TELLERS for due in tell(membership)]


def coming_for(membership: "Membership") -> list[Coming]:
    """What comes next, the soonest first."""
    found = [coming for tell in FORETELLERS for coming in tell(membership)]
    return sorted(found, key=lambda coming: coming.by)
