"""The duties that rest while somebody has not read a version, and those among them that they keep.

What rests at the gate is asked there (`standing.py`); this is for saying so, ahead too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.councils.rulebook import Rulebook
from accounts.people.models import Membership
from accounts.people.models.resting import kept, rests_from
from councilsm.duties import Duty
from councilsm.forms import when_in_words

#: The rule that says whether a duty rests for it.
RULE = "unread_lapse"
#: Days before a duty rests on which that is announced.
AHEAD = timedelta(days=7)

#: Asks how all of a council stand on a day.
Everybody = Callable[[date], list[Membership]]


@dataclass(frozen=True)
class Resting:
    """Duties that rest while somebody has not read a version.

    Args:
        since: each with the first day on which it rests.
        kept: those among them that nobody else could do, so that they do not rest after all; told
            from `AHEAD` of their day.
    """

    since: Mapping[Duty, date] = field(default_factory=dict)
    kept: frozenset[Duty] = frozenset()

    @property
    def first(self) -> date | None:
        """The day on which the first of them rests; None where none does."""
        return min(self.since.values()) if self.since else None

    @property
    def is_kept(self) -> bool:
        """Whether those that would rest first are kept."""
        return all(duty in self.kept for duty, day in self.since.items() if day == self.first)

    def is_near(self, day: date) -> bool:
        """Whether one rests by a day, or soon after."""
        return self.first is not None and self.first <= day + AHEAD

    def in_words(self, day: date) -> str:
        """Which rest since or from when, and which are kept; empty where none rests."""
        said = []
        if self.kept:
            several = len(self.kept) > 1
            names = quoted(duty for duty in self.since if duty in self.kept)
            said.append(
                f"Nobody else could do {names}, so {'they are' if several else 'it is'} kept"
            )
        rest = {duty: first for duty, first in self.since.items() if duty not in self.kept}
        for first in sorted(set(rest.values())):
            together = [duty for duty, begins in rest.items() if begins == first]
            verb = "rest" if len(together) > 1 else "rests"
            when = f"{'since' if first <= day else 'from'} {when_in_words(first)}"
            unless = ", unless nobody else could do it then" if first > day + AHEAD else ""
            said.append(f"{quoted(together)} {verb} {when}{unless}")
        return "; ".join(said)


NOTHING_RESTS = Resting()


def quoted(duties: Iterable[Duty]) -> str:
    """Duties as a sentence names them."""
    return " and ".join(f"“{duty.label}”" for duty in duties)


def rest_since(book: Rulebook, asked: Mapping[Duty, date]) -> dict[Duty, date]:
    """Each duty that rests while a version is unread, with the first day on which it does.

    Args:
        asked: duties for which it must be read, each with the day from which.
    """
    first = {duty: rests_from(book, since, RULE) for duty, since in asked.items()}
    first.pop(Duty.SUBMIT_DRAFTS, None)  # the way in: it never rests
    return {duty: day for duty, day in first.items() if day}


def kept_among(
    book: Rulebook, since: Mapping[Duty, date], member: int, day: date, everybody: Everybody
) -> frozenset[Duty]:
    """Those that somebody keeps, as the gate will say, of those that rest or soon will.

    Args:
        since: duties with the first day on which each would rest.
        member: the id of their membership.
    """
    found: set[Duty] = set()
    for first in {first for first in since.values() if first <= day + AHEAD}:
        on = max(first, day)
        people = everybody(on)
        if own := next((one for one in people if one.pk == member), None):
            together = [duty for duty, begins in since.items() if begins == first]
            found |= kept(book, own, together, people, on)
    return frozenset(found)
