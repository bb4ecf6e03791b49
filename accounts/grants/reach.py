"""Which ways in a device reaches, so that a lost one tells whose passwords have to change."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.dates import today
from accounts.devices.models import Device
from accounts.devices.reach import tells_reach
from accounts.register.models import WayIn


@tells_reach
def ways_in(device: Device) -> Iterable[WayIn]:
    """By the access of whoever uses it, and by access that may be used from it.

    Access counts while it is in force here, or as long as it is not confirmed gone there.
    """
    used = Q(pk__in=device.grant_devices.values("grant"))
    if device.holder_id is not None:
        used |= Q(membership=device.holder_id)
    grants = device.council.access_grants.order_by()
    reaching = (grants.in_force(today()) | grants.there()).filter(used)
    opened = Q(openings__account__in=reaching.values("account"))
    ways = device.council.ways_in.in_use()
    return ways.filter(Q(pk__in=reaching.values("way_in")) | opened).distinct()
