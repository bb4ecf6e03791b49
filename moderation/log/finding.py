"""Finding entries of the log: each filter by an index, words within a cap, a page's facts at once.

Entries about items of restricted cases are found by nobody here.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.people.models import Office
from accounts.register.models import OfficialAccount
from moderation.log.models import ModerationAction
from moderation.log.models.action import ModerationActionQuerySet

#: Words are looked for in so many of the newest entries that the other filters leave.
SEARCHED = 2_000
#: A handle's beginning stands for so many authors at most, and an address for so many items.
AUTHORS, ITEMS = 200, 50
#: Parts of the log that wait for somebody, by their name in an address.
TO_CONFIRM, NO_REFERENCE, APPEALS = "to_confirm", "no_reference", "objections"
_STANDS = Q(reversal__isnull=True, correction__isnull=True)
_OPEN = Q(confirmed_at__isnull=True) & _STANDS
_REPORTED = Q(kind__in=ModerationAction.REPORTS)
SHOW = {
    TO_CONFIRM: _OPEN & ~_REPORTED,
    NO_REFERENCE: _OPEN & _REPORTED,
    APPEALS: Q(appeal__isnull=False, appeal__answered_at__isnull=True),
}
#: What a row of the list shows; `rows_of` adds what is asked for the whole page.
SHOWN = (
    *("item__number", "item__words", "item__erased_at", "item__elsewhere", "item__kind"),
    *("account__name", "account__platform", "author__handle", "author__platform"),
    *("decided_by__name", "office__title", "kind", "reason_label", "happened_at"),
    *("confirmed_at", "reverses", "corrects", "in_error", "council"),
)


@dataclass(frozen=True)
class Found:
    """Entries that answer a search, and what its reader must know about them.

    Args:
        entries: in no order yet.
        said: sentences about what was not searched; empty where all was.
    """

    entries: ModerationActionQuerySet
    said: list[str] = field(default_factory=list)


def find(
    council: Council,
    *,
    handle: str = "",
    url_keys: Collection[str] = (),
    account: OfficialAccount | None = None,
    reason: str = "",
    office: Office | None = None,
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    show: str = "",
    words: str = "",
) -> Found:
    """A council's entries that answer a search.

    Args:
        handle: how an author's handle begins, as handles are compared (`Author.handle_key`).
        url_keys: what tells the item's address apart, as one kind of item or another
            (`items/addresses.py`).
        reason: the rulebook's code.
        since, until: London days on which it was done, both inclusive.
        show: only a part of the log, by its name in `SHOW`.
        words: in the item, the note, or the marked passages; looked for in the newest `SEARCHED`
            entries that the other filters leave.
    """
    entries: ModerationActionQuerySet = council.moderation_actions.all()
    said = []
    if handle:
        authors = list(
            council.authors.filter(handle_key__startswith=handle)
            .order_by("handle_key", "pk")
            .values_list("pk", flat=True)[: AUTHORS + 1]
        )
        if len(authors) > AUTHORS:
            said.append(
                f"More than {AUTHORS} handles begin like this: the first {AUTHORS} are shown."
            )
        entries = entries.filter(author__in=authors[:AUTHORS])
    if url_keys:
        items = council.items.filter(url_key__in=url_keys).values_list("pk", flat=True)
        entries = entries.filter(item__in=list(items[:ITEMS]))
    equal = {"account": account, "reason": reason, "office": office, "kind": kind}
    entries = entries.filter(**{name: value for name, value in equal.items() if value})
    entries = between(entries, since, until)
    if show:
        entries = entries.filter(SHOW[show])
    if words:
        newest = entries.order_by("-happened_at", "-pk")
        if newest[SEARCHED : SEARCHED + 1].values_list("pk").first():
            which = " of these dates" if since or until else ""
            narrower = "closer dates" if since or until else "dates"
            said.append(
                f"Searched the newest {SEARCHED:,} entries{which}. "
                f"Choose {narrower} to search others."
            )
        entries = council.moderation_actions.filter(
            saying(words), pk__in=newest.values("pk")[:SEARCHED]
        )
    return Found(entries.for_everyone(), said)


def between(
    entries: ModerationActionQuerySet, since: date | None, until: date | None
) -> ModerationActionQuerySet:
    """Done on or between these London days; None leaves that end open."""
    if since:
        entries = entries.filter(happened_at__gte=midnight(since))
    if until:
        entries = entries.filter(happened_at__lt=midnight(until + timedelta(days=1)))
    return entries


def midnight(day: date) -> datetime:
    """When a day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)


def saying(words: str) -> Q:
    """Entries with these words, in any case, in what was posted or what was written about it."""
    return (
        Q(item__words__icontains=words)
        | Q(marked__icontains=words)
        | Q(note__icontains=words)
        | Q(reason_label__icontains=words)
    )


def for_list(entries: ModerationActionQuerySet) -> ModerationActionQuerySet:
    """With what a row shows and nothing else."""
    return entries.select_related("item", "account", "author", "decided_by", "office").only(*SHOWN)


def rows_of(council: Council, entries: list[ModerationAction]) -> Iterator[dict[str, Any]]:
    """The rows of a page: each entry with its tags and how much evidence shows it; two queries."""
    evidence = dict(
        council.evidence.filter(
            item__in={entry.item_id for entry in entries}, destroyed_at__isnull=True
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
            "evidence": evidence.get(entry.item_id, 0),
            "tags": [*_tags(entry), *([followed[entry.pk]] if entry.pk in followed else [])],
        }


def _followed_by(reversed_: bool, in_error: bool) -> dict[str, str]:
    if not reversed_:
        return {"label": "Corrected since", "colour": "grey"}
    label = "Removed in error, reversed" if in_error else "Reversed since"
    return {"label": label, "colour": "orange"}


def _tags(entry: ModerationAction) -> Iterator[dict[str, str]]:
    if entry.confirmed_at is None and entry.kind not in ModerationAction.DONE_HERE:
        yield {"label": "To confirm on the platform", "colour": "yellow"}
    if entry.corrects_id:
        yield {"label": "Correction", "colour": "blue"}
    if entry.in_error:
        yield {"label": "Removed in error", "colour": "orange"}
    if entry.item.erased_at:
        yield {"label": "Words erased", "colour": "grey"}


def none_this_week(council: Council) -> bool:
    """Whether nothing was logged as done in the last seven days; one question of an index."""
    week = between(council.moderation_actions.all(), today() - timedelta(days=6), None)
    return not week.for_everyone().exists()
