"""Emptying what an item tells, and who posted it; that there was an item stays."""

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from moderation.items.models import Author, AuthorLink, Item

#: What tells who posted it, beside the handle of its author.
WHO = ("url", "url_key", "elsewhere", "author_name", "author_number")


def empty_item(item: Item, *, who: bool) -> None:
    """Empties the words of an item. Call inside an action.

    Args:
        who: also what tells who posted it. The author's handle, and the reasons of their links,
            go with the last of their items.
    """
    emptied = dict.fromkeys(("words", "why_corrected", *(WHO if who else ())), "")
    erased_at = Coalesce("erased_at", Value(timezone.now()))
    Item.objects.filter(pk=item.pk).update(erased_at=erased_at, **emptied)
    author = item.author
    if who and author is not None and not author.items.filter(erased_at=None).exists():
        Author.objects.filter(pk=author.pk).update(handle="", handle_key="")
        author.links.update(reason="")
        AuthorLink.objects.filter(linked_to=author).update(reason="")
