"""What of the council's falls in a period: told by the features above that know.

A feature registers a function under `@tells_falling`; each asks its own table once or twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policies.elections.models import Period

if TYPE_CHECKING:
    from accounts.people.models import Membership


@dataclass(frozen=True)
class Falling:
    """One thing that goes out, or went out, in a period.

    Args:
        text: "D-0142 Summer fair".
        url: its page.
        state: what became of it, in words: "Approved", "Scheduled on the platform", "Posted".
        when: on which day or days, in words.
        why: what somebody should look at; empty where nothing is known against it.
        to_look: nobody has looked at it since the days of the period were set.
        look_url: where that is done.
    """

    text: str
    url: str
    state: str
    when: str
    why: str = ""
    to_look: bool = False
    look_url: str = ""


Teller = Callable[[Period, "Membership"], Iterable[Falling]]

TELLERS: list[Teller] = []


def tells_falling(function: Teller) -> Teller:
    """Registers a function that says what falls in a period, as far as a member may see it."""
    TELLERS.append(function)
    return function


def falling_in(period: Period, viewer: "Membership") -> list[Falling]:
    """Everything that falls in a period, what is to be looked at first."""
    found = [one for tell in TELLERS for one in tell(period, viewer)]
    return sorted(found, key=lambda one: not one.to_look)
