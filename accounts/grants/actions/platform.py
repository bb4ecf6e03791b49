"""What is done outside councilsm: people are told, and the platform shows access or not."""

from datetime import date

from accounts.grants.actions import common
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.following import tell_what_follows
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.files.models import StoredFile
from councilsm.refusals import RuleBroken, Stale
from councilsm.tenancy import require_same_council

_S = AccessGrant.Status


@action
def tell_on_paper(*, grant: AccessGrant, told_on: date, actor: Person) -> AccessGrant:
    """Records that the person was told on paper which account and level they have (LLTC-12.1-c).

    Raises:
        Stale: it is not granted any more.
        RuleBroken: they were told already, or the day lies in the future or before the decision.
    """
    actor.require_duty_at(grant.council, *common.KEEPERS)
    grant = common.lock(grant)
    common.require_status(grant, _S.GRANTED)
    if grant.told:
        raise RuleBroken("They were told already.")
    decided = common.decided_on(grant, *GrantDecision.GIVES)
    common.require_past(told_on, since=decided, what="it was decided")
    grant.told, grant.told_on = AccessGrant.Told.PAPER, told_on
    grant.save(update_fields=["told", "told_on"])
    record(
        Verb.GRANT_TOLD,
        grant,
        actor=actor,
        office_id=actor.office_for(grant.council, *common.KEEPERS),
        new={**common.facts(grant), "told": grant.told, "told_on": told_on.isoformat()},
    )
    return grant


@action
def confirm_on_platform(
    *, grant: AccessGrant, confirmed_on: date, how: str, actor: Person
) -> AccessGrant:
    """Records that the platform shows the access as it was granted.

    Args:
        confirmed_on: the day somebody looked (London).
        how: what was seen there, for example "Page access lists her with partial access".

    Raises:
        Stale: it is not granted any more, or confirmed already.
        RuleBroken: it is the actor's own, the person was not told in writing, the day lies in the
            future or before the grant, or nobody says how.
    """
    actor.require_duty_at(grant.council, *common.KEEPERS)
    grant = common.lock(grant)
    common.require_status(grant, _S.GRANTED)
    if grant.confirmed_on:
        raise Stale(f"{grant.reference} was confirmed already.")
    _require_somebody_else(grant, actor)
    if grant.basis == AccessGrant.Basis.REQUEST and not grant.told:
        raise RuleBroken(f"{grant.who} is told first, in writing. Record that they were.")
    granted = common.decided_on(grant, *GrantDecision.GIVES)
    common.require_past(confirmed_on, since=granted, what="it was granted")
    grant.confirmed_on, grant.confirmed_by = confirmed_on, actor
    grant.confirmed_how = common.reason_given(how, "Say what the platform shows.")
    grant.save(update_fields=["confirmed_on", "confirmed_by", "confirmed_how"])
    record(
        Verb.GRANT_CONFIRMED,
        grant,
        actor=actor,
        office_id=actor.office_for(grant.council, *common.KEEPERS),
        new={
            **common.facts(grant),
            "note": grant.confirmed_how,
            "confirmed_on": confirmed_on.isoformat(),
        },
    )
    return grant


@action
def confirm_removed(
    *,
    grant: AccessGrant,
    removed_on: date,
    how: str,
    actor: Person,
    evidence: StoredFile | None = None,
) -> AccessGrant:
    """Records that the access is gone from the platform.

    Args:
        removed_on: the day it was removed (London).
        how: what was done, for example "Removed under Page access", or "Password changed".
        evidence: a picture of it.

    Raises:
        Stale: it was removed already.
        RuleBroken: it is not over here, is the actor's own, the day lies in the
            future or before anybody saw it there, or nobody says how.
    """
    duties = (*common.KEEPERS, Duty.WITHDRAW_ACCESS)
    actor.require_duty_at(grant.council, *duties)
    return take_off(
        grant=grant,
        removed_on=removed_on,
        how=how,
        actor=actor,
        office_id=actor.office_for(grant.council, *duties),
        evidence=evidence,
    )


def take_off(
    *,
    grant: AccessGrant,
    removed_on: date,
    how: str,
    actor: Person,
    office_id: int | None,
    evidence: StoredFile | None = None,
) -> AccessGrant:
    """What `confirm_removed` does; part of an action, which has judged who may.

    A step of somebody's leaving does it too (`accounts/leavers`), by whose step it is.

    Args:
        office_id: of the office in which the actor does it; None for none.

    Raises:
        Stale: it was removed already.
        RuleBroken: it is not over here, is the actor's own, the day lies in the future or before
            anybody saw it there, or nobody says how.
    """
    require_same_council(grant, evidence)
    grant = common.lock(grant)
    if grant.removed_on:
        raise Stale(f"{grant.reference} was recorded as removed already.")
    if not grant.is_to_remove:
        raise RuleBroken(f"{grant.reference} is not to be removed: {grant.state_in_words}.")
    _require_somebody_else(grant, actor)
    common.require_past(removed_on, since=grant.confirmed_on, what="it was seen there")
    grant.removed_on, grant.removed_by = removed_on, actor
    grant.removed_how = common.reason_given(how, "Say how it was removed, and how you know.")
    grant.removal_evidence = evidence
    grant.save(update_fields=["removed_on", "removed_by", "removed_how", "removal_evidence"])
    tell_what_follows(grant, actor)
    record(
        Verb.GRANT_REMOVED,
        grant,
        actor=actor,
        office_id=office_id,
        new={
            **common.facts(grant),
            "note": grant.removed_how,
            "removed_on": removed_on.isoformat(),
            "evidence": evidence.digest if evidence else "",
        },
    )
    return grant


def _require_somebody_else(grant: AccessGrant, actor: Person) -> None:
    """Asserts that nobody vouches for their own access, but what stands on their office.

    Raises:
        RuleBroken: it is the actor's own.
    """
    if common.is_own(grant, actor) and grant.basis != AccessGrant.Basis.OFFICE:
        raise RuleBroken("This is your own access, so somebody else looks and confirms it.")
