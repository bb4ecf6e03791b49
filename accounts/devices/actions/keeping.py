"""The register of devices."""

from datetime import date
from typing import Any

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.models import Device
from accounts.people.models import Membership, Person
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
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
) -> Device:
    """Enters a device: the council's, or somebody's own (FTC-4-c).

    Raises:
        RuleBroken: a personal one has no holder, its holder leaves before it begins, or the actor
            keeps no register and it is not their own.
    """
    refuse_secrets(name, asset_number)
    judge(council, belongs, holder, starts_on, actor)
    device = Device.objects.create(
        council=council,
        name=name,
        kind=kind,
        belongs=belongs,
        holder=holder,
        asset_number=asset_number,
        starts_on=starts_on,
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
        RuleBroken: as `add_device` does, it is out of use, or it was permitted and would become
            somebody else's: enter that as a new device.
    """
    refuse_secrets(name, asset_number)
    device = lock(device)
    require_in_use(device)
    judge(device.council, belongs, holder, device.starts_on, actor)
    if (belongs, holder) != (device.belongs, device.holder) and device.permissions.exists():
        raise RuleBroken(
            "Permission was given for it as it is. Take it out of use and enter it anew."
        )
    old = as_is(device)
    device.name, device.kind, device.belongs = name, kind, belongs
    device.holder, device.asset_number = holder, asset_number
    device.save(update_fields=["name", "kind", "belongs", "holder", "asset_number"])
    record(Verb.DEVICE_CHANGED, device, actor=actor, old=old, new=as_is(device))
    return device


@action
def end_device(*, device: Device, ends_on: date, actor: Person) -> Device:
    """Takes a device out of use after a day (London, inclusive).

    Raises:
        RuleBroken: the day is before its first or in the future, or it is out of use already.
    """
    device = lock(device)
    require_in_use(device)
    if ends_on > today():
        raise RuleBroken("The last day cannot be in the future.")
    if ends_on < device.starts_on:
        first = when_in_words(device.starts_on)
        raise RuleBroken(f"The last day cannot be before the first, {first}.")
    device.ends_on = ends_on
    device.save(update_fields=["ends_on"])
    new = {"ends_on": ends_on.isoformat(), "note": "Out of use"}
    record(Verb.DEVICE_CHANGED, device, actor=actor, new=new)
    return device


def judge(
    council: Council, belongs: str, holder: Membership | None, starts_on: date, actor: Person
) -> None:
    """Asserts what holds of every device; raises RuleBroken, as `add_device` says."""
    if holder is not None:
        require_same_council(holder, council)
        if holder.ends_on and holder.ends_on < max(starts_on, today()):
            raise RuleBroken(f"{holder.person} leaves before that, or has left.")
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
        raise RuleBroken(f"{device} is out of use since {when_in_words(device.ends_on)}.")


def as_is(device: Device) -> dict[str, Any]:
    """A device's particulars, for the trail."""
    return {
        "name": device.name,
        "kind": device.kind,
        "belongs": device.belongs,
        "holder": str(device.holder.person) if device.holder else None,
        "asset_number": device.asset_number,
    }
