"""Asking for access and deciding about it."""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.models import Device
from accounts.grants.actions import common
from accounts.grants.lacking import require_nothing_missing
from accounts.grants.levels import Property
from accounts.grants.models import AccessGrant, GrantDecision, GrantDevice
from accounts.people.actions.common import within
from accounts.people.models import Membership, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken
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
        starts_on, ends_on: the first and last day (London); no last day means until further
            notice (LLTC-12.1-b).
        direct_messages: whether they would read messages people send; needs a reason
            (LLTC-12.1-f).
        authorised_devices_only: whether it is tied to `devices` (LLTC-12.1-e).

    Raises:
        RuleBroken: the account is closed, the level does not exist there, something is left out
            or looks like a password, the days do not fit, they have it or have asked already, or
            the actor asks for somebody else without the duty to grant.
    """
    require_same_council(membership, what, *devices)
    council: Council = membership.council
    if membership.person_id != actor.pk:
        common.require_duty(council, actor, Duty.GRANT_ACCESS)
    refuse_secrets(why, why_direct_messages)
    why = common.said(why, "Say why the job needs it.")
    if direct_messages:
        why_direct_messages = common.said(
            why_direct_messages, "Say why the job needs the direct messages."
        )
    if authorised_devices_only and not devices:
        raise RuleBroken("Choose at least one device, or do not tie it to devices.")
    common.require_open(what)
    common.require_level(what, level)
    common.require_here(membership)
    within(membership, starts_on, ends_on)
    common.require_to_come(ends_on)
    number = common.number(council)
    common.require_none_open(membership, what, level)
    grant = AccessGrant.objects.create(
        council=council,
        number=number,
        membership=membership,
        **common.of(what),
        level=level,
        why=why,
        direct_messages=direct_messages,
        why_direct_messages=why_direct_messages if direct_messages else "",
        authorised_devices_only=authorised_devices_only,
        status=_S.REQUESTED,
        starts_on=starts_on,
        ends_on=ends_on,
        requested_by=actor,
        requested_at=timezone.now(),
    )
    if authorised_devices_only:
        GrantDevice.objects.bulk_create(
            GrantDevice(council=council, grant=grant, device=device) for device in devices
        )
    deciders = Person.objects.holding(council, council.rulebook.rules.grant_access.value)
    notify(deciders.exclude(pk=actor.pk), "access_asked", council=council, grant=grant)
    record(Verb.GRANT_REQUESTED, grant, actor=actor, new={**common.facts(grant), "note": why})
    return grant


@action
def grant_access(
    *, grant: AccessGrant, ends_on: date | None, actor: Person, reason: str = ""
) -> AccessGrant:
    """Grants what was asked for, until a day, and tells the person in writing (LLTC-12.1-c).

    Args:
        ends_on: the last day (London), which may differ from the one asked for.
        reason: needed where it adds an administrator beyond the council's number.

    Raises:
        Stale: somebody decided meanwhile.
        RuleBroken: it is the actor's own, or they do not grant access; the account is closed, the
            member has left, the days do not fit, there would be too many administrators and nobody
            says why; or the council has gone live and something is missing.
    """
    common.require_duty(grant.council, actor, Duty.GRANT_ACCESS)
    what = common.property_of(grant)
    common.lock_property(what)
    grant = common.lock(grant)
    common.require_status(grant, _S.REQUESTED)
    common.require_other(grant, actor)
    membership = grant.membership
    assert membership is not None  # grant_to_somebody
    refuse_secrets(reason)
    common.require_open(what)
    common.require_here(membership)
    within(membership, grant.starts_on, ends_on)
    common.require_to_come(ends_on)
    common.require_few_administrators(grant, reason)
    lacks = require_nothing_missing(grant, list(grant.devices.all()))
    grant.status, grant.ends_on = _S.GRANTED, ends_on
    tell(grant)
    grant.save(update_fields=["status", "ends_on", "told", "told_on"])
    _carry_on(grant, actor)
    outcome = GrantDecision.Outcome.GRANTED
    common.decide(grant, outcome, actor, duty=Duty.GRANT_ACCESS, reason=reason.strip())
    record(
        Verb.GRANT_DECIDED,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        new={
            **common.facts(grant),
            "reason": reason.strip(),
            "told": grant.told,
            "missing": [one.what for one in lacks],
        },
    )
    return grant


@action
def refuse_access(*, grant: AccessGrant, reason: str, actor: Person) -> AccessGrant:
    """Refuses what was asked for.

    Raises:
        Stale: somebody decided meanwhile.
        RuleBroken: it is the actor's own, they do not grant access, or no reason is given.
    """
    common.require_duty(grant.council, actor, Duty.GRANT_ACCESS)
    grant = common.lock(grant)
    common.require_status(grant, _S.REQUESTED)
    common.require_other(grant, actor)
    refuse_secrets(reason)
    reason = common.said(reason, "Say why it is refused. They will see this.")
    grant.status = _S.REFUSED
    grant.save(update_fields=["status"])
    outcome = GrantDecision.Outcome.REFUSED
    common.decide(grant, outcome, actor, duty=Duty.GRANT_ACCESS, reason=reason)
    notify_holder(grant, "access_refused", reason=reason)
    record(
        Verb.GRANT_REFUSED,
        grant,
        actor=actor,
        duty=Duty.GRANT_ACCESS,
        new={**common.facts(grant), "reason": reason},
    )
    return grant


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
    """What the member had there before and nobody removed goes on as this one."""
    assert grant.membership is not None
    before = grant.membership.access_grants.there(today()).filter(
        **common.of(common.property_of(grant)), level=grant.level, status=_S.ENDED
    )
    before.update(removed_on=today(), removed_by=actor, removed_how=f"Goes on as {grant.reference}")
