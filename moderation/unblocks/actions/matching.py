"""A human says which block a request is about, or that there is none."""

from django.db.models import Q
from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council
from moderation.blocks.models import Block
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.before import decisions_about
from moderation.unblocks.deciders import standing_to
from moderation.unblocks.models import UnblockMatch, UnblockRequest
from moderation.unblocks.readers import PREPARING, require_preparer

#: Blocks by which somebody is or was blocked: not what was only proposed, or refused.
BLOCKED_ONCE = Q(state__in=[Block.State.STANDS, Block.State.LIFTED]) | Q(
    state__in=Block.UNDECIDED, is_urgent=True
)


@action
def match_request(*, request: UnblockRequest, block: Block | None, actor: Person) -> UnblockRequest:
    """Says which block a request is about. Nothing else ever matches one; it can be said anew.

    What was said before stays on record. Who may not decide about a block for having decided it
    does not let it go either.

    Args:
        block: None where somebody looked and found none.

    Raises:
        Stale: the request is decided or taken back.
        RuleBroken: the actor may not, or not any more, or the block never stood.
    """
    require_same_council(request, block)
    row = locked(request)
    membership = require_preparer(row, actor)
    row.require_state(UnblockRequest.State.WAITING)
    _require_free_to_match(row, block, membership)
    if block is not None and not blocked_once(block):
        raise RuleBroken(f"{block.reference} never stood. Choose another, or none.")
    before = row.block.reference if row.block else ""
    row.block, row.matched_by, row.matched_at = block, actor, timezone.now()
    row.save(update_fields=["block", "matched_by", "matched_at"])
    UnblockMatch.objects.create(council=row.council, request=row, block=block, matched_by=actor)
    record(
        Verb.UNBLOCK_MATCHED,
        row,
        actor=actor,
        office_id=actor.office_for(row.council, *PREPARING),
        old={"block": before} if before else None,
        new={
            "block": block.reference if block else "none of ours",
            "note": f"With {block.reference}" if block else "With none of our blocks",
        },
    )
    return row


def blocked_once(block: Block) -> bool:
    """Whether somebody is or was blocked by it: not where it was only proposed, or refused."""
    return block.state in (Block.State.STANDS, Block.State.LIFTED) or block.is_in_force


def _require_free_to_match(row: UnblockRequest, block: Block | None, actor: Membership) -> None:
    """Asserts that nobody lets go of a block that they decided, where somebody else must decide.

    Raises:
        RuleBroken: they would.
    """
    decider = standing_to(actor, decisions_about(row))
    if decider.refused and (block is None or block.pk != row.block_id):
        raise RuleBroken(
            f"You decided a block that {row.reference} was matched with, so somebody else says "
            "whether it is about another, or about none.",
            source=decider.source,
        )
