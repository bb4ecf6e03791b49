"""What was settled is looked at anew, as a profile is listed or the days of a period are set.

A feature above that keeps what people looked at registers a function under `@rechecks`, which is
called inside the action, so that policies call it without knowing it.
"""

from collections.abc import Callable, Iterable, Sequence

from accounts.councils.models import Council
from accounts.people.models import Person
from policies.elections.models import Period

Recheck = Callable[[Sequence[Period], Sequence[str], Person], Iterable[str]]

RECHECKS: list[Recheck] = []


def rechecks(function: Recheck) -> Recheck:
    """Registers a function that finds what leads to profiles, though it was settled in a period.

    It is given the periods, one or more of one council, the handles and addresses of the profiles,
    and who listed them or set the days. It gives the references of what somebody has to look at
    again: "D-0001".
    """
    RECHECKS.append(function)
    return function


def hold_list(council: Council) -> None:
    """Nobody else lists a profile until the action ends. Held before any row of the council's.

    Whoever lists one, and whoever settles something by the list, calls it, or holds the period
    that it is for: else the one would settle by an older list what the other does not find yet.
    """
    Council.objects.select_for_update(no_key=True).only("pk").get(pk=council.pk)


def recheck(periods: Sequence[Period], handles: Sequence[str], actor: Person) -> dict[str, str]:
    """Has it all looked at again; for the trail, what that is."""
    asked = RECHECKS if periods and handles else ()
    found = {ref: None for again in asked for ref in again(periods, handles, actor)}
    return {"to_look_at": ", ".join(found)} if found else {}
