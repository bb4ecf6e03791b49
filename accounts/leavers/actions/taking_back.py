"""What was recorded by mistake: within the same day everything that it took is given back."""

from typing import Any

from django.utils import timezone

from accounts.devices.models import DevicePermission
from accounts.grants.actions import common as granting
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.leavers.actions import common
from accounts.leavers.actions.cutting import as_day, give_back
from accounts.leavers.models import Departure
from accounts.people.models import Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale, required_words

_S = AccessGrant.Status


@action
def take_back(*, departure: Departure, actor: Person, why: str) -> Departure:
    """Gives back what a departure ended that should not have: as if it had never been recorded.

    Days, offices, seats, access and permission for devices are as before, and they can sign in
    again. What somebody has taken off a platform meanwhile, or handed in, stays so.

    Raises:
        Stale: it is over, its moment has not come, or the day on which it came has passed.
        RuleBroken: the actor could not have recorded it, it is about themself, or gives no reason.
    """
    duty = common.require_planner(departure.membership, actor)
    departure = common.lock(departure)
    common.require_open(departure)
    if not departure.has_come:
        raise Stale(f"{departure.reference} has not come yet. Cancel it instead.")
    if not departure.can_be_taken_back:
        raise Stale(
            "The day on which their rights ended has passed. Somebody who comes back is added "
            "under People anew."
        )
    if departure.membership.person_id == actor.pk:
        raise RuleBroken("This is about you, so somebody else does it.")
    refuse_secrets(why)
    why = required_words(why, "Say what was wrong.")
    given = give_back(departure)
    if departure.ended_at:
        reason = f"{departure.reference} was recorded by mistake: {why}"[:500]
        given += _give_access_back(departure, actor, duty, reason)
        given += _permit_again(departure)
    departure.cancelled_at, departure.cancelled_by = timezone.now(), actor
    departure.cancelled_why = why
    departure.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_why"])
    common.tell_leaver(departure, "leaver_taken_back", actor)
    new = {**common.facts(departure), "reason": why, "given_back": given}
    record(Verb.DEPARTURE_TAKEN_BACK, departure, actor=actor, duty=duty, new=new)
    return departure


def _give_access_back(departure: Departure, actor: Person, duty: Duty, reason: str) -> list[str]:
    """Access as it was before, but what is gone from its platform; says which."""
    before: dict[str, Any] = departure.before.get("access", {})
    by_office: dict[str, Any] = departure.before.get("grants", {})  # cut short with the office
    rows = departure.membership.access_grants.filter(pk__in=before, removed_on=None)
    given = []
    for grant in rows.select_for_update(no_key=True, of=("self",)).order_by("pk"):
        grant.council, grant.membership = departure.council, departure.membership
        old = granting.days(grant)
        status, last = before[str(grant.pk)]
        grant.status, grant.ends_on = status, as_day(by_office.get(str(grant.pk), last))
        grant.save(update_fields=["status", "ends_on"])
        if status == _S.GRANTED:
            granting.decide(grant, GrantDecision.Outcome.RESUMED, actor, duty=duty, reason=reason)
        new = {**granting.facts(grant), "reason": reason}
        record(Verb.GRANT_RESUMED, grant, actor=actor, duty=duty, old=old, new=new)
        given.append(grant.reference)
    return given


def _permit_again(departure: Departure) -> list[str]:
    """Permission for their own devices that ended with it; says which."""
    rows = DevicePermission.objects.filter(
        council=departure.council, pk__in=departure.before.get("permissions", [])
    )
    given = []
    for permission in rows.select_related("device").select_for_update(of=("self",), no_key=True):
        permission.withdrawn_on, permission.withdrawn_by = None, None
        permission.withdrawn_reason = ""
        permission.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
        given.append(str(permission))
    return given
