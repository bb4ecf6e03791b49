"""Records that were made under a clause: told by the features above, which know.

A feature registers a function in its `made_under.py`:

    @tells_made_under("What was done about posts of the public")
    def entries(reader: Membership, ref: str) -> Iterable[Made]:
        ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from accounts.people.models import Membership

#: So many of the newest are shown of each kind; lists of the features hold the others.
MOST = 20


@dataclass(frozen=True)
class Made:
    """One record.

    Args:
        reference: by which it is known, and page, where it is read.
        words: what it was, in a line.
        at: when it was made.
    """

    reference: str
    page: str
    words: str
    at: datetime


#: Gives the newest records under a clause that this reader may see, newest first.
Teller = Callable[[Membership, str], Iterable[Made]]

TELLERS: dict[str, Teller] = {}


def tells_made_under(heading: str) -> Callable[[Teller], Teller]:
    """Registers a function that tells of records made under a clause, beneath a heading."""

    def register(function: Teller) -> Teller:
        TELLERS[heading] = function
        return function

    return register


def made_under(reader: Membership, ref: str) -> list[tuple[str, list[Made]]]:
    """The newest records under a clause that a reader may see, by heading; none without any."""
    told = [(heading, list(islice(tell(reader, ref), MOST))) for heading, tell in TELLERS.items()]
    return [(heading, rows) for heading, rows in told if rows]
