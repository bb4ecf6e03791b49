"""Asking for access and deciding about it."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from accounts.dates import today
from accounts.devices.models import Device
from accounts.grants.actions import common
from accounts.grants.actions.judging import judge
from accounts.grants.lacking import require_usable
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant, GrantDecision, GrantDevice
from accounts.people.actions.common import within
from accounts.people.missing import Missing
from accounts.people.models import Membership, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken, required_words
from councilsm.tenancy import require_same_council

_S = AccessGrant.Status


@action
def request_access(
    *,
    membership: Membership,
    what: Property,
    level: str,
    why: str,
    starts_on: date,
    actor: Person,
    ends_on: date | None = None,
    direct_messages: bool = False,
    why_direct_messages: str = "",
    authorised_devices_only: bool = False,
    devices: Collection[Device] = (),
) -> AccessGrant:
    """Asks for access for oneself; or, for somebody else, as one who grants it.

    Args:
        why: why the job needs it (LLTC-12.1-a).
        starts_on, ends_on: the first day, today or later, and the last (London); no last day means
            until further notice (LLTC-12.1-b).
        direct_messages: whether they would read messages people send; needs a reason
            (LLTC-12.1-f).
        authorised_devices_only: whether it is tied to `devices` (LLTC-12.1-e).

    Raises:
        RuleBroken: the account is closed, the level does not exist there, something is left out
            or looks like a password, the days do not fit, a device is not theirs to use, they have
            it or have asked already, or the actor asks for somebody else without the duty to grant.
    """
    require_same_council(membership, what, *devices)
    if membership.person_id != actor.pk:
        actor.require_duty_at(membership.council, Duty.GRANT_ACCESS)
    what = common.lock_property(what)
    common.lock_member(membership)
    grant = AccessGrant(
        council=membership.council,
        membership=membership,
        **common.naming(what),
        level=level,
        why=why.strip(),
        direct_messages=direct_messages,
        why_direct_messages=why_direct_messages.strip() if direct_messages else "",
        authorised_devices_only=authorised_devices_only,
        status=_S.REQUESTED,
        starts_on=starts_on,
        ends_on=ends_on,
        requested_by=actor,
        requested_at=timezone.now(),
    )
    _judge_request(grant, what, membership, devices)
    common.require_none_open(membership, what, level, actor)
    return _ask(grant, devices, actor)


def _judge_request(
    grant: AccessGrant, what: Property, membership: Membership, devices: Collection[Device]
) -> None:
    refuse_secrets(grant.why, grant.why_direct_messages)
    required_words(grant.why, "Say why the job needs it.")
    if grant.direct_messages:
        required_words(grant.why_direct_messages, "Say why the job needs the direct messages.")
    if grant.authorised_devices_only and not devices:
        raise RuleBroken("Choose at least one device, or do not tie it to devices.")
    require_usable(devices, membership)
    common.require_open(what)
    common.require_level(what, grant.level)
    common.require_here(membership)
    if grant.starts_on < today():
        raise RuleBroken("Access cannot begin in the past. Choose today or a later first day.")
    within(membership, grant.starts_on, grant.ends_on)


def _ask(grant: AccessGrant, devices: Collection[Device], actor: Person) -> AccessGrant:
    council = grant.council
    grant.number = common.number(council)
    grant.save()
    if grant.authorised_devices_only:
        GrantDevice.objects.bulk_create(
            GrantDevice(council=council, grant=grant, device=device) for device in devices
        )
    deciders = Person.objects.holding(council, council.rulebook.rules.grant_access.value)
    notify(deciders.exclude(pk=actor.pk), "access_asked", council=council, grant=grant)
    new = {**common.facts(grant), "note": grant.why}
    record(Verb.GRANT_REQUESTED, grant, actor=actor, new=new)
    return grant


@action
def grant_access(
    *, grant: AccessGrant, ends_on: date | None, actor: Person, reason: str = ""
) -> AccessGrant:
    """Grants what was asked for, until a day, and tells the person in writing (LLTC-12.1-c).

    It begins today where its first day passed while it waited: nobody is let in for days gone by.

    Args:
        ends_on: the last day (London), which may differ from the one asked for.
        reason: needed where it adds an administrator beyond the council's number.

    Raises:
        Stale: somebody decided meanwhile.
        RuleBroken: the actor does not grant access, or as `judge`.
    """
    actor.require_duty_at(grant.council, Duty.GRANT_ACCESS)
    what = common.lock_property(common.property_of(grant))
    grant = common.lock(grant)
    common.require_status(grant, _S.REQUESTED)
    refuse_secrets(reason)
    grant.starts_on, grant.ends_on = max(grant.starts_on, today()), ends_on
    lacks = judge(grant, what, actor, reason)
    grant.status = _S.GRANTED
    tell(grant)
    grant.save(update_fields=["status", "starts_on", "ends_on", "told", "told_on"])
    given(grant, GrantDecision.Outcome.GRANTED, Verb.GRANT_DECIDED, actor, reason, lacks)
    _carry_on(grant, actor)
    return grant


@action
def refuse_access(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Refuses what was asked for.

    Raises:
        Stale: somebody decided meanwhile.
        RuleBroken: it is the actor's own, they do not grant access, or no reason is given.
    """
    actor.require_duty_at(grant.council, Duty.GRANT_ACCESS)
    grant = common.lock(grant)
    common.require_status(grant, _S.REQUESTED)
    common.require_other(grant, actor)
    reason = common.reason_given(reason, "Say why it is refused. They will see this.")
    grant.status = _S.REFUSED
    grant.save(update_fields=["status"])
    common.decide(grant, GrantDecision.Outcome.REFUSED, actor, reason=reason)
    notify_holder(grant, "access_refused", reason=reason)
    new = {**common.facts(grant), "reason": reason}
    record(Verb.GRANT_REFUSED, grant, actor=actor, duty=Duty.GRANT_ACCESS, new=new)
    return grant


