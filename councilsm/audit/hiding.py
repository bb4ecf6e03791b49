"""Entries of the trail that a page leaves out for one reader: a case about the clerk, for example.

The chain holds them all and verification reads them all; only lists of the trail ask here. A
feature's `discretion.py` registers a function that says what of it one reader may not see:

    @hides_from
    def of_cases(reader: Membership) -> Q:
        return about(reader.council.cases.exclude(pk__in=...))
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet

#: Takes the reader's membership; gives the events that they may not see, `Q()` for none.
Hider = Callable[[Any], Q]

HIDERS: list[Hider] = []


def hides_from(function: Hider) -> Hider:
    """Registers a function that says which events a reader may not see."""
    HIDERS.append(function)
    return function


def about(rows: QuerySet[Any]) -> Q:
    """The events about some rows, by a subquery."""
    return Q(object_kind=rows.model._meta.label_lower, object_id__in=rows.values("pk"))


def hidden_from(reader: Model) -> Q:
    """The events that a reader may not see, to be excluded.

    Args:
        reader: their membership.
    """
    hidden = Q()
    for hider in HIDERS:
        hidden |= hider(reader)
    return hidden
