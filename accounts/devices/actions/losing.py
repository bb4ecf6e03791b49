"""A lost or stolen device, and each password that has to change because of it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.actions.keeping import (
    keeps_devices,
    lock,
    require_in_use,
    take_out_of_use,
    withdraw_permissions,
)
from accounts.devices.models import Device, LostDevice, PasswordChange
from accounts.people.following import tell_what_follows
from accounts.people.models import Person
from accounts.register.models import WayIn
from accounts.register.secrets import refuse_secrets
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.outbox import notify
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council

#: Whoever holds one of these records that a password was changed, and closes the incident.
CHANGERS = (Duty.KEEP_REGISTER, Duty.GRANT_ACCESS, Duty.PERMIT_DEVICES)


@action
def lose_device(
    *, device: Device, lost_on: date, what_happened: str, ways: Iterable[WayIn], actor: Person
) -> LostDevice:
    """Opens the incident of a lost or stolen device; a permission for it ends at once.

    Args:
        ways: every way in that the device reaches; each gets a new password.

    Raises:
        RuleBroken: it was told of already, the device is out of use, the day is in the future or
            before it came into use, or it is neither the actor's device nor theirs to keep.
    """
    refuse_secrets(what_happened)
    ways = list(ways)
    require_same_council(device, *ways)
    device = lock(device)
    council = device.council
    require_in_use(device)
    membership = actor.membership_at(council)
    own = device.holder is not None and device.holder.person_id == actor.pk
    if not own and not keeps_devices(membership):
        raise RuleBroken("Tell whoever keeps the devices: this is not yours.")
    if lost_on > today():
        raise RuleBroken("The day it was lost is in the future.")
    if lost_on < device.starts_on:
        first = when_in_words(device.starts_on)
        raise RuleBroken(f"It came into use on {first}. It was lost that day or later.")
    if device.losses.filter(closed_at__isnull=True).exists():
        raise RuleBroken(f"{device} is recorded as lost already.")
    lost = LostDevice.objects.create(
        council=council,
        device=device,
        lost_on=lost_on,
        what_happened=what_happened,
        told_by=actor,
    )
    PasswordChange.objects.bulk_create(
        PasswordChange(council=council, lost=lost, way_in=way) for way in ways
    )
    withdraw_permissions(device, "The device was lost.", actor)
    notify(keepers(council, but=actor), "device_lost", council=council, lost=lost, ways=ways)
    record(
        Verb.DEVICE_LOST,
        lost,
        actor=actor,
        new={
            "device": device.name,
            "lost_on": lost_on.isoformat(),
            "note": what_happened,
            "ways": [str(way) for way in ways],
        },
    )
    return lost


@action
def record_password_change(*, change: PasswordChange, actor: Person) -> PasswordChange:
    """Records that the password of a way in was changed today because of a lost device.

    Raises:
        RuleBroken: the actor deals with no lost devices, or it was recorded already.
    """
    actor.require_duty_at(change.council, *CHANGERS)
    lost = _held(change.lost)
    change = lost.password_changes.select_for_update(no_key=True).get(pk=change.pk)
    if change.done_on:
        raise RuleBroken("That this password was changed is on record already.")
    change.done_on, change.done_by = today(), actor
    change.save(update_fields=["done_on", "done_by"])
    way = change.council.ways_in.select_for_update(no_key=True).get(pk=change.way_in_id)
    way.password_changed_on = today()
    way.save(update_fields=["password_changed_on"])
    tell_what_follows(way, actor)
    new = {"account": str(way), "changed_on": today().isoformat()}
    for about in (lost, way):
        record(Verb.PASSWORD_CHANGE_RECORDED, about, actor=actor, new=new)
    return change


@action
def close_loss(*, lost: LostDevice, outcome: str, found: bool, actor: Person) -> LostDevice:
    """Closes the incident once every password was changed.

    Args:
        outcome: what became of it, in words.
        found: whether it is in use again; otherwise it is out of use from today.

    Raises:
        RuleBroken: the actor deals with no lost devices, a password is left to change, it is closed
            already, or no outcome is given.
    """
    actor.require_duty_at(lost.council, *CHANGERS)
    refuse_secrets(outcome)
    lost = _held(lost)
    if not outcome.strip():
        raise RuleBroken("Say what became of it.")
    if lost.closed_at:
        raise RuleBroken("This is dealt with already.")
    left = lost.password_changes.filter(done_on__isnull=True).select_related("way_in")
    if left:
        names = ", ".join(str(change.way_in) for change in left)
        raise RuleBroken(f"Change these passwords first: {names}.")
    lost.closed_at, lost.closed_by, lost.outcome = timezone.now(), actor, outcome
    lost.save(update_fields=["closed_at", "closed_by", "outcome"])
    device = lock(lost.device)
    if not found and device.ends_on is None:
        take_out_of_use(device, max(today(), device.starts_on), actor)
    new = {"note": outcome, "found": found}
    record(Verb.DEVICE_LOSS_CLOSED, lost, actor=actor, new=new)
    return lost


def keepers(council: Council, *, but: Person) -> "QuerySet[Person]":
    """Whoever keeps the register of accounts today, since they change the passwords."""
    holders = council.rulebook.rules.keep_register.value
    return Person.objects.holding(council, holders).exclude(pk=but.pk)


def _held(lost: LostDevice) -> LostDevice:
    """The incident as it is now, held until the action ends."""
    return lost.council.lost_devices.select_for_update(no_key=True).get(pk=lost.pk)
