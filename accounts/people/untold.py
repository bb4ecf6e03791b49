"""An ending of which somebody is not told yet: pages that they read say nothing of its last day."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from accounts.dates import today
from accounts.people.models import Membership

#: Takes somebody's membership; says whether they may not know yet that it, or an office, ends.
Keeper = Callable[[Membership], bool]

KEEPERS: list[Keeper] = []


def keeps_ending(function: Keeper) -> Keeper:
    """Registers who keeps an ending from whom it is about; in a feature's `discretion.py`."""
    KEEPERS.append(function)
    return function


def leave_out_ending(viewer: Membership, rows: Iterable[Any]) -> bool:
    """Takes last days to come off somebody's own rows, where they are not told of them yet.

    Args:
        rows: memberships, appointments and seats, of anybody.

    The rows are changed for the page alone: never save them. A query, where a moment is set.

    Returns:
        Whether something was kept from them.
    """
    if viewer.closes_at is None or viewer.is_closed or not any(keep(viewer) for keep in KEEPERS):
        return False
    day = today()
    for row in rows:
        own = row.pk if isinstance(row, Membership) else row.membership_id
        if own == viewer.pk and _to_come(row.ends_on, day):
            row.ends_on = None
        if own == viewer.pk and isinstance(row, Membership):
            row.closes_at = None
    return True


def _to_come(last: date | None, day: date) -> bool:
    return last is not None and last >= day
