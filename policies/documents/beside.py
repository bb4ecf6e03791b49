"""What features above tell of each policy, beside it in the library and on its page.

A feature's own `beside.py` registers one function; the library shows what it returns as a column,
the page of a policy as a line. So the library knows nothing of reviews or of reading::

    @tells_of_policies("Review", order=1)
    def reviews(membership: Membership, day: date) -> dict[int, Told]:
        ...  # of all policies of the membership's council, in a fixed number of queries
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.people.models import Membership


@dataclass(frozen=True)
class Told:
    """What one feature tells of one policy.

    Args:
        label: in a word or two, shown as a tag: "Overdue".
        colour: of the tag: red, yellow, green, grey and so on.
        more: a line below it: "since 1 November 2026".
        url: where more is said; empty for nowhere.
    """

    label: str
    colour: str = "grey"
    more: str = ""
    url: str = ""


Teller = Callable[[Membership, date], dict[int, Told]]


@dataclass(frozen=True)
class Column:
    """One feature's column: its heading, what it tells by policy, and where it stands."""

    heading: str
    tell: Teller
    order: int


COLUMNS: list[Column] = []


def tells_of_policies(heading: str, *, order: int) -> Callable[[Teller], Teller]:
    """Registers a function that tells of every policy of a member's council, by the policy's id."""

    def register(function: Teller) -> Teller:
        COLUMNS.append(Column(heading, function, order))
        COLUMNS.sort(key=lambda column: column.order)
        return function

    return register


def told(membership: Membership, day: date) -> list[tuple[str, dict[int, Told]]]:
    """Every column: its heading, and what is told by the policy's id."""
    return [(column.heading, column.tell(membership, day)) for column in COLUMNS]
