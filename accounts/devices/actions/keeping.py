"""The register of devices."""

from datetime import date
from typing import Any
from uuid import UUID

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.models import Device
from accounts.people.actions.common import lock_people
from accounts.people.following import tell_what_follows
from accounts.people.models import Membership, Person
from accounts.people.others import leave_to_others
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.plain_words import refuse_hidden
from councilsm.refusals import AlreadyDone, RuleBroken
from councilsm.tenancy import require_same_council

#: Whoever holds one of these keeps the register of devices; others enter their own.
KEEPERS = (Duty.PERMIT_DEVICES, Duty.KEEP_REGISTER)


def keeps_devices(membership: Membership | None) -> bool:
    """Whether somebody keeps the register of devices."""
    return membership is not None and any(membership.allows(duty) for duty in KEEPERS)


@action
def add_device(
    *,
    council: Council,
    name: str,
    kind: str,
    belongs: str,
    holder: Membership | None,
    starts_on: date,
    actor: Person,
    asset_number: str = "",
    form_key: UUID | None = None,
) -> Device:
    """Enters a device: the council's, or somebody's own (FTC-4-c).

    Args:
        form_key: of the page that it comes from, which enters one however often it is sent.

    Raises:
        AlreadyDone: the actor has sent this page before; with the device that it entered.
        RuleBroken: a personal one has no holder, its holder leaves before it begins, or the actor
            keeps no register and it is not their own.
    """
    refuse_secrets(name, asset_number)
    refuse_hidden(name, asset_number)
    lock_people(council)  # holds back a second click until the first has entered it
    sent = council.devices.filter(entered_by=actor, form_key=form_key) if form_key else None
    if sent and (before := sent.first()):
        raise AlreadyDone(f"This page has already entered {before}.", before)
    judge(council, belongs, holder, starts_on, actor)
    device = Device.objects.create(
        council=council,
        name=name,
        kind=kind,
        belongs=belongs,
        holder=holder,
        asset_number=asset_number,
        starts_on=starts_on,
        entered_by=actor,
        form_key=form_key,
    )
    record(Verb.DEVICE_ADDED, device, actor=actor, new=as_is(device))
    return device


@action
def change_device(
    *,
    device: Device,
    name: str,
    kind: str,
    belongs: str,
    holder: Membership | None,
    actor: Person,
    asset_number: str = "",
) -> Device:
    """Changes a device's particulars.

    Raises:
        RuleBroken: as `add_device` does, it is out of use, it is neither the actor's own nor
            theirs to keep, they would call their own the council's while somebody else could, or
            it was permitted and would become somebody else's: enter that as a new device.
    """
    refuse_secrets(name, asset_number)
    refuse_hidden(name, asset_number)
    device = lock(device)
    require_in_use(device)
    require_change(device, actor)
    judge(device.council, belongs, holder, device.starts_on, actor)
    becomes_the_councils = belongs == Device.Belongs.COUNCIL != device.belongs
    if becomes_the_councils and device.holder and device.holder.person_id == actor.pk:
        leave_to_others(
            "It is your own device, so somebody else must say that it is the council’s.",
            *KEEPERS,
            council=device.council,
            actor=actor,
        )
    if (belongs, holder) != (device.belongs, device.holder) and device.permissions.exists():
        raise RuleBroken(
            "Permission was given for it as it is. Take it out of use and enter it anew."
        )
    old = as_is(device)
    device.name, device.kind, device.belongs = name, kind, belongs
    device.holder, device.asset_number = holder, asset_number
    device.save(update_fields=["name", "kind", "belongs", "holder", "asset_number"])
    tell_what_follows(device, actor)
    record(Verb.DEVICE_CHANGED, device, actor=actor, old=old, new=as_is(device))
    return device


@action
def end_device(*, device: Device, ends_on: date, actor: Person) -> Device:
    """Takes a device out of use after a day (London, inclusive); a permission for it ends too.

    Raises:
        RuleBroken: the day is before its first or in the future, it is out of use already, or it
            is neither the actor's own nor theirs to keep.
    """
    device = lock(device)
    require_in_use(device)
    require_change(device, actor)
    if ends_on > today():
        raise RuleBroken("The last day cannot be in the future.")
    if ends_on < device.starts_on:
        first = when_in_words(device.starts_on)
        raise RuleBroken(f"The last day cannot be before the first, {first}.")
    take_out_of_use(device, ends_on, actor)
    return device


def take_out_of_use(device: Device, ends_on: date, actor: Person) -> None:
    """Writes the last day of a device that is held, and withdraws a permission for it."""
    device.ends_on = ends_on
    device.save(update_fields=["ends_on"])
    withdraw_permissions(device, "The device is out of use.", actor)
    tell_what_follows(device, actor)
    new = {"ends_on": ends_on.isoformat(), "note": "Out of use"}
    record(Verb.DEVICE_CHANGED, device, actor=actor, new=new)


def withdraw_permissions(device: Device, reason: str, actor: Person) -> None:
    """A permission that is not over counts no more from today, accepted or not."""
    for permission in device.permissions.select_for_update(no_key=True):
        if permission.withdrawn_on is None and permission.ends_on >= today():
            permission.withdrawn_on, permission.withdrawn_by = today(), actor
            permission.withdrawn_reason = reason
            permission.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawn_reason"])
            new = {"reason": reason}
            record(Verb.DEVICE_PERMISSION_WITHDRAWN, permission, actor=actor, new=new)


def may_change(device: Device, membership: Membership | None) -> bool:
    """Whether somebody may change a device or take it out of use: keepers, and of their own."""
    own = membership is not None and device.holder_id == membership.pk
    return keeps_devices(membership) or (own and device.belongs == Device.Belongs.PERSONAL)


def require_change(device: Device, actor: Person) -> None:
    """Raises RuleBroken where the actor may not change a device."""
    if not may_change(device, actor.membership_at(device.council)):
        raise RuleBroken("Whoever keeps the devices changes those of the council.")


def judge(
    council: Council, belongs: str, holder: Membership | None, starts_on: date, actor: Person
) -> None:
    """Asserts what holds of every device; raises RuleBroken, as `add_device` says."""
    if holder is not None:
        require_same_council(holder, council)
        if holder.ends_on and holder.ends_on < max(starts_on, today()):
            raise RuleBroken(f"{holder.goes_by} leaves before that, or has left.")
    if belongs == Device.Belongs.PERSONAL and holder is None:
        raise RuleBroken("Say whose device it is.")
    own = holder is not None and holder.person_id == actor.pk
    if not keeps_devices(actor.membership_at(council)) and not (
        own and belongs == Device.Belongs.PERSONAL
    ):
        raise RuleBroken("You can only enter a device of your own.")


def lock(device: Device) -> Device:
    """The device as it is now, held until the action ends."""
    return device.council.devices.select_for_update(no_key=True).get(pk=device.pk)


def require_in_use(device: Device) -> None:
    """Raises RuleBroken for a device that is out of use."""
    if device.ends_on:
        raise RuleBroken(f"{device} has been out of use since {when_in_words(device.ends_on)}.")


def as_is(device: Device) -> dict[str, Any]:
    """A device's particulars, for the trail."""
    return {
        "name": device.name,
        "kind": device.kind,
        "belongs": device.belongs,
        "holder": str(device.holder.person) if device.holder else None,
        "asset_number": device.asset_number,
    }
