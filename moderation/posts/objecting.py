"""What features above have against a post that was approved: that an election was called since.

A feature's `beside.py` registers its functions, so that posts ask without knowing it.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from councilsm.refusals import RuleBroken
from moderation.drafts.models import Revision

Objector = Callable[[Revision, date, datetime | None], Iterable[RuleBroken]]
Stop = Callable[[], Any]

OBJECTORS: list[Objector] = []
STOPS: list[Stop] = []


def objects(function: Objector) -> Objector:
    """Registers a function that says why a revision must not go out on a day (London).

    Given a moment too, it says only what was known by then.
    """
    OBJECTORS.append(function)
    return function


def stops(function: Stop) -> Stop:
    """Registers a condition on scheduled targets: those that are to be cancelled there for now."""
    STOPS.append(function)
    return function
