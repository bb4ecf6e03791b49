"""Access that somebody has by their office, and that nobody grants: the clerk's own.

It is recorded as standing on the clause. It ends with the office.
"""

from accounts.dates import in_force, today
from accounts.grants.actions import common
from accounts.grants.actions.judging import require_few_administrators
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.grants.offices import may_stand_on
from accounts.people.models import Appointment, Membership, Office, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council

_S = AccessGrant.Status
_O = GrantDecision.Outcome


@action
def record_by_office(
    *,
    what: Property,
    membership: Membership,
    office: Office,
    level: str,
    clause: str,
    actor: Person,
    reason: str = "",
) -> AccessGrant:
    """Records access that an office carries by itself, and that was found nowhere.

    Args:
        clause: on what it stands: the clause, the minute or the job description.
        reason: needed where it adds an administrator beyond the council's number.

    Raises:
        RuleBroken: the actor does not keep the list or records their own without granting access;
            the account is closed, the office carries no access by itself, they do not hold it
            today, there would be too many administrators and nobody says why, or they have such
            access recorded already.
    """
    require_same_council(what, membership, office)
    what = common.lock_property(what)
    common.lock_member(membership)
    grant = AccessGrant(council=what.council, starts_on=today(), **common.naming(what))
    _stand(grant, what, membership, office, level, clause, actor)
    require_few_administrators(grant, what, reason, decided_only=True)
    common.require_none_open(membership, what, level, actor)
    grant.number = common.number(grant.council)
    grant.save()
    _recorded(grant, actor, reason)
    return grant


@action
def keep_by_office(
    *,
    grant: AccessGrant,
    membership: Membership,
    office: Office,
    level: str,
    clause: str,
    actor: Person,
    reason: str = "",
) -> AccessGrant:
    """Records that access which was found is held by an office.

    Raises:
        Stale: it was confirmed or ended meanwhile.
        RuleBroken: as `record_by_office`.
    """
    require_same_council(grant, membership, office)
    what = common.lock_property(common.property_of(grant))
    common.lock_member(membership)
    grant = common.lock(grant)
    common.require_status(grant, _S.FOUND)
    _stand(grant, what, membership, office, level, clause, actor)
    require_few_administrators(grant, what, reason, decided_only=True)
    common.require_none_open(membership, what, level, actor, apart_from=grant)
    grant.save()
    _recorded(grant, actor, reason)
    return grant


def _stand(
    grant: AccessGrant,
    what: Property,
    membership: Membership,
    office: Office,
    level: str,
    clause: str,
    actor: Person,
) -> None:
    """Lets a grant stand on an office, where it can; nothing is saved."""
    council = grant.council
    own = membership.person_id == actor.pk
    actor.require_duty_at(council, *([Duty.GRANT_ACCESS] if own else common.KEEPERS))
    common.require_open(what)
    common.require_level(what, level)
    words = common.reason_given(clause, "Say on what it stands.")
    if office.key not in may_stand_on(what, membership.person):
        raise RuleBroken(
            f"The office of {office} carries no access to {what} by itself. It is asked for and "
            "granted.",
            source=common.source(council),
        )
    held = membership.appointments.filter(in_force(today()), office=office)
    appointment = held.order_by("starts_on").first()
    if appointment is None:
        raise RuleBroken(f"{membership.person} does not hold the office of {office} today.")
    ends = [day for day in (appointment.ends_on, membership.ends_on) if day]
    grant.membership, grant.office, grant.level = membership, office, level
    grant.status, grant.basis = _S.GRANTED, AccessGrant.Basis.OFFICE
    grant.clause = f"{office}: {words}"[:200]
    grant.ends_on = min(ends, default=None)


def _recorded(grant: AccessGrant, actor: Person, reason: str) -> None:
    refuse_secrets(reason)
    common.decide(grant, _O.OFFICE, actor, reason=reason.strip())
    new = {**common.facts(grant), "source": grant.clause, "reason": reason.strip()}
    record(
        Verb.GRANT_BY_OFFICE,
        grant,
        actor=actor,
        office_id=actor.office_for(grant.council, *common.KEEPERS),
        new=new,
    )


def end_with_office(appointment: Appointment, actor: Person | None) -> None:
    """Ends what stands on an office on the last day of its holder, who may have left it already."""
    last = appointment.ends_on
    assert last is not None  # it has just ended
    rows = AccessGrant.objects.filter(
        membership=appointment.membership_id,
        office=appointment.office_id,
        basis=AccessGrant.Basis.OFFICE,
        status__in=common.ENDABLE,
    ).exclude(ends_on__lte=last)
    for grant in rows.select_for_update(no_key=True):
        grant.council = appointment.council
        old = common.days(grant)
        note = f"It ends with the office of {appointment.office}."
        grant.ends_on = max(grant.starts_on, last)
        if last < grant.starts_on:  # laid down before it was recorded, so it never gave anything
            grant.status = _S.ENDED
            if actor:
                common.decide(grant, _O.ENDED, actor, reason=note)
        grant.save(update_fields=["status", "ends_on"])
        new = {**common.facts(grant), "note": note}
        record(Verb.GRANT_ENDED, grant, actor=actor, old=old, new=new)
