"""What ends with something that it stands on: told by the features above, which know.

An account is closed, a way in is no longer used, an office is laid down. Whoever knows what stands
on it registers a function in its `ending.py`; the action that ends it calls `end_what_stands_on`.
"""

from collections.abc import Callable

from django.db import models

from accounts.people.models import Person

Ender = Callable[[models.Model, Person | None], None]

ENDERS: list[Ender] = []


def ends_with(function: Ender) -> Ender:
    """Registers a function that ends what stands on an object, within the action that ended it."""
    ENDERS.append(function)
    return function


def end_what_stands_on(ended: models.Model, actor: Person | None) -> None:
    """Ends what stands on an object that has just ended; within the action that ended it.

    Args:
        ended: as it is now, with its last day.
    """
    for end in ENDERS:
        end(ended, actor)
