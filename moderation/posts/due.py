"""What waits for somebody on Home: posts to make, to accept, and changes to confirm."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def changes(membership: Membership) -> Iterator[Due]:
    """Decided here, still live on the platform."""
    if not membership.allows(Duty.RECORD_POSTS):
        return
    council = membership.council
    found = council.post_changes.open().aggregate(number=Count("pk"), since=Min("decided_at"))
    if found["number"]:
        words = counted(found["number"], "change to a post", "changes to posts")
        address = reverse("posts:changes", args=[council.slug])
        yield Due(f"{words} to confirm on the platform", address, found["since"])


@tells_due
def outside_posts(membership: Membership) -> Iterator[Due]:
    """Posts that nobody approved beforehand, to be accepted or ordered down."""
    if not membership.allows(Duty.AUTHORISE_POSTS):
        return
    council = membership.council
    found = council.posts.not_looked_at().aggregate(number=Count("pk"), since=Min("posted_at"))
    if found["number"]:
        words = counted(found["number"], "post", "posts")
        address = f"{reverse('posts:changes', args=[council.slug])}?show=outside"
        yield Due(f"{words} made outside councilsm to accept or take down", address, found["since"])
