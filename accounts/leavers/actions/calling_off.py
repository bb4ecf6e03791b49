"""A departure that has not come is called off: by somebody, or because a graver one takes over."""

from django.utils import timezone

from accounts.leavers.actions import common
from accounts.leavers.actions.cutting import give_back
from accounts.leavers.models import Departure
from accounts.people.models import Person
from councilsm.audit.actions import record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty


def call_off(departure: Departure, actor: Person, why: str, duty: Duty) -> None:
    """Puts everything back as it was, within an action that holds the departure; tells nobody."""
    given = give_back(departure)
    departure.cancelled_at, departure.cancelled_by = timezone.now(), actor
    departure.cancelled_why = why
    departure.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_why"])
    new = {**common.facts(departure), "reason": why, "given_back": given}
    record(Verb.DEPARTURE_CANCELLED, departure, actor=actor, duty=duty, new=new)


def supersede(departure: Departure, actor: Person, duty: Duty) -> None:
    """Calls off what was planned for somebody who is dismissed, disqualified or dies before it.

    Nobody writes to them that their rights go on.
    """
    for other in departure.membership.departures.open():
        if takes_over(departure, other):
            other.council, other.membership = departure.council, departure.membership
            words = departure.get_kind_display().lower()
            call_off(other, actor, f"Another takes its place: {words}.", duty)


def takes_over(new: Departure, old: Departure) -> bool:
    """Whether one departure takes the place of one that is open for the same person."""
    graver = new.kind in Departure.AT_ONCE and new.leaves
    sooner = not old.has_come and new.ends_at <= old.ends_at
    return graver and old.leaves and old.kind != new.kind and sooner
