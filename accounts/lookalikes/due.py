"""What waits for somebody on Home: lookalike cases."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def lookalikes(membership: Membership) -> Iterator[Due]:
    """Cases in which nothing was done yet, or whose day to ask again has come."""
    if not membership.allows(Duty.KEEP_REGISTER):
        return
    number = membership.council.lookalikes.due(today()).count()
    if number:
        address = f"{reverse('lookalikes:list', args=[membership.council.slug])}?show=due"
        words = counted(number, "lookalike account", "lookalike accounts")
        yield Due(f"{words} to follow up", address)


@tells_due
def warnings(membership: Membership) -> Iterator[Due]:
    """Public warnings that go on although the case is closed: to end once nobody needs them."""
    if not membership.allows(Duty.KEEP_REGISTER):
        return
    number = membership.council.lookalikes.still_warned_of().count()
    if number:
        address = f"{reverse('lookalikes:list', args=[membership.council.slug])}?show=warned"
        words = counted(number, "public warning goes on", "public warnings go on")
        yield Due(f"{words} although the case is closed", address)
