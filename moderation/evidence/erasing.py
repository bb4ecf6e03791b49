"""Erasing the words of an item, and what other features keep of them."""

from collections.abc import Callable

from django.utils import timezone

from councilsm.audit.models import AuditDetail
from moderation.items.models import Item

#: Each empties what its feature quotes of an item.
ERASERS: list[Callable[[Item], None]] = []


def erases_words(function: Callable[[Item], None]) -> Callable[[Item], None]:
    """Registers a function that empties what a feature quotes of an item. Called in an action."""
    ERASERS.append(function)
    return function


def erase_words(item: Item) -> None:
    """Empties an item's words wherever they are quoted; that there was an item stays.

    Digests of them go from the trail too: few words are found again by trying them.
    """
    Item.objects.filter(pk=item.pk).update(words="")
    Item.objects.filter(pk=item.pk, erased_at=None).update(erased_at=timezone.now())
    forget_details(item.council_id, "moderation.item", [item.pk])
    for erase in ERASERS:
        erase(item)


def forget_details(council_id: int, kind: str, ids: list[int]) -> None:
    """Deletes what the trail tells of some objects; its entries stay, and the chain verifies."""
    about = {"event__council_id": council_id, "event__object_kind": kind}
    AuditDetail.objects.filter(**about, event__object_id__in=ids).delete()
