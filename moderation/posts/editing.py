"""What features above keep as new words for a post are decided.

A feature's `beside.py` registers a function, so that posts call it without knowing it:

    @keeps_edit
    def looked(change: PostChange, report: Report, in_period: str) -> None:
        ...
"""

from collections.abc import Callable

from moderation.checks.findings import Report
from moderation.posts.models import PostChange

Keeper = Callable[[PostChange, Report, str], None]

KEEPERS: list[Keeper] = []


def keeps_edit(function: Keeper) -> Keeper:
    """Registers a function that is called inside the action which decides new words for a post.

    It is given the edit, what the checks said of its words, and why they may go out in a
    pre-election period; empty where nobody asked.
    """
    KEEPERS.append(function)
    return function
