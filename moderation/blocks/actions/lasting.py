"""What becomes of a block that stands: renewed, made shorter or longer, or lifted."""

from datetime import date

from accounts.people.models import Person
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import Stale
from moderation.blocks.actions.common import (
    last_counting,
    locked,
    record_decision,
    require_in_force,
    require_seen,
    tell_deciders,
    write_decision,
)
from moderation.blocks.actions.deciding import stand
from moderation.blocks.asked import require_not_refused
from moderation.blocks.lengths import judged_length, require_days
from moderation.blocks.models import Block, BlockDecision
from moderation.blocks.questions import waiting_decision
from moderation.blocks.weighing import judged_telling, said


@action
def renew_block(
    *,
    block: Block,
    reasons: str,
    why_not_shorter: str,
    length: str,
    telling: str,
    actor: Person,
    ends_on: date | None = None,
    review_on: date | None = None,
    why_not_told: str = "",
    seen: str | None = None,
) -> BlockDecision:
    """Sets a block that stands a new day: later, or sooner. Why it began is not asked again.

    Args:
        reasons: why it is still necessary.
        why_not_shorter: why lifting it now, or a shorter time, is not enough.
        length, ends_on, review_on: see `judged_length`.
        telling: one of `BlockDecision.Telling`.
        seen: the digest of the conduct that the page showed.

    Raises:
        Stale: it is not in force any more, a renewal waits for a second person already, or its
            page showed something else.
        RuleBroken: an answer is missing, or the rules want something else.
    """
    actor.require_duty_at(block.council, Duty.DECIDE_BLOCKS)
    office_id = actor.office_for(block.council, Duty.DECIDE_BLOCKS)
    row = locked(block)
    row.require_state(Block.State.STANDS)
    require_in_force(row)
    if waiting_decision(row) is not None:
        raise Stale(f"A renewal waits for a second person already.{row.who_last}")
    require_seen(row, seen)
    before = last_counting(row)
    columns = {
        "reason": before.reason,
        "reason_label": before.reason_label,
        "source": before.source,
        "reasons": said(reasons, "Say why it is still necessary."),
        "why_not_shorter": said(why_not_shorter, "Say why lifting it now is not enough."),
        "other_ways": before.other_ways,
        "statutory": before.statutory,
        "statutory_how": before.statutory_how,
        **judged_length(row, length, ends_on, review_on),
        **judged_telling(row, telling, why_not_told, renewing=True),
    }
    second = row.council.rulebook.rules.block_second_person.value is True
    decision = write_decision(
        row, BlockDecision.Kind.RENEW, actor, office_id, needs_second=second, **columns
    )
    if second:
        tell_deciders(row, "block_second", but=actor)
    else:
        stand(row, decision)
        row.save(update_fields=["state", "ends_on", "review_on"])
    record_decision(Verb.BLOCK_RENEWED, row, decision, actor, needs_second=second)
    return decision


@action
def lift_block(
    *, block: Block, reasons: str, actor: Person, duty: Duty = Duty.DECIDE_BLOCKS
) -> BlockDecision:
    """Ends a block that was decided; each account is then to be unblocked on the platform.

    An urgent one is decided properly instead: the record then says whether it was right. Only where
    nobody did that in time, a request to be unblocked ends it without.

    Args:
        reasons: why, in words that the person could read.
        duty: by which the actor does it; a request to be unblocked is granted by another.

    Raises:
        Stale: it is not in force any more, or is not decided yet.
        RuleBroken: the actor does not hold the duty today, no reason is given, or a request for it
            waits for somebody else, who must decide that.
    """
    actor.require_duty_at(block.council, duty)
    office_id = actor.office_for(block.council, duty)
    row = locked(block)
    if duty == Duty.DECIDE_BLOCKS:
        require_not_refused(row, actor.require_membership_at(block.council))
    if not (duty == Duty.DECIDE_UNBLOCKS and row.is_late):
        row.require_state(Block.State.STANDS)
    require_in_force(row)
    reasons = said(reasons, "Say why it is lifted.")
    decision = write_decision(row, BlockDecision.Kind.LIFT, actor, office_id, reasons=reasons)
    row.state = Block.State.LIFTED
    row.save(update_fields=["state"])
    record_decision(Verb.BLOCK_LIFTED, row, decision, actor)
    return decision


@action
def bring_review_forward(
    *,
    block: Block,
    review_on: date,
    reasons: str,
    actor: Person,
    duty: Duty = Duty.DECIDE_BLOCKS,
) -> BlockDecision:
    """Keeps a block that stands, and has it looked at again by a day, or sooner if it was to be.

    A renewal that waits for its second person does not put that day off again.

    Args:
        review_on: London.
        reasons: why, in words that the person could read.
        duty: by which the actor does it; a request to be unblocked is answered by another.

    Raises:
        Stale: it is not in force any more, or is not decided yet.
        RuleBroken: the actor does not hold the duty today, no reason is given, or the day has
            passed or is after the end.
    """
    actor.require_duty_at(block.council, duty)
    office_id = actor.office_for(block.council, duty)
    row = locked(block)
    row.require_state(Block.State.STANDS)
    require_in_force(row)
    require_days(row.ends_on, review_on)
    decision = write_decision(
        row,
        BlockDecision.Kind.REVIEW,
        actor,
        office_id,
        reasons=said(reasons, "Say why it is looked at again."),
        ends_on=row.ends_on,
        review_on=min(review_on, row.review_on or review_on),
    )
    row.review_on = decision.review_on
    row.save(update_fields=["review_on"])
    record_decision(Verb.BLOCK_REVIEW_SET, row, decision, actor)
    return decision
