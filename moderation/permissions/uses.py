"""Where people are shown by permission: the drafts and posts that a withdrawal would reach."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from accounts.councils.models import Council
from accounts.dates import today
from moderation.pictures.models import Permission, Subject
from moderation.posts.models import Post

#: Posts that a page lists, the newest first.
LISTED = 50
#: What ends within this time is told beforehand.
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Uses:
    """Where somebody is shown.

    Args:
        drafts: how many drafts ever submitted show them; whose they are is not told.
        posts: what went out, the newest first, `LISTED` at most.
    """

    drafts: int
    posts: list[Post]


def ending_soon(council: Council) -> QuerySet[Permission]:
    """Permissions that end within seven days and still let somebody be shown."""
    agreeing = Subject.objects.filter(permission=OuterRef("pk"), withdrawn_on__isnull=True)
    days = today(), today() + SOON
    return council.permissions.filter(Exists(agreeing), expires_on__range=days).order_by()


def uses_of(subjects: Collection[Subject]) -> Uses:
    """Where any of these people of one council is shown; two queries."""
    if not subjects:
        return Uses(0, [])
    council = next(iter(subjects)).council
    showing = council.revisions.filter(pictures__depicted__subject__in=subjects)
    posts = council.posts.filter(target__revision__pictures__depicted__subject__in=subjects)
    newest = posts.select_related("account", "target__revision").order_by("-posted_at", "-pk")
    return Uses(
        drafts=showing.order_by().values("draft").distinct().count(),
        posts=list(newest.distinct()[:LISTED]),
    )
