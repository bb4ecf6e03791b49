"""What the record of one person shows beside duties: told by the features that know.

A feature's `person.py` registers a function that makes one section of the page:

    @tells_person(10)
    def access(of: Subject) -> Section: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council
from accounts.people.models import Membership
from councilsm.duties import Duty


@dataclass(frozen=True)
class Subject:
    """Whom the page is about, with what each section would else have to ask again.

    Args:
        membership: with its person.
        duties: those held today.
        has_seat: on the team today.
        is_seated: on it today, waiting to be, or still to come.
    """

    council: Council
    membership: Membership
    day: date
    duties: frozenset[Duty]
    has_seat: bool
    is_seated: bool


@dataclass(frozen=True)
class Line:
    """One thing somebody has, or lacks.

    Args:
        what: what it is called; links to `url` where there is one.
        label, colour: its state, as a tag.
        facts: what else is said of it, a line each.
        missing: in words that end a sentence, where it is missing: "training: Safe posting".
    """

    what: str
    url: str = ""
    label: str = ""
    colour: str = "grey"
    facts: Sequence[str] = ()
    missing: str = ""


@dataclass(frozen=True)
class Section:
    """One part of the page; `empty` is said where it has no lines."""

    heading: str
    lines: list[Line]
    empty: str


Teller = Callable[[Subject], Section]

TELLERS: list[tuple[int, Teller]] = []


def tells_person(order: int) -> Callable[[Teller], Teller]:
    """Registers a function that makes one section; those with a lower number stand first."""

    def register(function: Teller) -> Teller:
        TELLERS.append((order, function))
        return function

    return register


def sections_of(subject: Subject) -> list[Section]:
    """Every section, in order."""
    return [tell(subject) for _, tell in sorted(TELLERS, key=lambda pair: pair[0])]


def period(first: date, last: date | None) -> str:
    """From one day to another, or until further notice."""
    began = f"{first.day} {first:%B %Y}"
    return f"{began} to {last.day} {last:%B %Y}" if last else f"From {began}"
