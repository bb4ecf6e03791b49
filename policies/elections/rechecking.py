"""What was settled is looked at anew, as a profile is listed or the days of a period are set.

A feature above that keeps what people looked at registers a function under `@rechecks`, which is
called inside the action, so that policies call it without knowing it.
"""

from collections.abc import Callable, Iterable, Sequence

from accounts.people.models import Person
from policies.elections.models import Period

Recheck = Callable[[Period, Sequence[str], Person], Iterable[str]]

RECHECKS: list[Recheck] = []


def rechecks(function: Recheck) -> Recheck:
    """Registers a function that finds what leads to profiles, though it was settled in a period.

    It is given the period, the handles and addresses of the profiles, and who listed them or set
    the days. It gives the references of what somebody has to look at again: "D-0001".
    """
    RECHECKS.append(function)
    return function


def recheck(periods: Iterable[Period], handles: Sequence[str], actor: Person) -> dict[str, str]:
    """Has it all looked at again; for the trail, what that is."""
    found = {
        reference: None
        for period in (periods if handles else ())
        for again in RECHECKS
        for reference in again(period, handles, actor)
    }
    return {"to_look_at": ", ".join(found)} if found else {}
