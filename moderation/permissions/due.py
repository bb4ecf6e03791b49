"""What of permissions waits on Home: those that end soon, and pictures shown under them."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Due, counted, tells_due
from moderation.permissions.uses import ending_soon


@tells_due
def ending(membership: Membership) -> Iterator[Due]:
    """Permissions that end within seven days, for whoever posts; one query."""
    if not membership.allows(Duty.RECORD_POSTS):
        return
    found = ending_soon(membership.council).aggregate(number=Count("pk"), first=Min("expires_on"))
    if found["number"]:
        words = counted(found["number"], "permission", "permissions")
        yield Due(
            f"{words} to show people to renew or let end",
            f"{reverse('permissions:list', args=[membership.council.slug])}?show=ending",
            note=f"The first ends on {when_in_words(found['first'])}",
            number=found["number"],
        )
