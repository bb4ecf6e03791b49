"""Erasing the words of an item, and what other features keep of them."""

from collections.abc import Callable

from councilsm.audit.models import AuditDetail
from moderation.evidence.models import Confirmation, Evidence
from moderation.items.erasing import empty_item, lineage
from moderation.items.models import Item

#: Each empties what its feature quotes of an item.
ERASERS: list[Callable[[Item], None]] = []


def erases_words(function: Callable[[Item], None]) -> Callable[[Item], None]:
    """Registers a function that empties what a feature quotes of an item. Called in an action."""
    ERASERS.append(function)
    return function


def erase_words(item: Item, *, who: bool = True) -> None:
    """Empties an item's words wherever they are quoted; that there was an item stays.

    Digests of them go from the trail too: few words are found again by trying them. Items that
    said something wrong about the same thing are emptied with it.

    Args:
        who: also what tells who posted it.
    """
    for one in lineage(item):
        empty_item(one, who=who)
        forget_details(one.council_id, "moderation.item", [one.pk])
        Evidence.objects.filter(item=one).update(description="", reason="")
        Confirmation.objects.filter(evidence__item=one).update(note="")
        for erase in ERASERS:
            erase(one)


def forget_details(council_id: int, kind: str, ids: list[int]) -> None:
    """Deletes what the trail tells of some objects; its entries stay, and the chain verifies."""
    about = {"event__council_id": council_id, "event__object_kind": kind}
    AuditDetail.objects.filter(**about, event__object_id__in=ids).delete()
