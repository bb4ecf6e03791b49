"""Erasing the words of an item, and what other features keep of them."""

from collections.abc import Callable
from typing import Any

from councilsm.audit.models import AuditDetail
from moderation.evidence.models import Confirmation, Evidence
from moderation.items.corrected import lineage
from moderation.items.erasing import empty_item
from moderation.items.models import Item

#: Each empties what its feature quotes of an item.
ERASERS: list[Callable[[Item], None]] = []
#: The same of a report that became no item; they are told whether who posted it goes too.
ReportEraser = Callable[[Any, bool], None]
REPORT_ERASERS: list[ReportEraser] = []


def erases_words(function: Callable[[Item], None]) -> Callable[[Item], None]:
    """Registers a function that empties what a feature quotes of an item. Called in an action."""
    ERASERS.append(function)
    return function


def erases_reports(function: ReportEraser) -> ReportEraser:
    """Registers a function that empties a report that became no item. Called in an action."""
    REPORT_ERASERS.append(function)
    return function


def erase_report(report: Any, *, who: bool) -> None:
    """Empties the words of a report wherever they are quoted; that there was one stays.

    Args:
        who: also what tells who posted what it is about.
    """
    for erase in REPORT_ERASERS:
        erase(report, who)


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
