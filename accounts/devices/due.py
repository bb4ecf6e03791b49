"""What of devices waits on Home: to permit, to accept, and lost ones."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from accounts.dates import today
from accounts.devices.actions.keeping import keeps_devices
from accounts.devices.models import DevicePermission
from accounts.devices.questions import rule_of, waiting_for_permission
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


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
        yield Due(f"{words} to permit or take out", address)


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
