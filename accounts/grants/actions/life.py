"""What becomes of access that somebody has: longer, suspended, given back, ended, withdrawn."""

from datetime import date

from accounts.dates import today
from accounts.grants.actions import common
from accounts.grants.actions.asking import given, notify_holder, tell
from accounts.grants.actions.judging import judge
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant, GrantDecision
from accounts.people.models import Membership, Person
from accounts.register.models import WayIn
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
        RuleBroken: the actor does not grant access, it is over already or stands on an office, the
            new day is not later, no reason is given, or as `judge`.
    """
    grant, what = _lock_for_decision(grant, actor, _S.GRANTED)
    if grant.is_over:
        raise RuleBroken(f"{grant.reference} is over. Ask for it again, so that it is decided.")
    if grant.basis == AccessGrant.Basis.OFFICE:
        raise RuleBroken(f"{grant.reference} stands on an office and ends with it.")
    if grant.ends_on is None:
        raise RuleBroken(f"{grant.reference} has no last day.")
    if ends_on and ends_on <= grant.ends_on:
        raise RuleBroken("The new last day must be later. To end it earlier, end it.")
    reason = common.reason_given(reason, "Say why it is needed for longer.")
    old = common.days(grant)
    grant.ends_on = ends_on
    lacks = judge(grant, what, actor, reason)
    tell(grant)
    grant.save(update_fields=["ends_on", "told", "told_on"])
    given(grant, _O.EXTENDED, Verb.GRANT_EXTENDED, actor, reason, lacks, old=old)
    return grant


@action
def suspend_access(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Rests access until it is given back; meanwhile it is to be taken off the platform.

    Raises:
        Stale: it is not granted any more.
        RuleBroken: it is over, the actor does not grant access, or no reason is given.
    """
    actor.require_duty_at(grant.council, Duty.GRANT_ACCESS)
    grant = common.lock(grant)
    common.require_status(grant, _S.GRANTED)
    if grant.is_over:
        raise RuleBroken(f"{grant.reference} is over already.")
    reason = common.reason_given(reason, "Say why it is suspended.")
    grant.status = _S.SUSPENDED
    grant.save(update_fields=["status"])
    notify_holder(grant, "access_ended", outcome="suspended", reason=reason)
    taken(grant, _O.SUSPENDED, Verb.GRANT_SUSPENDED, actor, reason)
    return grant


@action
def resume_access(*, grant: AccessGrant, actor: Person, reason: str = "") -> AccessGrant:
    """Gives suspended access back. Where it was taken off the platform it is set up again there.

    Args:
        reason: needed where it adds an administrator beyond the council's number.

    Raises:
        Stale: it is not suspended any more.
        RuleBroken: the actor does not grant access, its last day has passed, or as `judge`.
    """
    grant, what = _lock_for_decision(grant, actor, _S.SUSPENDED)
    refuse_secrets(reason)
    last = grant.ends_here_on
    if last and last < today():
        raise RuleBroken(f"Its last day has passed. Ask for access to {what} again.")
    lacks = judge(grant, what, actor, reason)
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
    given(grant, _O.RESUMED, Verb.GRANT_RESUMED, actor, reason, lacks)
    return grant


@action
def end_access(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Ends access at once: what was found, granted or suspended. Anybody may give up their own.

    Raises:
        Stale: it ended meanwhile.
        RuleBroken: the actor neither has it nor grants access, or no reason is given.
    """
    grant = common.lock(grant)
    own = common.is_own(grant, actor)
    if not own:
        actor.require_duty_at(grant.council, Duty.GRANT_ACCESS)
    common.require_status(grant, *common.ENDABLE)
    reason = common.reason_given(reason, "Say why it ends.")
    common.end(grant)
    if not own:
        notify_holder(grant, "access_ended", outcome="ended", reason=reason)
    taken(grant, _O.ENDED, Verb.GRANT_ENDED, actor, reason)
    return grant


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
    actor.require_duty_at(membership.council, Duty.WITHDRAW_ACCESS)
    if membership.person_id == actor.pk:
        raise RuleBroken("This is your own access. To give it up, end it.")
    reason = common.reason_given(reason, "Say how it was misused.")
    grants = _lock_all(membership, only)
    if not grants:
        raise RuleBroken(f"{membership.person} has no access that could be withdrawn.")
    for grant in grants:
        common.end(grant)
        duty = Duty.WITHDRAW_ACCESS
        taken(grant, _O.MISUSE, Verb.GRANT_WITHDRAWN, actor, reason, duty=duty)
    notify_holder(grants[0], "access_withdrawn", grants=grants, reason=reason)
    return grants


def end_with_what_it_opens(what: Property, actor: Person | None) -> None:
    """Ends all access to an account that was closed, or by a way in that is no longer used."""
    closed = f"{what} is no longer used." if isinstance(what, WayIn) else f"{what} is closed."
    rows = AccessGrant.objects.filter(**common.naming(what), status__in=common.ENDABLE)
    rows = rows.prefetch_related("membership__person").order_by("pk")
    assert actor is not None  # nothing closes by itself
    for grant in rows.select_for_update(no_key=True):
        grant.council = what.council
        for column, row in common.naming(what).items():
            setattr(grant, column, row)
        common.end(grant)
        notify_holder(grant, "access_ended", outcome="ended", reason=closed)
        taken(grant, _O.ENDED, Verb.GRANT_ENDED, actor, closed)


def _lock_all(membership: Membership, only: AccessGrant | None) -> list[AccessGrant]:
    """What a member has, held bare, with the accounts and ways in beside it (three queries)."""
    rows = membership.access_grants.filter(status__in=common.ENDABLE)
    if only is not None:
        rows = rows.filter(pk=only.pk)
    grants = list(rows.select_for_update(no_key=True).order_by("pk"))
    council = membership.council
    accounts = council.official_accounts.in_bulk({one.account_id for one in grants} - {None})
    ways_in = council.ways_in.in_bulk({one.way_in_id for one in grants} - {None})
    for grant in grants:
        grant.council, grant.membership = council, membership
        grant.account = accounts.get(grant.account_id)
        grant.way_in = ways_in.get(grant.way_in_id)
    return grants


def _lock_for_decision(
    grant: AccessGrant, actor: Person, status: str
) -> tuple[AccessGrant, Property]:
    """The grant and what it opens, held, where the actor decides and it is in this state."""
    actor.require_duty_at(grant.council, Duty.GRANT_ACCESS)
    what = common.lock_property(common.property_of(grant))
    grant = common.lock(grant)
    common.require_status(grant, status)
    common.require_other(grant, actor)
    return grant, what


def taken(
    grant: AccessGrant,
    outcome: str,
    verb: Verb,
    actor: Person,
    reason: str,
    *,
    duty: Duty = Duty.GRANT_ACCESS,
) -> None:
    """Writes the decision that takes access away, and the entry on the trail."""
    common.decide(grant, outcome, actor, duty=duty, reason=reason)
    new = {**common.facts(grant), "reason": reason, "told": grant.told}
    record(verb, grant, actor=actor, duty=duty, new=new)
