"""The moment has come: what a departure ends here is ended, once."""

from django.utils import timezone

from accounts.dates import in_force, today
from accounts.devices.models import DevicePermission
from accounts.grants.actions import common as granting
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.leavers.actions import common
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.actions.signing_in import end_every_session
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken

Kind, State = DepartureTask.Kind, DepartureTask.State
_S = AccessGrant.Status
_O = GrantDecision.Outcome


def end_rights(
    *, departure: Departure, actor: Person | None = None, duty: Duty = Duty.MANAGE_PEOPLE
) -> Departure:
    """Ends here what a departure ends, once: whoever comes second finds it done.

    Access, permission for devices, and where they belong to no other council their sessions and
    reset links. Their membership, offices and seats ended by date already, at the moment itself.
    Other councils are untouched. Whoever is kept out for a time has their access suspended.

    Args:
        actor: None where a worker does it.
        duty: by which the actor does it, as `require_planner` told.

    Returns:
        The departure as it is now.

    Raises:
        RuleBroken: its moment has not come.
    """
    try:
        return _end(departure, actor, duty)
    except AlreadyDone as done:
        there: Departure = done.there
        return there


@action
def _end(departure: Departure, actor: Person | None, duty: Duty) -> Departure:
    departure = common.lock(departure)
    if departure.ended_at or departure.cancelled_at or departure.returned_at:
        raise AlreadyDone(f"{departure.reference} has been dealt with.", departure)
    if not departure.has_come:
        moment = when_in_words(departure.ends_at)
        raise RuleBroken(f"Their rights go on until {moment}.")
    membership = departure.membership
    common.add_tasks(departure)  # what was given since
    grants = _end_access(departure, actor, duty)
    permissions = _end_permissions(departure, actor, duty) if departure.shuts_out else 0
    sessions = departure.shuts_out and not _serves_another(membership)
    if sessions:
        end_every_session(membership.person, actor=actor, council=departure.council, duty=duty)
    common.let_hand_over(departure)
    departure.ended_at = timezone.now()
    departure.save(update_fields=["ended_at", "before"])
    common.tell_leaver(departure, "leaver_ended", actor)
    record(
        Verb.DEPARTURE_ENDED,
        departure,
        actor=actor,
        duty=duty,
        new={
            **common.facts(departure),
            "access": [grant.reference for grant in grants],
            "device_permissions": permissions,
            "sessions": sessions,
        },
    )
    return departure


def _end_access(departure: Departure, actor: Person | None, duty: Duty) -> list[AccessGrant]:
    """Ends, suspends or refuses their access, by decisions of whoever recorded the departure.

    What a change of job lets them keep goes on. Three questions, however many rows there are.
    """
    membership, council = departure.membership, departure.council
    rows = membership.access_grants.filter(status__in=granting.OPEN)
    if departure.kind == Departure.Kind.CIVIC:
        if departure.account is None:
            return []
        rows = membership.access_grants.reaching(departure.account).filter(status__in=granting.OPEN)
    if departure.kind in Departure.STAYS:
        rows = rows.filter(starts_on__lte=departure.last_day)  # what is for afterwards goes on
    kept = departure.tasks.filter(state=State.KEPT, grant__isnull=False)
    rows = rows.exclude(pk__in=kept.values("grant")).order_by("pk")
    grants = list(rows.select_for_update(no_key=True, of=("self",)))
    accounts = council.official_accounts.in_bulk({g.account_id for g in grants} - {None})
    ways_in = council.ways_in.in_bulk({g.way_in_id for g in grants} - {None})
    decisions, changed = [], []
    doer = actor.membership_at(council) if actor else None
    office_id = doer.office_for(duty) if doer else None
    departure.before["access"] = {}
    for grant in grants:
        grant.council, grant.membership = council, membership
        grant.account = accounts.get(grant.account_id)
        grant.way_in = ways_in.get(grant.way_in_id)
        was = [str(grant.status), granting.days(grant)["ends_on"]]
        if decision := end_one(grant, departure, actor, office_id):
            departure.before["access"][str(grant.pk)] = was
            decisions.append(decision)
            changed.append(grant)
    AccessGrant.objects.bulk_update(changed, ["status", "ends_on"])
    GrantDecision.objects.bulk_create(decisions)
    _close_refused(departure, [grant for grant in changed if grant.status == _S.REFUSED])
    return changed


