"""What people have still to read, as lists of people show it."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from councilsm.forms import when_in_words
from policies.acknowledgements.unread import Unread


class Line(NamedTuple):
    """A version that somebody has still to read.

    Args:
        more: by when, and what follows if it stays unread.
    """

    what: str
    label: str
    colour: str
    more: str


def lines_of(found: Iterable[Unread], day: date) -> dict[int, list[Line]]:
    """What each person has still to read, by the membership's id."""
    in_words = cache(when_in_words)  # many are due on the same day
    lines: dict[int, list[Line]] = {}
    for one in found:
        late, rests = one.due_on < day, one.rests(day)
        by = f"{'It was due by' if late else 'By'} {in_words(one.due_on)}"
        lines.setdefault(one.membership_id, []).append(
            Line(
                what=f"{one.title}, {one.label}",
                label="Late" if late else "To read",
                colour="red" if late else "yellow",
                more=f"{by}. {rests}" if rests else by,
            )
        )
    return lines
