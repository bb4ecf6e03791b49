"""What waits for somebody on Home: ideas."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def ideas(membership: Membership) -> Iterator[Due]:
    """Ideas that nobody has made a draft of or declined."""
    if not membership.allows(Duty.RECORD_POSTS):
        return
    waiting = membership.council.ideas.waiting().order_by()
    found = waiting.aggregate(number=Count("pk"), since=Min("sent_at"))
    if found["number"]:
        address = reverse("ideas:inbox", args=[membership.council.slug])
        yield Due(
            counted(found["number"], "idea to answer", "ideas to answer"),
            address,
            found["since"],
            number=found["number"],
        )
