"""What else hangs on something the public posted, as the features above tell it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from accounts.people.models import Membership
from moderation.items.models import Item


@dataclass(frozen=True)
class Linked:
    """One such thing.

    Args:
        name: with its reference.
        state: where it stands, in words.
    """

    name: str
    page: str
    state: str


Teller = Callable[[Sequence[Item], Membership], Iterable[Linked]]
TELLERS: list[Teller] = []


def tells_what_hangs_on(function: Teller) -> Teller:
    """Registers a function that says what of its feature hangs on some items, for one reader."""
    TELLERS.append(function)
    return function


def linked_to(items: Sequence[Item], reader: Membership) -> list[Linked]:
    """All of it, in the order in which features were registered."""
    return [one for tell in TELLERS for one in tell(items, reader)]
