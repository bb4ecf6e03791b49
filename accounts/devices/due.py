"""What of devices waits on Home: to permit, to accept, and lost ones."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from accounts.dates import LONDON, in_force, today
from accounts.devices.actions.keeping import keeps_devices
from accounts.devices.models import DevicePermission, LostDevice
from accounts.devices.questions import rule_of, waiting_for_permission
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.deadlines import HORIZON, Deadline, on_day, tells_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due


@tells_due
def to_permit(membership: Membership) -> Iterator[Due]:
    """Personal devices that were entered and that nobody has decided about (FTC-6.7-b)."""
    council = membership.council
    rule = rule_of(council)
    if not (rule and rule.use == "with_permission" and membership.allows(Duty.PERMIT_DEVICES)):
        return
    number = waiting_for_permission(council).count()
    if number:
        words = counted(number, "personal device", "personal devices")
        address = f"{reverse('devices:list', args=[council.slug])}?show=waiting"
        yield Due(f"{words} to permit or take out", address, group=Group.TODAY, number=number)


@tells_due
def to_accept(membership: Membership) -> Iterator[Due]:
    """Permissions for one's own devices whose terms wait to be accepted (FTC-6.7-c)."""
    council = membership.council
    rule = rule_of(council)
    if not (rule and rule.use == "with_permission"):
        return
    waiting = DevicePermission.objects.filter(
        device__holder=membership.pk,
        device__ends_on__isnull=True,
        accepted_on__isnull=True,
        withdrawn_on__isnull=True,
        ends_on__gte=today(),
    )
    for permission in waiting.select_related("device"):
        address = reverse("devices:accept", args=[council.slug, permission.pk])
        yield Due(f"Accept the terms for {permission.device}", address)


@tells_due
def lost(membership: Membership) -> Iterator[Due]:
    """Lost devices that are not dealt with; asked only of those who keep the registers."""
    if not keeps_devices(membership):
        return
    council = membership.council
    still = Count("password_changes", filter=Q(password_changes__done_on__isnull=True))
    found = council.lost_devices.filter(closed_at__isnull=True).annotate(left=still)
    for one in found.select_related("device"):
        words = counted(one.left, "password", "passwords")
        to_do = f"{words} to change" if one.left else "close it"
        address = reverse("devices:lost", args=[council.slug, one.pk])
        yield Due(f"{one}: {to_do}", address, one.told_at)


@tells_deadlines
def permissions_ending(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Permissions for personal devices that end: for who permits them, and for whose it is."""
    rows = DevicePermission.objects.filter(
        in_force(day, "device__holder__"),
        council__in=councils,
        accepted_on__isnull=False,
        withdrawn_on__isnull=True,
        device__ends_on__isnull=True,
        ends_on__range=(day, day + HORIZON),
    )
    for one in rows.select_related("council", "device__holder"):
        assert one.device.holder is not None  # device_personal_has_holder
        # No device is named: its name often says whose it is.
        shared: dict[str, Any] = {
            "council_id": one.council_id,
            "due_on": one.ends_on,
            "url": reverse("devices:detail", args=[one.council.slug, one.device_id]),
        }
        yield Deadline(
            key=f"device.permission:{one.pk}",
            text="Permit a personal device anew, or let the permission end",
            subject=f"Permission for a personal device ends {on_day(one.ends_on, day)}",
            duty=Duty.PERMIT_DEVICES,
            apart_from=one.device.holder.person_id,
            **shared,
        )
        yield Deadline(
            key=f"device.permission.own:{one.pk}",
            text="Your permission to use your own device ends",
            subject=f"Your permission to use your own device ends {on_day(one.ends_on, day)}",
            person_id=one.device.holder.person_id,
            to_next="A permission for a personal device ends",
            **shared,
        )


@tells_deadlines
def passwords_to_change(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Passwords that a lost device knew: to be changed on the day on which it was told of."""
    still = Count("password_changes", filter=Q(password_changes__done_on__isnull=True))
    rows = LostDevice.objects.filter(council__in=councils, closed_at__isnull=True)
    for lost in rows.annotate(left=still).filter(left__gt=0).select_related("council"):
        words = counted(lost.left, "password", "passwords")
        yield Deadline(
            council_id=lost.council_id,
            key=f"device.lost:{lost.pk}",
            due_on=lost.told_at.astimezone(LONDON).date(),
            text=f"A device was lost: {words} to change",
            subject=f"A device was lost: {words} still to change",
            url=reverse("devices:lost", args=[lost.council.slug, lost.pk]),
            duty=Duty.KEEP_REGISTER,
        )
