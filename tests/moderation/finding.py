"""Entries of the log as their actions leave them, and how the list of them is asked and read."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from councilsm.tenancy import next_number
from moderation.items.models import Author, Item
from moderation.log.models import ModerationAction
from tests.cast import Cast

LIST, CSV = "/c/ashford/moderation/", "/c/ashford/moderation/log.csv"


def an_author(cast: Cast, handle: str) -> Author:
    """Somebody on Facebook, made when first named."""
    author, _ = Author.objects.get_or_create(
        council=cast.ashford, platform="facebook", handle=handle, handle_key=handle.lower()
    )
    return author


def an_entry(cast: Cast, **changes: Any) -> ModerationAction:
    """An entry as its action leaves it; what is said of the item goes to the item."""
    number = next_number(cast.ashford, "M")
    at: datetime = changes.pop("at", timezone.now())
    said = {
        "platform": "facebook",
        "account": cast.page,
        "words": "You are thieves",
        "author": None,
        "seen_at": at,
        **{name: changes.pop(name) for name in ("words", "account", "author") if name in changes},
        **changes.pop("item", {}),
    }
    kind = changes.get("kind", "hidden")
    removes = kind in ModerationAction.REMOVALS
    if changes.get("reverses"):
        item = changes["reverses"].item
    else:
        item = Item.objects.create(council=cast.ashford, number=number, logged_by=cast.cora, **said)
    return ModerationAction.objects.create(
        **{
            "council": cast.ashford,
            "item": item,
            "account": item.account,
            "author": item.author,
            "kind": "hidden",
            "reason": "abuse" if removes else "",
            "source": "Our rules" if removes else "",
            "even_if_praise": True if removes else None,
            "none_given": True if kind in ModerationAction.REPORTS else None,
            "happened_at": at,
            "decided_by": cast.cora,
            "confirmed_by": cast.cora,
            "confirmed_at": at,
            **changes,
        }
    )


def shown(page: Any) -> set[str]:
    """The references on one page of the list."""
    return {row["reference"] for row in page.context["rows"]}


def boxes(name: str, then: datetime) -> str:
    """The boxes of a day, as an address has them."""
    then = timezone.localtime(then)
    return f"{name}_day={then.day}&{name}_month={then.month}&{name}_year={then.year}"
