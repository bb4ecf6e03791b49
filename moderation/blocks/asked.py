"""What a feature above tells of a block: who asked for its end, and who must not answer that.

Its `beside.py` registers a function, so that blocks ask without knowing it:

    @tells_asked
    def requests(block: Block, membership: Membership) -> Iterator[Asked]:
        ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.people.models import Membership
from councilsm.refusals import RuleBroken
from moderation.blocks.models import Block


@dataclass(frozen=True)
class Asked:
    """One request that a block ends, as far as its reader may know of it.

    Args:
        reference: of the request, with its page.
        label: where it stands, in a word.
        waits_for: who decides it while it is open, in words; empty once it is decided.
        refusal: why the reader must not decide it, while it is open; empty where they may.
        source: of that rule.
    """

    reference: str
    page: str
    label: str
    waits_for: str = ""
    refusal: str = ""
    source: str = ""


Teller = Callable[[Block, Membership], Iterable[Asked]]

TELLERS: list[Teller] = []


def tells_asked(function: Teller) -> Teller:
    """Registers a function that tells which requests are about a block."""
    TELLERS.append(function)
    return function


def asked_of(block: Block, membership: Membership) -> list[Asked]:
    """The requests about a block that a reader may know of."""
    return [one for tell in TELLERS for one in tell(block, membership)]


def require_not_refused(block: Block, membership: Membership) -> None:
    """Asserts that nobody ends a block by the way round a request that they must not decide.

    Raises:
        RuleBroken: one waits for somebody else.
    """
    for one in asked_of(block, membership):
        if one.waits_for and one.refusal:
            raise RuleBroken(
                f"{one.reference} asks for this, and waits for somebody else. {one.refusal}",
                source=one.source,
            )
