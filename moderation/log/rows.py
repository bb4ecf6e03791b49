"""The rows of the log's list and of its CSV: values, no objects, since there are many of them."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import Truncator

from accounts.councils.models import Council
from accounts.register.called import account_called, platform_shown
from accounts.register.models import OfficialAccount
from councilsm.forms import when_in_words
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from moderation.log.models.action import ModerationActionQuerySet

#: What the list and the CSV show alike; `rows_of` adds what is asked for a whole page.
SHARED = (
    *("pk", "item", "kind", "reason_label", "happened_at", "confirmed_at", "corrects", "in_error"),
    *("item__number", "item__words", "item__erased_at", "item__elsewhere", "item__kind"),
    *("account__name", "account_on", "author__handle", "author__platform"),
    *("decided_by__name", "office__title"),
)
KINDS = dict(ModerationAction.Kind.choices)
ITEM_KINDS = dict(Item.Kind.choices)
PLATFORMS = dict(OfficialAccount.Platform.choices)


def values_of(entries: ModerationActionQuerySet, *more: str) -> Any:
    """The columns of rows, by name, and nothing else."""
    entries = entries.annotate(account_on=platform_shown("account"))
    return entries.values_list(*SHARED, *more, named=True)


def list_rows(council: Council, entries: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """The rows of a page as its template shows them."""
    page = reverse("log:list", args=[council.slug])
    for row in rows_of(council, entries):
        entry = row["entry"]
        yield {
            "page": f"{page}{row['reference']}/",
            "words": Truncator(entry.item__words).chars(80),
            "handle": entry.author__handle,
            "reason": entry.reason_label,
            "done": when_in_words(entry.happened_at),
            "by": in_office(entry.decided_by__name, entry.office__title),
            **row,
        }


def rows_of(council: Council, entries: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Entries, as `values_of` reads them, in words: their tags, their evidence; two queries."""
    shown = dict(
        council.evidence.filter(
            item__in={entry.item for entry in entries}, destroyed_at__isnull=True
        )
        .order_by()
        .values_list("item")
        .annotate(Count("pk"))
    )
    followed = {}
    ids = [entry.pk for entry in entries]
    later = council.moderation_actions.filter(Q(reverses__in=ids) | Q(corrects__in=ids))
    for reverses, corrects, in_error in later.order_by().values_list(
        "reverses", "corrects", "in_error"
    ):
        followed[reverses or corrects] = _followed_by(bool(reverses), in_error)
    for entry in entries:
        yield {
            "entry": entry,
            "reference": f"M-{entry.item__number:04}",
            "where": where(entry),
            "kind": ITEM_KINDS[entry.item__kind],
            "action": KINDS[entry.kind],
            "evidence": shown.get(entry.item, 0),
            "tags": [*_tags(entry), *([followed[entry.pk]] if entry.pk in followed else [])],
        }


def where(entry: Any) -> str:
    """The account on which it stands, as accounts are called; or the place elsewhere."""
    if entry.account__name is None:
        return str(entry.item__elsewhere)
    return account_called(entry.account_on, entry.account__name)


def in_office(name: str, title: str | None) -> str:
    """Who decided, and as what."""
    return f"{name}, {title}" if title else name


def _followed_by(reversed_: bool, in_error: bool) -> dict[str, str]:
    if not reversed_:
        return {"label": "Corrected since", "colour": "grey"}
    label = "Removed in error, reversed" if in_error else "Reversed since"
    return {"label": label, "colour": "orange"}


def _tags(entry: Any) -> Iterator[dict[str, str]]:
    if entry.confirmed_at is None and entry.kind not in ModerationAction.DONE_HERE:
        restores = entry.kind == ModerationAction.Kind.RESTORED
        label = "To restore on the platform" if restores else "To confirm on the platform"
        yield {"label": label, "colour": "yellow"}
    if entry.corrects:
        yield {"label": "Correction", "colour": "blue"}
    if entry.in_error:
        yield {"label": "Removed in error", "colour": "orange"}
    if entry.item__erased_at:
        yield {"label": "Words erased", "colour": "grey"}
