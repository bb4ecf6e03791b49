"""What lies before whoever decides about a block: what the person did, and what became of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Max, Q

from moderation.blocks.models import Block
from moderation.evidence.models import Evidence
from moderation.items.actions import digest_of
from moderation.items.authors import same_person
from moderation.items.models import Author
from moderation.log.models import ModerationAction
from moderation.log.repeats import Earlier, as_earlier, earlier, entries_about

#: What is shown of an entry: the rows are wide, and most of it is not.
COLUMNS = (
    *("kind", "reason_label", "happened_at", "confirmed_at", "reversal__in_error"),
    *("account__name", "account__platform"),
    *(f"item__{name}" for name in ("number", "words", "erased_at", "elsewhere", "platform")),
)
#: So many of the newest entries, warnings and other blocks are shown.
SHOWN = 10


@dataclass(frozen=True)
class Line:
    """One entry about the person, with what shows it."""

    earlier: Earlier
    captures: list[Evidence] = field(default_factory=list)


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
    counted, found = counts_of(author), entries_about(author).order_by("-happened_at", "-pk")
    stands = found.exclude(reversal__in_error=True)
    rows = stands.select_related("item", "account", "reversal").only(*COLUMNS)
    shown = [as_earlier(row) for row in rows[:SHOWN]]
    captures = defaultdict(list)
    for evidence in Evidence.objects.kept().filter(item__in={one.action.item_id for one in shown}):
        captures[evidence.item_id].append(evidence)
    for one in shown:
        one.action.item.account = one.action.account  # it is the item's
    warnings: list[ModerationAction] = []
    if counted["warned"]:
        warned = stands.filter(kind=ModerationAction.Kind.WARNED)
        warnings = list(warned.select_related("item")[:SHOWN])
    blocks = Block.objects.filter(author__in=same_person(author).values("pk")).order_by("-pk")
    if but is not None:
        blocks = blocks.exclude(pk=but.pk)
    return Conduct(
        lines=[Line(one, captures[one.action.item_id]) for one in shown],
        total=counted["total"],
        in_error=counted["in_error"],
        reversed=counted["reversed"],
        to_do=counted["to_do"],
        warnings=warnings,
        warned=counted["warned"],
        blocks=list(blocks.defer("why", "urgent_why")[:SHOWN]),
        digest=_digest(counted, but),
    )


def counts_of(author: Author) -> dict[str, int]:
    """How many entries there are about a person, by what became of them; one query.

    No entry comes, goes, is done or is reversed without one of these numbers changing.
    """
    return entries_about(author).aggregate(
        total=Count("pk"),
        last=Max("pk"),
        reversals=Max("reversal"),
        in_error=Count("pk", filter=Q(reversal__in_error=True)),
        reversed=Count("pk", filter=Q(reversal__in_error=False)),
        to_do=Count("pk", filter=Q(confirmed_at=None, reversal=None)),
        warned=Count(
            "pk", filter=Q(kind=ModerationAction.Kind.WARNED) & ~Q(reversal__in_error=True)
        ),
    )


def seen_of(block: Block) -> str:
    """The digest of what lies before whoever decides: the log, and what was decided before."""
    return _digest(counts_of(block.author), block)


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