def end_one(
    grant: AccessGrant,
    departure: Departure,
    actor: Person | None,
    office_id: int | None,
) -> GrantDecision | None:
    """Ends one access, held, because of a departure; saves neither it nor the decision.

    Its last day is the leaver's, also where a worker comes days later.

    Args:
        actor: None where a worker does it.
        office_id: of the office in which they do it; None through the team.

    Returns:
        The decision; None where it goes on as it is: over already, or asked for by somebody who
        comes back.
    """
    last = min(departure.last_day, today())
    if grant.status == _S.GRANTED and grant.ends_on and grant.ends_on < last:
        return None  # over before by its own last day
    for_a_time = departure.kind in Departure.FOR_A_TIME
    if for_a_time and grant.status != _S.GRANTED:
        return None
    old = granting.days(grant)
    if grant.status == _S.REQUESTED:
        outcome, verb, grant.status = _O.REFUSED, Verb.GRANT_REFUSED, _S.REFUSED
    elif for_a_time:
        outcome, verb, grant.status = _O.SUSPENDED, Verb.GRANT_SUSPENDED, _S.SUSPENDED
    else:
        outcome, verb, grant.status = _O.ENDED, Verb.GRANT_ENDED, _S.ENDED
        last = max(grant.starts_on, last)
        grant.ends_on = min(grant.ends_on, last) if grant.ends_on else last
    reason = f"{departure.reference}: {departure.get_kind_display().lower()}."
    new = {**granting.facts(grant), "reason": reason}
    record(verb, grant, actor=actor, office_id=office_id, old=old, new=new)
    rulebook_id = grant.council.rulebook_id
    assert rulebook_id is not None
    return GrantDecision(
        council=grant.council,
        grant=grant,
        outcome=outcome,
        reason=reason,
        decided_by_id=departure.recorded_by_id,
        rulebook_id=rulebook_id,
    )


def _close_refused(departure: Departure, grants: list[AccessGrant]) -> None:
    """Access that was only asked for is nowhere to be removed: refusing it was all."""
    departure.tasks.filter(grant__in=grants, state=State.OPEN).update(
        state=State.DONE,
        done_on=departure.last_day,
        note="Refused: it was never given.",
        closed_by=departure.recorded_by_id,
        closed_at=timezone.now(),
    )


def _end_permissions(departure: Departure, actor: Person | None, duty: Duty) -> int:
    """Ends permission for their own devices; somebody on long leave keeps it. Of how many."""
    if departure.kind == Departure.Kind.LONG_LEAVE:
        return 0
    rows = DevicePermission.objects.filter(
        council=departure.council,
        device__holder=departure.membership_id,
        withdrawn_on__isnull=True,
        ends_on__gte=today(),
    )
    reason = f"{departure.reference}: {departure.get_kind_display().lower()}."
    last = min(departure.last_day, today())
    found = list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    for permission in found:
        permission.withdrawn_on, permission.withdrawn_reason = last, reason
        permission.withdrawn_by_id = departure.recorded_by_id
        permission.council = departure.council
        new = {"reason": reason}
        record(Verb.DEVICE_PERMISSION_WITHDRAWN, permission, actor=actor, duty=duty, new=new)
    fields = ["withdrawn_on", "withdrawn_by", "withdrawn_reason"]
    DevicePermission.objects.bulk_update(found, fields)
    departure.before["permissions"] = [permission.pk for permission in found]
    return len(found)


def _serves_another(membership: Membership) -> bool:
    """Whether they can sign in for another council, whose session must go on."""
    others = Membership.objects.filter(in_force(today()), person=membership.person_id)
    others = others.filter(can_sign_in=True).exclude(pk=membership.pk).joined()
    return others.exclude(closes_at__lte=timezone.now()).exists()
