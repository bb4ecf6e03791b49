"""What waits for somebody on Home: posts to cancel, to accept, and changes to confirm."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due
from moderation.posts.actions.common import may_decide_posts
from moderation.posts.archive import outside_to_accept
from moderation.posts.scheduled import to_cancel


@tells_due
def changes(membership: Membership) -> Iterator[Due]:
    """Decided here and not yet done on the platform."""
    if not membership.allows(Duty.RECORD_POSTS):
        return
    council = membership.council
    found = council.post_changes.open().aggregate(number=Count("pk"), since=Min("decided_at"))
    if found["number"]:
        words = counted(found["number"], "change to a post", "changes to posts")
        address = reverse("posts:changes", args=[council.slug])
        yield Due(f"{words} to make on the platform", address, found["since"])


@tells_due
def scheduled(membership: Membership) -> Iterator[Due]:
    """Nothing lets them out any more, and they go out by themselves."""
    if not membership.allows(Duty.RECORD_POSTS):
        return
    council = membership.council
    found = to_cancel(council).aggregate(number=Count("pk"))
    if found["number"]:
        words = counted(found["number"], "scheduled post", "scheduled posts")
        address = f"{reverse('posts:changes', args=[council.slug])}?show=scheduled"
        yield Due(f"{words} to cancel on the platform", address)


@tells_due
def outside_posts(membership: Membership) -> Iterator[Due]:
    """Posts that nobody approved beforehand, to be accepted or ordered down."""
    if not may_decide_posts(membership):
        return
    found = outside_to_accept(membership).aggregate(number=Count("pk"), since=Min("posted_at"))
    if found["number"]:
        words = counted(found["number"], "post", "posts")
        page = reverse("posts:changes", args=[membership.council.slug])
        address = f"{page}?show=outside&for=me"
        yield Due(f"{words} made outside councilsm to decide about", address, found["since"])
