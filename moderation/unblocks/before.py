"""What lies before whoever decides a request: the case as its page shows it, and as it is now."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from moderation.blocks.conduct import snapshot
from moderation.blocks.models import Block, BlockDecision
from moderation.evidence.models import Evidence
from moderation.items.actions import digest_of
from moderation.log.repeats import Earlier, earlier
from moderation.unblocks.models import UnblockFact, UnblockRequest

Kind = BlockDecision.Kind
#: The decisions by which somebody is kept out.
KINDS = Q(kind__in=[Kind.BLOCK, Kind.RENEW])


@dataclass(frozen=True)
class Before:
    """A case as it is at one moment.

    Args:
        facts: what was added to the request, the oldest first.
        decisions: of every block that it was ever matched with, those that somebody disagreed with
            left out, the newest first; see `decisions_about`.
        entries: of the log about whom the block keeps out, the newest first; none without a block.
    """

    request: UnblockRequest
    facts: list[UnblockFact]
    decisions: list[BlockDecision]
    entries: list[Earlier]

    @property
    def standing(self) -> list[BlockDecision]:
        """What stands of the block: its last renewal, then that it was decided."""
        counting = [
            row
            for row in self.decisions
            if row.block_id == self.request.block_id and row.counts  # one that waits does not
        ]
        renewals = [row for row in counting if row.kind == Kind.RENEW][:1]
        return renewals + [row for row in counting if row.kind == Kind.BLOCK]

    @property
    def seen(self) -> str:
        """The SHA-256 of it all: the same as long as nothing of it has changed."""
        row, block = self.request, self.request.block
        return digest_of(
            str(
                [
                    (row.block_id, row.matched_at and row.matched_at.isoformat()),
                    [(fact.pk, fact.words) for fact in self.facts],
                    _state_of(block) if block else None,
                    [(one.pk, one.agreed) for one in self.decisions],
                    snapshot(self.entries),
                ]
            )
        )


def before(request: UnblockRequest) -> Before:
    """The case of a request; three queries, beside its block and author where not at hand."""
    block = request.block
    return Before(
        request,
        list(request.facts.select_related("added_by").order_by("pk")),
        decisions_about(request),
        earlier(block.author) if block else [],
    )


def decisions_about(request: UnblockRequest) -> list[BlockDecision]:
    """How every block was decided and renewed that a request was ever matched with; one query."""
    return decisions_of(request.matches.values("block"))


def decisions_of(blocks: Any) -> list[BlockDecision]:
    """How some blocks were decided and renewed, those disagreed with left out; one query."""
    rows = BlockDecision.objects.filter(KINDS, block__in=blocks).exclude(agreed=False)
    related = ("decided_by", "office", "second_by", "second_office")
    return list(rows.select_related(*related).order_by("-pk"))


def with_captures(entries: list[Earlier]) -> list[tuple[Earlier, list[Evidence]]]:
    """Entries of the log, each with what shows it; one query."""
    captures = defaultdict(list)
    for one in Evidence.objects.kept().filter(item__in={row.action.item_id for row in entries}):
        captures[one.item_id].append(one)
    return [(row, captures[row.action.item_id]) for row in entries]


def _state_of(block: Block) -> list[Any]:
    return [block.state, block.is_in_force, str(block.ends_on), str(block.review_on)]
