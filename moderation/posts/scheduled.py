"""What platforms will put out by themselves."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from accounts.councils.models import Council
from moderation.drafts.models import Draft, Target
from moderation.pictures.models import Subject
from moderation.posts.models import PostingNote
from moderation.posts.objecting import STOPS


def goes_out_at(target: OuterRef | None = None) -> Subquery:
    """When a platform puts a target out, by what a person said last: it may have been moved.

    Args:
        target: what reaches it, where it is not the row itself.
    """
    notes = PostingNote.objects.filter(target=target or OuterRef("pk")).order_by("-pk")
    return Subquery(notes.values("goes_out_at")[:1])


def to_cancel(council: Council) -> QuerySet[Target]:
    """Scheduled on a platform although nothing lets it out any more.

    The approval was withdrawn, somebody shown no longer agrees, or an election was called since. It
    waits until a person has cancelled it there and recorded it as not posted; or as posted, where
    that came too late.
    """
    left = Subject.objects.filter(
        depicted__picture__revision=OuterRef("revision"), withdrawn_on__isnull=False
    )
    stopped: Any = (
        ~Q(revision__draft__status=Draft.Status.APPROVED)
        | ~Q(revision__draft__current=F("revision"))
        | Exists(left)
    )
    for condition in STOPS:
        stopped |= Q(condition())
    return council.targets.filter(stopped, state=Target.State.SCHEDULED)
