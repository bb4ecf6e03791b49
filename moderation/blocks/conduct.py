"""What lies before whoever decides about a block: what the person did, and what became of it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from accounts.register.called import account_called, platform_shown
from moderation.blocks.models import Block
from moderation.evidence.models import Evidence
from moderation.items.actions import digest_of
from moderation.items.authors import same_person
from moderation.items.models import Author
from moderation.log.models import ModerationAction
from moderation.log.repeats import Earlier, earlier, entries_about, outcome_of

Kind = ModerationAction.Kind
#: By what they became, entries are counted.
OUTCOMES = ("in_error", "reversed", "to_do", "warned")

#: So many of the newest entries, warnings and other blocks are shown.
SHOWN = 10
#: So many other blocks are read.
MOST = 50


@dataclass(frozen=True)
class Line:
    """One entry about the person, in words, with what shows it.

    Args:
        number: of its item.
        outcome: what became of it; empty where it was done, and stands.
        words: of the item; empty where none were written down, or they were erased.
        captures: of each what it is, and the key in its address.
    """

    number: int
    reference: str
    kind: str
    reason: str
    happened_at: datetime
    where: str
    outcome: str
    words: str
    is_erased: bool
    captures: list[tuple[str, UUID]]


@dataclass(frozen=True)
class Conduct:
    """What stands in the log of one person, by all profiles that a human linked.

    Args:
        lines: the newest 10 entries, those made in error left out.
        total: how many entries there are.
        in_error, reversed, to_do: how many of them were made in error, reversed since, or are still
            to be done on the platform.
        warnings: those given, the newest first; no more than 10.
        warned: how many warnings there are.
        blocks: other blocks of the same person, the newest first; no more than 10.
        again: blocks that were proposed for the same entry of the log as the one left out.
        digest: of all that there is; it tells whether anything changed since.
    """

    lines: list[Line]
    total: int
    in_error: int
    reversed: int
    to_do: int
    warnings: list[ModerationAction]
    warned: int
    blocks: list[Block]
    again: list[Block]
    digest: str

    @property
    def has_more(self) -> bool:
        """Whether there are older entries than those shown."""
        return self.total - self.in_error > len(self.lines)


def conduct_of(author: Author, *, but: Block | None = None) -> Conduct:
    """What lies before whoever decides; six queries, however much it is.

    Args:
        but: leave out this block.
    """
    found = entries_about(author)
    counted = counts_of(found)
    stands = found.exclude(reversal__in_error=True).order_by("-happened_at", "-pk")
    warnings: list[ModerationAction] = []
    if counted["warned"]:
        warned = stands.filter(kind=Kind.WARNED)
        warnings = list(warned.select_related("item")[:SHOWN])
    rows = Block.objects.filter(author__in=same_person(author).values("pk")).order_by("-pk")
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    blocks = list(rows[:MOST])
    for block in blocks:
        block.council = author.council
    return Conduct(
        lines=lines_of(stands[:SHOWN]),
        total=counted["total"],
        in_error=counted["in_error"],
        reversed=counted["reversed"],
        to_do=counted["to_do"],
        warnings=warnings,
        warned=counted["warned"],
        blocks=blocks[:SHOWN],
        again=[
            one
            for one in blocks
            if but and one.prompted_by_id and one.prompted_by_id == but.prompted_by_id
        ],
        digest=_digest(counted, but),
    )


def lines_of(entries: QuerySet[ModerationAction]) -> list[Line]:
    """Some entries as they are shown; two queries.

    In plain values: an entry and its item are wide rows, and most of them is not shown.
    """
    rows = list(
        entries.values_list(
            *("kind", "reason_label", "happened_at", "confirmed_at", "reversal__in_error"),
            *(platform_shown("account"), "account__name", "item__elsewhere"),
            *("item", "item__number", "item__words", "item__erased_at"),
        )
    )
    captures = defaultdict(list)
    kept = Evidence.objects.kept().filter(item__in={row[8] for row in rows}).order_by("pk")
    for item, kind, uid in kept.values_list("item", "kind", "uid") if rows else ():
        captures[item].append((str(Evidence.Kind(kind).label), uid))
    lines = []
    for (
        kind,
        reason,
        at,
        done,
        in_error,
        platform,
        name,
        elsewhere,
        item,
        number,
        words,
        gone,
    ) in rows:
        account = account_called(platform, name) if name else ""
        lines.append(
            Line(
                number=number,
                reference=f"M-{number:04}",
                kind=str(Kind(kind).label),
                reason=reason,
                happened_at=at,
                where=account or elsewhere,
                outcome=outcome_of(kind in ModerationAction.REMOVALS, done is not None, in_error),
                words=words,
                is_erased=gone is not None,
                captures=captures[item],
            )
        )
    return lines


def counts_of(entries: QuerySet[ModerationAction]) -> dict[str, int]:
    """How many entries there are, by what became of them; one query.

    No entry comes, goes, is done or is reversed without one of these numbers changing.
    """
    counted = dict.fromkeys(("total", "last", "reversals", *OUTCOMES), 0)
    groups = entries.order_by().values_list("kind", "reversal__in_error")
    for kind, in_error, number, done, last, reversal in groups.annotate(
        *(Count("pk"), Count("confirmed_at"), Max("pk"), Max("reversal"))
    ):
        counted["total"] += number
        counted["last"] = max(counted["last"], last)
        counted["reversals"] = max(counted["reversals"], reversal or 0)
        counted["in_error"] += number if in_error else 0
        counted["reversed"] += number if in_error is False else 0
        counted["to_do"] += number - done if in_error is None else 0
        counted["warned"] += number if kind == Kind.WARNED and not in_error else 0
    return counted


def seen_of(block: Block) -> str:
    """The digest of what lies before whoever decides: the log, and what was decided before."""
    return _digest(counts_of(entries_about(block.author)), block)


def _digest(counted: dict[str, int], block: Block | None) -> str:
    decided = block.decisions.aggregate(last=Max("pk")) if block else None
    return digest_of(f"{counted} {decided}")


def snapshot_of(author: Author) -> list[dict[str, Any]]:
    """What a decision keeps of what lay there that day."""
    return snapshot(earlier(author))


def snapshot(entries: list[Earlier]) -> list[dict[str, Any]]:
    """The newest entries, each with its outcome; also those in error, marked so."""
    return [
        {
            "action": one.action.pk,
            "item": one.action.item.reference,
            "kind": one.action.kind,
            "outcome": one.outcome,
            "in_error": one.in_error,
        }
        for one in entries
    ]
