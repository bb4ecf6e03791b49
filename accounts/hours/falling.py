"""What falls on days: told by the features that know, so that cover can say what is at stake.

A feature's `falls.py` registers a function that makes one query for the whole time:

    @tells_falls("draft.post:")
    def drafts(viewer: Membership, first: date, last: date) -> Iterator[Fall]: ...
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from accounts.people.models import Membership
from councilsm.inbox.deadlines import PROVIDERS, Deadline


@dataclass(frozen=True)
class Fall:
    """Something that happens, or should, on a day or somewhere within some days (London).

    Args:
        text: what, and when exactly: "D-0007 Summer fair waits for approval, due ...".
        url: where it is dealt with.
    """

    first: date
    last: date
    text: str
    url: str


Teller = Callable[[Membership, date, date], Iterable[Fall]]

TELLERS: list[Teller] = []
#: How the keys of those deadlines begin of which some teller tells in its own words.
INSTEAD_OF: list[str] = []


def tells_falls(*instead_of: str) -> Callable[[Teller], Teller]:
    """Registers a function that says what falls between two days, as far as a member may see it.

    Args:
        instead_of: how the keys of deadlines begin that would say the same: "draft.post:".
    """
    INSTEAD_OF.extend(instead_of)

    def register(function: Teller) -> Teller:
        TELLERS.append(function)
        return function

    return register


def falls_between(viewer: Membership, first: date, last: date) -> list[Fall]:
    """What falls between two days and is due then, the soonest first."""
    found = [fall for tell in TELLERS for fall in tell(viewer, first, last)]
    for provider in PROVIDERS:
        if provider.__module__.startswith(__package__):
            continue  # it tells of cover itself
        for deadline in provider([viewer.council_id], first):
            if deadline.key.startswith(tuple(INSTEAD_OF)):
                continue
            if first <= deadline.due_on <= last and _concerns(deadline, viewer):
                found.append(Fall(deadline.due_on, deadline.due_on, deadline.text, deadline.url))
    return sorted(found, key=lambda fall: (fall.last, fall.first, fall.text))


def _concerns(deadline: Deadline, viewer: Membership) -> bool:
    """Whether a member would hear of a deadline; what is due to others may be theirs alone."""
    if deadline.spares(viewer.person_id):
        return False
    if deadline.duty is not None:
        return viewer.allows(deadline.duty)
    if deadline.office_id is not None:
        return deadline.office_id in viewer.offices.values()
    return deadline.person_id == viewer.person_id
