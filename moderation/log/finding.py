"""Finding entries of the log: each filter by an index, words within a cap.

Entries about items of restricted cases are found by nobody here.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from accounts.councils.models import Council
from accounts.dates import LONDON
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
    reference: int | None = None,
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
        reference: the number of an item.
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
    if reference:
        entries = entries.filter(item__number=reference)
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
