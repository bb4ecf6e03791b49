"""What waits for somebody today, told by the features above: computed, never stored.

A feature's `due.py` registers functions under `@tells_due`, and under `@tells_coming` what happens
next without anybody doing anything; each answers for one membership with as few questions to the
database as it can, and with none where the person holds no such duty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.timesince import timesince

from councilsm.forms import LONDON, time_in_words
from councilsm.paging import COUNTED, capped

if TYPE_CHECKING:
    from accounts.people.models import Membership

HOUR = timedelta(hours=1)


class Group(Enum):
    """The parts of Home in which lines stand, each by its heading, the most urgent first."""

    TODAY = "Decide today"
    WEEKEND = "Over the weekend"
    WEEK = "Due this week"
    GAPS = "Gaps"


@dataclass(frozen=True)
class Due:
    """One line of what waits.

    Args:
        text: what waits and how many, for example "2 questions for you"; see `counted`.
        url: where it is dealt with: the list of exactly these.
        since: when the oldest of them began to wait; None where that says nothing.
        note: what else to know, in place of how long the oldest has waited.
        start: words of the button that opens the first of them, for what is done one by one.
        start_url: where that button leads.
        group: the part of Home in which it stands.
        number: how many things the line stands for, to add them up.
    """

    text: str
    url: str
    since: datetime | None = None
    note: str = ""
    start: str = ""
    start_url: str = ""
    group: Group = Group.WEEK
    number: int = 1

    @property
    def hint(self) -> str:
        """The note, or how long the oldest has waited once that is an hour: "3 days"."""
        if self.note or self.since is None or timezone.now() - self.since < HOUR:
            return self.note
        return f"The oldest has waited {timesince(self.since, depth=1)}"


@dataclass(frozen=True)
class Section:
    """One part of Home with its lines."""

    group: Group
    lines: list[Due] = field(default_factory=list)

    @property
    def key(self) -> str:
        """For the address of this part of the page."""
        return self.group.name.lower()

    @property
    def heading(self) -> str:
        return self.group.value

    @property
    def number(self) -> int:
        """How many things wait here."""
        return sum(line.number for line in self.lines)

    @property
    def count(self) -> str:
        """How many things wait here, in words; the count stops at a hundred."""
        return capped(self.number)


@dataclass(frozen=True)
class Coming:
    """One line of what comes next: "D-0007 Summer fair", until when, or when by itself."""

    text: str
    url: str
    by: datetime
    by_itself: bool = False

    @property
    def day(self) -> date:
        """The day in London."""
        return self.by.astimezone(LONDON).date()

    @property
    def hint(self) -> str:
        """At which time of that day."""
        clock = time_in_words(self.by.astimezone(LONDON))
        return f"Goes out by itself at {clock}" if self.by_itself else f"No later than {clock}"


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun: "1 question", "2 questions", "99+ questions"."""
    shown = capped(number) if number >= COUNTED else number
    return f"{shown} {one if number == 1 else many}"


def first_few(rows: Any, number: int) -> Any:
    """At most so many rows of a query, to be united with others: each has its own limit then."""
    return rows.model.objects.filter(pk__in=rows.values("pk")[:number])


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


def sections_for(membership: "Membership") -> list[Section]:
    """What waits for a member by the parts of Home, without those where nothing does.

    What is done one by one comes first in its part, else they stand as features were registered.
    """
    found = {group: Section(group) for group in Group}
    for due in sorted(due_for(membership), key=lambda due: not due.start):
        found[due.group].lines.append(due)
    return [section for section in found.values() if section.lines]


def coming_for(membership: "Membership") -> list[Coming]:
    """What comes next, the soonest first."""
    found = [coming for tell in FORETELLERS for coming in tell(membership)]
    return sorted(found, key=lambda coming: coming.by)
