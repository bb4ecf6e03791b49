"""What else begins with a council that is set up from a shipped rulebook.

A feature above registers a function in one of the modules that `discover` finds; `create_council`
calls them all, within its own transaction:

    @when_set_up
    def policies(council: Council, book: Rulebook) -> None:
        ...
"""

from collections.abc import Callable

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook

Beginner = Callable[[Council, Rulebook], None]

BEGINNERS: list[Beginner] = []


def when_set_up(function: Beginner) -> Beginner:
    """Registers a function that gives a new council what comes with its rulebook."""
    BEGINNERS.append(function)
    return function


def begin_with(council: Council, book: Rulebook) -> None:
    """Gives a council, whose offices are there, all that comes with a rulebook."""
    for begin in BEGINNERS:
        begin(council, book)
