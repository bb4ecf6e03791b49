"""What entries of the log quote of an item, emptied when its words are erased."""

from moderation.evidence.erasing import erases_words, forget_details
from moderation.items.models import Item
from moderation.log.models import Appeal, ModerationAction

QUOTES = ("marked", "fact", "target", "necessity", "note")


@erases_words
def erase_quotes(item: Item) -> None:
    """Empties the words of the item's entries and appeals; what was done and why stays.

    What the trail tells of them goes too, since it may hold digests of the same words.
    """
    entries = ModerationAction.objects.filter(item=item)
    appeals = Appeal.objects.filter(action__item=item)
    forget_details(
        item.council_id, "moderation.moderationaction", list(entries.values_list("pk", flat=True))
    )
    forget_details(item.council_id, "moderation.appeal", list(appeals.values_list("pk", flat=True)))
    entries.update(**dict.fromkeys(QUOTES, ""))
    appeals.update(words="")
