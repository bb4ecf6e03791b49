"""What somebody still lacks for access: training, the undertaking, permission for a device.

Until the council goes live it is listed and the decision warns; from that day it is refused.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import prefetch_related_objects

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.models import Device
from accounts.grants.models import AccessGrant
from accounts.people.missing import Missing, missing_of
from accounts.people.models import Membership
from councilsm.refusals import RuleBroken


def lacking(grant: AccessGrant, devices: Collection[Device] = ()) -> list[Missing]:
    """What the member lacks today for this access, from these devices (two queries for those)."""
    if grant.membership_id is None:
        return []
    found = missing_of(grant.council, [grant.membership_id], today())
    prefetch_related_objects(list(devices), "permissions", "losses", "holder")
    without = _without_permission(grant.council, devices, today())
    return found.get(grant.membership_id, []) + _others_needed(grant, devices) + without


def require_nothing_missing(grant: AccessGrant, devices: Collection[Device] = ()) -> list[Missing]:
    """Asserts that nothing is missing, once the council has gone live.

    Returns:
        What is missing; before the go-live date it is only listed.

    Raises:
        RuleBroken: the council has gone live and something is missing; names it.
    """
    lacks = lacking(grant, devices)
    if lacks and grant.council.has_gone_live:
        listed = "; ".join(one.what for one in lacks)
        sources = dict.fromkeys(one.source for one in lacks if one.source)
        raise RuleBroken(
            f"{grant.who} cannot be given access yet. Missing: {listed}.",
            source="; ".join(sources),
        )
    return lacks


def require_usable(devices: Collection[Device], membership: Membership) -> None:
    """Asserts that access can be tied to these devices.

    Raises:
        RuleBroken: one is lost, not in use, or somebody else's own.
    """
    prefetch_related_objects(list(devices), "losses")
    for device in devices:
        if problem := _not_usable(device, membership.pk, today()):
            raise RuleBroken(f"{device} {problem}. Choose another device.")


def _not_usable(device: Device, member: int | None, day: date) -> str:
    """Why a device is not to be used by a member on a day; empty where it is."""
    if any(loss.closed_at is None for loss in device.losses.all()):
        return "is lost"
    if device.starts_on > day or (device.ends_on and device.ends_on < day):
        return "is not in use"
    personal = device.belongs == Device.Belongs.PERSONAL
    return "belongs to somebody else" if personal and device.holder_id != member else ""


def _others_needed(grant: AccessGrant, devices: Collection[Device]) -> list[Missing]:
    found = {device: _not_usable(device, grant.membership_id, today()) for device in devices}
    return [
        Missing(f"another device, since {device} {problem}")
        for device, problem in found.items()
        if problem
    ]


def _without_permission(council: Council, devices: Collection[Device], day: date) -> list[Missing]:
    """Personal devices that nobody has permitted, where the rulebook wants that (FTC-6.7-b)."""
    rule = council.rulebook.rules.devices.value
    personal = [device for device in devices if device.belongs == Device.Belongs.PERSONAL]
    if rule is None or rule.use == "allowed" or not personal:
        return []
    source = council.rulebook.source_of("devices")
    if rule.use == "never":
        return [Missing(f"a device of the council’s in place of {one}", source) for one in personal]
    return [
        Missing(f"permission for {one}", source)
        for one in personal
        if not any(given.in_force_on(day) for given in one.permissions.all())
    ]
