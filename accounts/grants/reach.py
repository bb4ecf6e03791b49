"""Which ways in a device reaches, so that a lost one tells whose passwords have to change."""

from collections.abc import Iterable

from django.db.models import Q

from accounts.dates import today
from accounts.devices.models import Device
from accounts.devices.reach import tells_reach
from accounts.grants.models import AccessGrant
from accounts.register.models import WayIn


@tells_reach
def ways_in(device: Device) -> Iterable[WayIn]:
    """By the access of whoever uses it, and by access that may be used from it.

    Access counts while it is in force here, or as long as it is not confirmed gone there.
    """
    used = Q(devices=device)
    if device.holder_id is not None:
        used |= Q(membership=device.holder_id)
    grants = AccessGrant.objects.filter(used, council=device.council_id)
    reaching = grants.filter(
        Q(pk__in=AccessGrant.objects.in_force(today()).values("pk"))
        | Q(pk__in=AccessGrant.objects.there(today()).values("pk"))
    )
    opened = Q(openings__account__in=reaching.values("account"))
    ways = WayIn.objects.in_use().filter(council=device.council_id)
    return ways.filter(Q(pk__in=reaching.values("way_in")) | opened).distinct()
