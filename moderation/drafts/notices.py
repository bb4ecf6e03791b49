"""What features above want read on the page of a draft: that an election was called since.

A feature's `beside.py` registers a function, so that drafts ask without knowing it:

    @tells_notice
    def in_a_period(draft: Draft, reader: Membership) -> Iterator[Notice]:
        ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.people.models import Membership
from moderation.drafts.models import Draft


@dataclass(frozen=True)
class Notice:
    """One thing that stands against something, until somebody has decided about it.

    Args:
        sentence: what, and what waits for that.
        source: the clause or the law.
        page: where it is decided, for a reader who may; empty for others.
        label: of the link there.
        who: who decides it, for a reader who may not.
    """

    sentence: str
    source: str
    page: str = ""
    label: str = ""
    who: str = ""


Teller = Callable[[Draft, Membership], Iterable[Notice]]

TELLERS: list[Teller] = []


def tells_notice(function: Teller) -> Teller:
    """Registers a function that says what stands against a draft, as its reader may see it."""
    TELLERS.append(function)
    return function


def notices(draft: Draft, reader: Membership) -> list[Notice]:
    """Everything that features above have to say on the page of a draft."""
    return [notice for tell in TELLERS for notice in tell(draft, reader)]
