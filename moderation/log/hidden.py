"""What of the trail is about items, to keep it from whoever may not see them."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from councilsm.audit.hiding import about
from moderation.evidence.models import Confirmation, Destruction, Evidence
from moderation.items.authors import shown
from moderation.items.models import Author, Item
from moderation.log.models import Appeal, ModerationAction


def events_of(items: QuerySet[Item]) -> Q:
    """The events about some items and all that hangs on them, by subqueries."""
    return (
        about(items)
        | about(Evidence.objects.filter(item__in=items))
        | about(Confirmation.objects.filter(evidence__item__in=items))
        | about(Destruction.objects.filter(Q(evidence__item__in=items) | Q(item__in=items)))
        | about(ModerationAction.objects.filter(item__in=items))
        | about(Appeal.objects.filter(action__item__in=items))
        | about(authors_of(items))
    )


def authors_of(items: QuerySet[Item]) -> QuerySet[Author]:
    """The profiles that stand in these items and in none that everybody here may read."""
    theirs = Author.objects.filter(Exists(items.filter(author=OuterRef("pk"))))
    return theirs.exclude(pk__in=shown(theirs).values("pk"))
