"""What becomes of access that somebody has: longer, suspended, given back, ended, withdrawn."""

from datetime import date

from accounts.dates import today
from accounts.grants.actions import common
from accounts.grants.actions.asking import notify_holder, tell
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.actions.common import within
from accounts.people.models import Membership, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken

_S = AccessGrant.Status
_O = GrantDecision.Outcome


@action
def extend_access(
    *, grant: AccessGrant, ends_on: date | None, reason: str, actor: Person
) -> AccessGrant:
    """Gives access for longer: a new decision, while the old one still runs (LLTC-12.1-b).

    Args:
        ends_on: the new last day (London); None until further notice.

    Raises:
        Stale: it is not granted any more.
        RuleBroken: it is the actor's own or they do not grant access, it is over already, the new
            day is not later, or no reason is given.
    """
    grant = _lock_for_decision(grant, actor, _S.GRANTED)
    if grant.is_over:
        raise RuleBroken(f"{grant.reference} is over. Ask for it again, so that it is decided.")
    if grant.ends_on is None:
        raise RuleBroken(f"{grant.reference} has no last day.")
    if ends_on and ends_on <= grant.ends_on:
        raise RuleBroken("The new last day must be later. To end it earlier, end it.")
    assert grant.membership is not None
    within(grant.membership, grant.starts_on, ends_on)
    reason = common.said(reason, "Say why it is needed for longer.")
    old = common.days(grant)
    grant.ends_on = ends_on
    tell(grant)
    grant.save(update_fields=["ends_on", "told", "told_on"])
    return _decided(grant, _O.EXTENDED, Verb.GRANT_EXTENDED, actor, reason, old=old)


@action
def suspend_access(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Rests access until it is given back; meanwhile it is to be taken off the platform.

    Raises:
        Stale: it is not granted any more.
        RuleBroken: it is over, the actor does not grant access, or no reason is given.
    """
    common.require_duty(grant.council, actor, Duty.GRANT_ACCESS)
    grant = common.lock(grant)
    common.require_status(grant, _S.GRANTED)
    if grant.is_over:
        raise RuleBroken(f"{grant.reference} is over already.")
    reason = _reason(reason, "Say why it is suspended.")
    grant.status = _S.SUSPENDED
    grant.save(update_fields=["status"])
    notify_holder(grant, "access_ended", outcome="suspended", reason=reason)
    return _decided(grant, _O.SUSPENDED, Verb.GRANT_SUSPENDED, actor, reason)


@action
def resume_access(*, grant: AccessGrant, actor: Person, reason: str = "") -> AccessGrant:
    """Gives suspended access back. Where it was taken off the platform it is set up again there.

    Raises:
        Stale: it is not suspended any more.
        RuleBroken: it is the actor's own or they do not grant access, or its last day has passed.
    """
    grant = _lock_for_decision(grant, actor, _S.SUSPENDED)
    refuse_secrets(reason)
    last = grant.ends_here_on
    if last and last < today():
        raise RuleBroken(f"Its last day has passed. Ask for {grant.what} again.")
    grant.status = _S.GRANTED
    if grant.removed_on:
        grant.confirmed_on, grant.confirmed_by, grant.confirmed_how = None, None, ""
        grant.removed_on, grant.removed_by, grant.removed_how = None, None, ""
        grant.removal_evidence = None
    tell(grant)
    grant.save(
        update_fields=[
            "status", "told", "told_on", "confirmed_on", "confirmed_by", "confirmed_how",
            "removed_on", "removed_by", "removed_how", "removal_evidence",
        ]
    )  # fmt: skip
    return _decided(grant, _O.RESUMED, Verb.GRANT_RESUMED, actor, reason.strip())


@action
def end_access(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Ends access at once: what was found, granted or suspended. Anybody may give up their own.

    Raises:
        Stale: it ended meanwhile.
        RuleBroken: the actor neither has it nor grants access, or no reason is given.
    """
    grant = common.lock(grant)
    own = grant.membership is not None and grant.membership.person_id == actor.pk
    if not own:
        common.require_duty(grant.council, actor, Duty.GRANT_ACCESS)
    common.require_status(grant, *ENDABLE)
    reason = _reason(reason, "Say why it ends.")
    _end(grant)
    if not own:
        notify_holder(grant, "access_ended", outcome="ended", reason=reason)
    return _decided(grant, _O.ENDED, Verb.GRANT_ENDED, actor, reason)


@action
def withdraw_for_misuse(
    *, membership: Membership, reason: str, actor: Person, only: AccessGrant | None = None
) -> list[AccessGrant]:
    """Takes access away for misuse, at once: all that a member has, or one (FTC-9-b).

    Args:
        only: the one that is withdrawn; None for all of them.

    Returns:
        What was withdrawn; whatever of it is on a platform is now to be removed there.

    Raises:
        RuleBroken: the actor may not withdraw access, it is their own, the member has none, or no
            reason is given.
    """
    council = membership.council
    if not _may(actor, membership, Duty.WITHDRAW_ACCESS):
        raise RuleBroken(
            "You may not withdraw access for misuse.",
            source=common.source(council, "withdraw_access"),
        )
    if membership.person_id == actor.pk:
        raise RuleBroken("This is your own access. To give it up, end it.")
    reason = _reason(reason, "Say how it was misused.")
    rows = membership.access_grants.filter(status__in=ENDABLE)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    grants = list(rows.select_for_update(no_key=True).order_by("pk"))
    if not grants:
        raise RuleBroken(f"{membership.person} has no access that could be withdrawn.")
    for grant in grants:
        grant.council, grant.membership = council, membership
        _end(grant)
        common.decide(grant, _O.MISUSE, actor, duty=Duty.WITHDRAW_ACCESS, reason=reason)
        record(
            Verb.GRANT_WITHDRAWN,
            grant,
            actor=actor,
            duty=Duty.WITHDRAW_ACCESS,
            new={**common.facts(grant), "reason": reason},
        )
    notify_holder(grants[0], "access_withdrawn", grants=grants, reason=reason)
    return grants


#: What can be ended: whatever might be used now or later.
ENDABLE = (_S.FOUND, _S.GRANTED, _S.SUSPENDED)


def _end(grant: AccessGrant) -> None:
    grant.status = _S.ENDED
    last = common.last_day(grant.starts_on)
    grant.ends_on = min(grant.ends_on, last) if grant.ends_on else last
    grant.save(update_fields=["status", "ends_on"])


def _may(actor: Person, membership: Membership, duty: Duty) -> bool:
    acting = actor.membership_at(membership.council)
    return acting is not None and acting.allows(duty)


def _lock_for_decision(grant: AccessGrant, actor: Person, status: str) -> AccessGrant:
    """The grant, where the actor may decide about it and it is in this state."""
    common.require_duty(grant.council, actor, Duty.GRANT_ACCESS)
    grant = common.lock(grant)
    common.require_status(grant, status)
    common.require_other(grant, actor)
    return grant


def _reason(words: str, otherwise: str) -> str:
    refuse_secrets(words)
    return common.said(words, otherwise)


def _decided(
    grant: AccessGrant,
    outcome: str,
    verb: Verb,
    actor: Person,
    reason: str,
    old: dict[str, str | None] | None = None,
) -> AccessGrant:
    """Writes the decision and the entry on the trail."""
    common.decide(grant, outcome, actor, duty=Duty.GRANT_ACCESS, reason=reason)
    record(
        verb,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        old=old,
        new={**common.facts(grant), "reason": reason},
    )
    return grant
