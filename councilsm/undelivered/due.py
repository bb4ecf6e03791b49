"""What waits for somebody on Home: messages that were not sent."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due
from councilsm.undelivered.actions import UNDELIVERED
from councilsm.undelivered.questions import shown_to

if TYPE_CHECKING:
    from accounts.people.models import Membership

#: Counting stops here.
CAPPED = 100


@tells_due
def not_sent(membership: "Membership") -> Iterator[Due]:
    """Messages of the council that were given up, for whoever manages its people."""
    if not membership.allows(Duty.MANAGE_PEOPLE):
        return
    found = shown_to(membership).filter(state__in=UNDELIVERED).order_by("pk")
    written = list(found.values_list("created_at", flat=True)[:CAPPED])
    if written:
        number = len(written)
        text = counted(number, "message was not sent", "messages were not sent")
        address = reverse("undelivered:list", args=[membership.council.slug])
        yield Due(text, address, since=written[0], number=number)
