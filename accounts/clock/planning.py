"""Of what a council has due, what each person is to hear now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.clock.hearers import Hearers
from accounts.clock.thresholds import newest_for_next, newest_reached
from accounts.councils.models import Council
from accounts.councils.reminding import reminders_of
from accounts.councils.rulebook import Rulebook
from accounts.people.models import Person
from councilsm.inbox.deadlines import Deadline
from councilsm.inbox.models import Reminder


@dataclass(frozen=True)
class Telling:
    """One thing that one person is to hear.

    Args:
        threshold: which it is, as `Reminder.threshold`.
        as_next: they hear because those before them did nothing, or because there is nobody.
    """

    person: Person
    deadline: Deadline
    threshold: int
    as_next: bool = False

    @property
    def text(self) -> str:
        """The line that this person reads."""
        return (self.as_next and self.deadline.to_next) or self.deadline.text

    @property
    def subject(self) -> str:
        """Of the mail where it goes alone."""
        return (self.as_next and self.deadline.to_next) or self.deadline.subject

    @property
    def is_veiled(self) -> bool:
        """Whether the thing itself is kept from this person, so that Home is all to link to."""
        return self.as_next and bool(self.deadline.to_next)


@dataclass(frozen=True)
class Today:
    """What sort of day it is for one council.

    Args:
        digests: it is morning there and today's digests are not decided.
        opens_on: the next day on which the office works; today, if it works.
        night: nobody is up yet.
        whole: all that is due is known; else the rest is told later today, where it is mended.
    """

    day: date
    digests: bool
    opens_on: date
    night: bool = False
    whole: bool = True


def may_be_told(deadline: Deadline, book: Rulebook, today: Today) -> bool:
    """Whether anybody at all is to hear of it now, if they have not yet."""
    left, ahead = deadline.days_left(today.day), days_ahead(deadline, book)
    newest = newest_reached(left, ahead)
    if newest is None:
        return False
    if deadline.now:
        # What midnight has brought can wait until people are up.
        waits = today.night and not deadline.at_night
        return not (waits and newest != newest_reached(left + 1, ahead))
    # While the office is closed, only what cannot wait until it opens.
    closed = today.day < today.opens_on
    return today.digests and not (closed and not today.day <= deadline.due_on < today.opens_on)


def days_ahead(deadline: Deadline, book: Rulebook) -> tuple[int, ...]:
    """So many days before it people hear of it: its own days, else the council's."""
    return deadline.days_before or reminders_of(book).days_before


def plan(
    council: Council, book: Rulebook, deadlines: Iterable[Deadline], today: Today
) -> list[Telling]:
    """What each person is to hear and has not; a few queries, none where nothing is reached."""
    hearers, rule = Hearers(council, book, today.day), reminders_of(book)
    found: dict[tuple[int, str], Telling] = {}
    for deadline in deadlines:
        if not may_be_told(deadline, book, today):
            continue
        left = deadline.days_left(today.day)
        newest = newest_reached(left, days_ahead(deadline, book))
        late = newest_for_next(left, rule)
        assert newest is not None  # may_be_told
        if today.night and late != newest_for_next(left + 1, rule):
            late = None  # they need not be woken either
        people = hearers.of(deadline)
        for person in people:
            found[person.pk, deadline.key] = Telling(person, deadline, newest)
        if people and late is None and not (deadline.now and hearers.all_away(people)):
            continue
        if deadline.only_them:
            continue
        for person in hearers.next_to(deadline):
            threshold = newest if late is None or not people else late
            telling = Telling(person, deadline, threshold, as_next=True)
            found.setdefault((person.pk, deadline.key), telling)
    return untold(council, list(found.values()))


def untold(council: Council, tellings: list[Telling]) -> list[Telling]:
    """Those of which their person has not heard: neither of this threshold nor of a later one."""
    if not tellings:
        return []
    rows = Reminder.objects.filter(
        council=council,
        person__in={telling.person.pk for telling in tellings},
        key__in={telling.deadline.key for telling in tellings},
    )
    told: dict[tuple[int, str, date], int] = {}
    for person, key, due_on, threshold in rows.values_list("person", "key", "due_on", "threshold"):
        what = (person, key, due_on)
        told[what] = min(threshold, told.get(what, threshold))
    return [
        telling
        for telling in tellings
        if (last := told.get(_what(telling))) is None or telling.threshold < last
    ]


def _what(telling: Telling) -> tuple[int, str, date]:
    return telling.person.pk, telling.deadline.key, telling.deadline.due_on
