"""What entries of the log quote of an item, emptied when its words are erased."""

from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from moderation.evidence.erasing import erases_words, forget_details
from moderation.items.models import Author, Item
from moderation.log.models import Appeal, ModerationAction

#: The reason stays where it is one that the rulebook lists: it is not the officer's own words.
LABEL = Case(When(reason="", then=Value("")), default=F("reason_label"))


@erases_words
def erase_quotes(item: Item) -> None:
    """Empties the words of the item's entries and appeals; what was done and why stays.

    What the trail tells of them goes too, since it may hold digests of the same words.
    """
    entries = ModerationAction.objects.filter(item=item)
    appeals = Appeal.objects.filter(action__item=item)
    _forget(item, "moderation.moderationaction", list(entries.values_list("pk", flat=True)))
    _forget(item, "moderation.appeal", list(appeals.values_list("pk", flat=True)))
    words = (*ModerationAction.append_only.erasable, "proof_note")
    emptied = dict.fromkeys(words, "") | {"reason_label": LABEL}
    entries.update(erased_at=Coalesce("erased_at", Value(timezone.now())), **emptied)
    appeals.update(words="", answer="")


@erases_words
def erase_looks(item: Item) -> None:
    """Empties why somebody looked at the author's profile, once its handle is erased."""
    author = Author.objects.filter(pk=item.author_id or 0, handle="").first()
    if author is not None:
        author.looks.update(ground="")
        _forget(item, "moderation.author", [author.pk])


def _forget(item: Item, kind: str, ids: list[int]) -> None:
    forget_details(item.council_id, kind, ids)
