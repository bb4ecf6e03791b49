"""Permission to reach official accounts from a personal device."""

from datetime import date

from accounts.dates import today
from accounts.devices.actions.keeping import lock, require_in_use
from accounts.devices.models import Device, DevicePermission
from accounts.devices.questions import (
    commitments,
    may_allow_saved_logins,
    rule_of,
    who_allows_saved_logins,
)
from accounts.people.models import Person
from accounts.people.others import leave_to_others
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken


@action
def permit_device(
    *,
    device: Device,
    starts_on: date,
    ends_on: date,
    actor: Person,
    saved_logins: bool = False,
) -> DevicePermission:
    """Permits a personal device (FTC-6.7-b); it counts once its owner accepts the commitments.

    Args:
        ends_on: the last day (London, inclusive); never open-ended.
        saved_logins: whether logins may be saved on it.

    Raises:
        RuleBroken: the council never allows personal devices, the device is the council's, out of
            use, lost or the actor's own while somebody else could decide, the period is wrong or
            lies in the past, a permission is in force, or saved logins are another office's to
            allow.
    """
    device = lock(device)
    council = device.council
    rule = rule_of(council)
    source = council.rulebook.source_if_set("devices")
    if rule and rule.use == "never":
        raise RuleBroken("Personal devices are never used for the council here.", source=source)
    if device.belongs != Device.Belongs.PERSONAL or device.holder is None:
        raise RuleBroken("A device of the council needs no permission.")
    require_in_use(device)
    if device.losses.filter(closed_at__isnull=True).exists():
        raise RuleBroken(f"{device} is lost. Permit it once it is found.")
    _judge_period(device, starts_on, ends_on)
    _judge_permitter(device, actor, saved_logins)
    if any(one.withdrawn_on is None and one.ends_on >= today() for one in device.permissions.all()):
        raise RuleBroken("A permission for this device is there already. Withdraw it first.")
    membership = actor.membership_at(council)
    permission = DevicePermission.objects.create(
        council=council,
        device=device,
        saved_logins=saved_logins,
        starts_on=starts_on,
        ends_on=ends_on,
        commitments="\n".join(commitments(council, saved_logins=saved_logins)),
        given_by=actor,
        office_id=membership.office_for(Duty.PERMIT_DEVICES) if membership else None,
    )
    if device.holder.can_sign_in:
        notify([device.holder.person], "device_permitted", council=council, permission=permission)
    record(
        Verb.DEVICE_PERMITTED,
        permission,
        actor=actor,
        duty=Duty.PERMIT_DEVICES,
        new={
            "device": device.name,
            "starts_on": starts_on.isoformat(),
            "ends_on": ends_on.isoformat(),
            "saved_logins": saved_logins,
        },
    )
    return permission


@action
def accept_commitments(
    *, permission: DevicePermission, actor: Person, paper_reference: str = ""
) -> DevicePermission:
    """Accepts what the owner of a permitted device commits to (FTC-6.7-c, -d).

    It says that the PIN is long enough; the PIN itself is never asked for.

    Args:
        paper_reference: where the paper is kept that the owner signed; then anybody who permits
            devices may record it. Empty when the owner accepts here.

    Raises:
        RuleBroken: it was accepted, withdrawn or is over, the device is out of use, it is somebody
            else's to accept, who records the paper does not permit devices, or permitted this one
            while somebody else could.
    """
    refuse_secrets(paper_reference)
    permission = _held(permission)
    holder = permission.device.holder
    own = holder is not None and holder.person_id == actor.pk
    if not own and not paper_reference.strip():
        raise RuleBroken("Only its owner can accept this here. Record it from paper instead.")
    if own:
        actor.require_membership_at(permission.council)
    else:
        actor.require_duty_at(permission.council, Duty.PERMIT_DEVICES)
    require_in_use(permission.device)
    if not own and permission.given_by_id == actor.pk:
        leave_to_others(
            "You gave this permission, so somebody else who permits devices must see the paper.",
            Duty.PERMIT_DEVICES,
            council=permission.council,
            actor=actor,
        )
    if permission.accepted_on:
        raise RuleBroken(f"It was accepted on {when_in_words(permission.accepted_on)}.")
    _still_there(permission)
    permission.accepted_on, permission.paper_reference = today(), paper_reference
    permission.save(update_fields=["accepted_on", "paper_reference"])
    record(
        Verb.DEVICE_COMMITTED,
        permission,
        actor=actor,
        duty=None if own else Duty.PERMIT_DEVICES,
        new={"note": permission.commitments, "paper_reference": paper_reference},
    )
    return permission


@action
def withdraw_permission(
    *, permission: DevicePermission, reason: str, actor: Person
) -> DevicePermission:
    """Withdraws a permission: from today it counts no more.

    Raises:
        RuleBroken: the actor does not permit devices, it was withdrawn or is over, or no reason is
            given.
    """
    actor.require_duty_at(permission.council, Duty.PERMIT_DEVICES)
    refuse_secrets(reason)
    permission = _held(permission)
    if not reason.strip():
        raise RuleBroken("Say why you withdraw it.")
    _still_there(permission)
    permission.withdrawn_on, permission.withdrawn_by = today(), actor
    permission.withdrawn_reason = reason
    permission.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
    holder = permission.device.holder
    if holder and holder.person_id != actor.pk and holder.can_sign_in:
        people = [holder.person]
        notify(
            people, "device_permission_withdrawn", council=permission.council, permission=permission
        )
    record(
        Verb.DEVICE_PERMISSION_WITHDRAWN,
        permission,
        actor=actor,
        duty=Duty.PERMIT_DEVICES,
        new={"reason": reason},
    )
    return permission


def _judge_period(device: Device, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise RuleBroken(f"The last day cannot be before the first, {when_in_words(starts_on)}.")
    if ends_on < today():
        raise RuleBroken("The last day is over already.")
    holder = device.holder
    if holder and holder.ends_on and ends_on > holder.ends_on:
        raise RuleBroken(
            f"{holder.goes_by} leaves on {when_in_words(holder.ends_on)}. "
            "Choose a last day on or before that day."
        )


def _judge_permitter(device: Device, actor: Person, saved_logins: bool) -> None:
    council = device.council
    membership = actor.membership_at(council)
    source = council.rulebook.source_if_set("devices")
    if membership is None or not membership.allows(Duty.PERMIT_DEVICES):
        raise RuleBroken("Permission for a device is not yours to give.", source=source)
    if saved_logins and not may_allow_saved_logins(membership):
        who = who_allows_saved_logins(council)
        raise RuleBroken(
            f"Only the {who} may allow logins to be saved on a personal device.", source=source
        )
    if device.holder and device.holder.person_id == actor.pk:
        leave_to_others(
            "It is your own device, so somebody else must permit it.",
            Duty.PERMIT_DEVICES,
            council=council,
            actor=actor,
        )


def _held(permission: DevicePermission) -> DevicePermission:
    """The permission as it is now, held until the action ends."""
    permissions = permission.council.device_permissions
    return permissions.select_for_update(no_key=True).get(pk=permission.pk)


def _still_there(permission: DevicePermission) -> None:
    if permission.withdrawn_on:
        raise RuleBroken(f"It was withdrawn on {when_in_words(permission.withdrawn_on)}.")
    if permission.is_over:
        raise RuleBroken(f"It was over on {when_in_words(permission.last_day)}.")
