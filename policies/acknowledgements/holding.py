"""What people hold in their own right: offices and a seat on the admin team, and since when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.councils.rulebook import Rulebook
from accounts.people.models import Membership
from councilsm.duties import Duty
from policies.acknowledgements.asked_sql import HELD, ask, numbers


@dataclass(frozen=True)
class Held:
    """What somebody holds in their own right: offices by keys, a seat, since when the last."""

    offices: frozenset[str] = frozenset()
    on_team: bool = False
    since: date = date.min

    def duties(self, book: Rulebook, *, can_sign_in: bool) -> set[Duty]:
        """The duties that this gives somebody; who does not sign in has none here."""
        if not can_sign_in:
            return set()
        return set(book.duties_of(set(self.offices), team=self.on_team))


NOTHING = Held()


def held_in(councils: Collection[int], day: date, *, only: str = "") -> dict[int, dict[int, Held]]:
    """What everybody of some councils (ids) holds on a day, by council and membership; one query.

    Args:
        only: a condition more, in SQL, of `own`, the appointment or the seat.
    """
    found: dict[int, dict[int, Held]] = {}
    for council, member, office, began in ask(HELD, councils, day, only=only):
        theirs = found.setdefault(council, {})
        had, since = theirs.get(member, NOTHING), date.fromisoformat(began)
        offices = had.offices | {office} if office else had.offices
        theirs[member] = Held(offices, had.on_team or not office, max(since, had.since))
    return found


def held_by(members: Sequence[Membership], day: date) -> dict[int, Held]:
    """What each of some people of one council holds on a day, by the membership's id; one query."""
    council, these = members[0].council_id, numbers([member.pk for member in members])
    only = f"AND own.membership_id IN ({these})"
    return held_in([council], day, only=only).get(council, {})