@action
def take_back(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Takes a request back before anybody decided about it; nothing was ever set up for it.

    Raises:
        Stale: somebody decided meanwhile.
        RuleBroken: the actor does not belong to the council today, the actor neither asked for it
            nor would have it, or no reason is given.
    """
    actor.require_membership_at(grant.council)
    grant = common.lock(grant)
    common.require_status(grant, _S.REQUESTED)
    if not (common.is_own(grant, actor) or grant.requested_by_id == actor.pk):
        raise RuleBroken("Only whoever asked takes it back. You can refuse it.")
    reason = common.reason_given(reason, "Say why it is taken back.")
    common.end(grant)
    grant.removed_on, grant.removed_by = today(), actor
    grant.removed_how = "It was never set up: the request was taken back."
    grant.save(update_fields=["removed_on", "removed_by", "removed_how"])
    common.decide(grant, GrantDecision.Outcome.ENDED, actor, reason=reason)
    record(Verb.GRANT_ENDED, grant, actor=actor, new={**common.facts(grant), "reason": reason})
    return grant


def given(
    grant: AccessGrant,
    outcome: str,
    verb: Verb,
    actor: Person,
    reason: str,
    lacks: Collection[Missing],
    old: dict[str, str | None] | None = None,
) -> None:
    """Writes the decision that gives access, and the entry on the trail with what is missing."""
    common.decide(grant, outcome, actor, reason=reason.strip())
    new = {
        **common.facts(grant),
        "reason": reason.strip(),
        "told": grant.told,
        "missing": [one.what for one in lacks],
    }
    record(verb, grant, actor=actor, duty=Duty.GRANT_ACCESS, old=old, new=new)


def tell(grant: AccessGrant) -> None:
    """Writes to the person which account and level they have; never a password.

    Somebody without an address is told on paper, and until that is recorded it stays open.
    """
    grant.told, grant.told_on = "", None
    if grant.membership and grant.membership.person.email:
        notify_holder(grant, "access_granted", what=grant.what)
        grant.told, grant.told_on = AccessGrant.Told.MAIL, today()


def notify_holder(grant: AccessGrant, template: str, **context: object) -> None:
    """A message to whoever has the access; nobody where it belongs to nobody here."""
    if grant.membership:
        people = [grant.membership.person]
        notify(people, template, council=grant.council, grant=grant, **context)


def _carry_on(grant: AccessGrant, actor: Person) -> None:
    """What the member had there before and nobody took off the platform goes on as this one.

    Only where this one begins today: until its first day, what is over is to be removed.
    """
    assert grant.membership is not None
    if grant.starts_on > today():
        return
    what = common.naming(common.property_of(grant))
    same = grant.membership.access_grants.filter(**what, level=grant.level, status=_S.ENDED)
    for old in same.to_remove(today()).select_for_update(no_key=True):
        old.council, old.membership = grant.council, grant.membership
        old.continued_as, old.continued_on = grant, today()
        old.save(update_fields=["continued_as", "continued_on"])
        new = {**common.facts(old), "note": f"Goes on as {grant.reference}."}
        record(Verb.GRANT_CONTINUED, old, actor=actor, duty=Duty.GRANT_ACCESS, new=new)
        if old.confirmed_on:  # nobody took it off the platform, so this one is there
            seen = f"Goes on from {old.reference}, seen there {when_in_words(old.confirmed_on)}: "
            grant.confirmed_on, grant.confirmed_by = today(), old.confirmed_by
            grant.confirmed_how = f"{seen}{old.confirmed_how}"[:500]
            grant.save(update_fields=["confirmed_on", "confirmed_by", "confirmed_how"])
