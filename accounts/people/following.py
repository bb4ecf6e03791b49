"""What follows from something done in a register: told by the features above, which know.

A removal is confirmed, a password changed, a device handed in. Whoever has something waiting for
that registers a function in its `ending.py`; the action that did it calls `tell_what_follows`.
"""

from collections.abc import Callable

from django.db import models

from accounts.people.models import Person

Follower = Callable[[models.Model, Person | None], None]

FOLLOWERS: list[Follower] = []


def follows(function: Follower) -> Follower:
    """Registers a function that carries on from something done, within the action that did it."""
    FOLLOWERS.append(function)
    return function


def tell_what_follows(done: models.Model, actor: Person | None) -> None:
    """Tells that something was done about a row; within the action that did it.

    Args:
        done: as it is now, held.
    """
    for follow in FOLLOWERS:
        follow(done, actor)
