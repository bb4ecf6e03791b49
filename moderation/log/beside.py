"""What features above tell of a profile beside its entries: that it is blocked, for example.

A feature's `beside.py` registers a function, so that the log's pages ask without knowing it:

    @tells_beside
    def blocks(author: Author) -> Iterator[Beside]:
        ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.councils.moderating import Step
from moderation.items.models import Author


@dataclass(frozen=True)
class Beside:
    """One line about a profile, or another one of the same person's.

    Args:
        author: which profile.
        reference: of what is told, and its page.
        label: a word for where it stands, with the colour of its tag.
        until: more about it, in words.
        current: it is so today, and not only since past.
        follows: the step of a rulebook's suggestion that this is.
    """

    author: Author
    reference: str
    page: str
    label: str
    colour: str
    until: str = ""
    current: bool = True
    follows: Step | None = None


Teller = Callable[[Author], Iterable[Beside]]

TELLERS: list[Teller] = []


def tells_beside(function: Teller) -> Teller:
    """Registers a function that tells of all profiles that were linked with one."""
    TELLERS.append(function)
    return function


def beside(author: Author | None) -> list[Beside]:
    """What is told of a person, over all profiles that somebody linked."""
    return [] if author is None else [line for tell in TELLERS for line in tell(author)]
