"""A human says which block a request is about, or that there is none."""

from django.utils import timezone

from accounts.councils.blocking import OtherDecider
from accounts.people.models import Membership, Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken
from councilsm.tenancy import require_same_council
from moderation.blocks.models import Block
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.before import decisions_about, decisions_of
from moderation.unblocks.deciders import standing_to
from moderation.unblocks.finding import blocks_like
from moderation.unblocks.models import UnblockMatch, UnblockRequest
from moderation.unblocks.readers import PREPARING, require_preparer


@action
def match_request(
    *, request: UnblockRequest, block: Block | None, actor: Person, looked_for: str = ""
) -> UnblockRequest:
    """Says which block a request is about. Nothing else ever matches one; it can be said anew.

    What was said before stays on record. Who may not decide about a block for having decided it
    does not let it go either.

    Args:
        block: None where somebody looked and found none.
        looked_for: under what they looked, for the trail, until the request is erased.

    Raises:
        Stale: the request is decided or taken back.
        RuleBroken: the actor may not, or not any more, or the block never stood.
    """
    require_same_council(request, block)
    row = locked(request)
    membership = require_preparer(row, actor)
    row.require_state(UnblockRequest.State.WAITING)
    _require_free_to_match(row, block, membership)
    if block is None:
        _require_free_to_find_none(row, looked_for, membership)
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
            "looked_for": looked_for,
            "note": _in_short(block, looked_for),
        },
    )
    return row


def _in_short(block: Block | None, looked_for: str) -> str:
    if block is not None:
        return f"With {block.reference}"
    looked = f". Looked for: {looked_for}" if looked_for else ""
    return f"With none of our blocks{looked}"


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


def _require_free_to_find_none(row: UnblockRequest, looked_for: str, actor: Membership) -> None:
    """Asserts that nobody says first that there is no block, where they decided one of such a name.

    Raises:
        RuleBroken: they would, and the rules want somebody else to hear what they decided.
    """
    if row.council.rulebook.rules.unblock_other_decider.value is not OtherDecider.REQUIRED:
        return
    named = [*blocks_like(row.council, row.handle), *blocks_like(row.council, looked_for)]
    decider = standing_to(actor, decisions_of([block.pk for block in named]))
    if decider.refused:
        raise RuleBroken(
            "You decided a block of a profile whose name begins like that, so somebody else says "
            f"whether {row.reference} is about it, or about none.",
            source=decider.source,
        )
