"""A councillor reads the warning about deciding alone, once, and names the resolution."""

from datetime import date

from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken, required_words
from moderation.drafts.alone import require_may_be_alone
from moderation.drafts.authority import offices_deciding
from moderation.drafts.models import AloneAcceptance


@action
def accept_alone(
    *, office: Office, minute: str, resolved_on: date, actor: Person
) -> AloneAcceptance:
    """Records that the warning was shown and accepted; later decisions carry the minute.

    The law lets a council give a function to a committee, an officer or another authority, not to
    one councillor (Local Government Act 1972 s.101). The council may have good reason to think that
    its resolution holds all the same; it answers for that, and the trail shows on what it relied.

    Args:
        office: of the actor's own, to which the rulebook gives the decision.
        minute, resolved_on: of the council's resolution.

    Raises:
        RuleBroken: the rulebook lets no councillor authorise, or not in this office; the actor is
            none; no minute is given, or its day is in the future.
    """
    membership = actor.require_membership_at(office.council)
    require_may_be_alone(membership.council)
    if not membership.is_councillor or office.pk not in offices_deciding(membership):
        raise RuleBroken("Only a councillor whose office authorises posts is asked for this.")
    minute = required_words(minute, "Enter the minute of the resolution.")
    if resolved_on > today():
        raise RuleBroken("The day of the resolution is in the future.")
    accepted = AloneAcceptance.objects.create(
        council=membership.council,
        person=actor,
        office=office,
        minute=minute,
        resolved_on=resolved_on,
    )
    record(
        Verb.ALONE_ACCEPTED,
        accepted,
        actor=actor,
        office_id=office.pk,
        new={
            "minute": minute,
            "resolved_on": resolved_on.isoformat(),
            "warned_of": "Local Government Act 1972 s.101",
        },
    )
    return accepted
