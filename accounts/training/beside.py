"""What features above tell of people beside their training, in the list of who has done what.

A feature's own `beside.py` registers a function that tells of many people at once:

    @tells_beside_training("Policies read")
    def policies(council: Council, members: Sequence[Membership], day: date) -> dict[int, Told]: ...
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council
from accounts.people.models import Membership


@dataclass(frozen=True)
class Told:
    """What is told of one person.

    Args:
        label, colour: where it stands, as a tag.
        more: a line below it.
    """

    label: str
    colour: str = "grey"
    more: str = ""


#: By the membership's id; of whom there is nothing to tell, nothing.
Teller = Callable[[Council, Sequence[Membership], date], dict[int, Told]]

TELLERS: dict[str, Teller] = {}


def tells_beside_training(heading: str) -> Callable[[Teller], Teller]:
    """Registers a function that tells of people, and what its column is called."""

    def register(function: Teller) -> Teller:
        TELLERS[heading] = function
        return function

    return register


def beside(
    council: Council, members: Sequence[Membership], day: date
) -> dict[str, dict[int, Told]]:
    """Every column in which there is something to tell of some people, by its heading."""
    columns = {heading: tell(council, members, day) for heading, tell in TELLERS.items()}
    return {heading: told for heading, told in columns.items() if told}
