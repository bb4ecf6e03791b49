"""Deciding a block that was proposed, and the second person where the rules want one."""

from django.utils import timezone

from accounts.people.models import Person
from accounts.people.others import others_with
from councilsm.audit.actions import action
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.actions.common import (
    locked,
    record_decision,
    require_alone,
    require_in_force,
    require_seen,
    take_over,
    tell_deciders,
    write_decision,
)
from moderation.blocks.models import Block, BlockDecision
from moderation.blocks.questions import waiting_decision
from moderation.blocks.weighing import Weighing, judged, said
from moderation.log.actions.common import shortened
from moderation.log.repeats import entries_about

Kind = BlockDecision.Kind


@action
def decide_block(
    *, block: Block, outcome: str, weighing: Weighing, actor: Person, seen: str | None = None
) -> BlockDecision:
    """Decides that somebody is blocked, or is not.

    Where the rules want a second person, the block stands once they have agreed.

    Args:
        outcome: "block" or "not".
        weighing: all that is asked of a block; of “not”, its `reasons` alone.
        seen: the digest of the conduct that the page showed.

    Raises:
        Stale: somebody decided it or took it back meanwhile, or its page showed other conduct.
        RuleBroken: the actor decides no blocks today, an answer is missing, or the rules want
            something else (`judged`).
    """
    actor.require_duty_at(block.council, Duty.DECIDE_BLOCKS)
    office_id = actor.office_for(block.council, Duty.DECIDE_BLOCKS)
    row = locked(block)
    row.require_state(Block.State.PROPOSED, Block.State.NOTIFIED)
    require_seen(row, seen)
    if outcome == Kind.NOT:
        reasons = said(weighing.reasons, "Say why they are not blocked.")
        decision = write_decision(row, Kind.NOT, actor, office_id, reasons=reasons)
        row.state = Block.State.REFUSED
    elif outcome == Kind.BLOCK:
        require_cause(row)
        second = row.council.rulebook.rules.block_second_person.value is True
        columns = judged(weighing, row)
        decision = write_decision(row, Kind.BLOCK, actor, office_id, needs_second=second, **columns)
        if second:
            row.state = Block.State.SECOND
            if row.is_urgent:  # it stands meanwhile, and no longer than was decided
                row.ends_on, row.review_on = decision.ends_on, decision.review_on
            tell_deciders(row, "block_second", but=actor)
        else:
            stand(row, decision)
    else:
        raise RuleBroken("Choose whether they are blocked.")
    row.save(update_fields=["state", "ends_on", "review_on"])
    record_decision(Verb.BLOCK_DECIDED, row, decision, actor, needs_second=decision.needs_second)
    return decision


@action
def second_block(
    *, block: Block, agreed: bool, note: str, actor: Person, seen: str | None = None
) -> BlockDecision:
    """The second person agrees to a block or to its renewal, or does not.

    A block that they do not agree to does not stand; a renewal changes nothing then.

    Args:
        note: at most 500 characters; why not, where they do not agree.
        seen: the digest of the conduct that the page showed.

    Raises:
        Stale: nothing waits for a second person any more, the block has ended, or its page showed
            other conduct.
        RuleBroken: it is their own decision, its day has passed, or it says nothing why not.
    """
    actor.require_duty_at(block.council, Duty.DECIDE_BLOCKS)
    office_id = actor.office_for(block.council, Duty.DECIDE_BLOCKS)
    row = locked(block)
    row.require_state(Block.State.SECOND, Block.State.STANDS)
    decision = waiting_decision(row)
    if decision is None:
        raise Stale(f"{row.reference} waits for nobody any more.{row.who_last}")
    if decision.decided_by_id == actor.pk:
        raise RuleBroken(
            f"You decided this yourself. Somebody else must agree: {who_else(row, actor)}.",
            source=row.council.rulebook.source_if_set("block_second_person"),
        )
    if decision.kind == Kind.RENEW:
        require_in_force(row)
    require_seen(row, seen)
    note = shortened(note, 500, "note")
    if not agreed:
        note = shortened(said(note, "Say why you do not agree."), 500, "note")
    elif decision.has_passed:
        raise RuleBroken(
            "Its last day or its review has passed meanwhile. Do not agree, and say so; somebody "
            "can decide anew."
        )
    decision.agreed, decision.second_by, decision.second_note = agreed, actor, note
    decision.second_office_id, decision.second_at = office_id, timezone.now()
    decision.save(
        update_fields=["agreed", "second_by", "second_note", "second_office", "second_at"]
    )
    if agreed:
        stand(row, decision)
    elif decision.kind == Kind.BLOCK:
        row.state, row.ends_on, row.review_on = Block.State.REFUSED, None, None
    row.save(update_fields=["state", "ends_on", "review_on"])
    record_decision(Verb.BLOCK_SECONDED, row, decision, actor, agreed=agreed)
    return decision


def stand(row: Block, decision: BlockDecision) -> None:
    """A decision takes effect: the block stands until its day. Not saved yet.

    A review that was brought forward while it waited for its second person stays.

    Raises:
        Stale: another block keeps them from one of the accounts.
    """
    require_alone(row.author, row.places.values("account"), but=row)
    take_over(row)
    sooner = row.decisions.filter(kind=Kind.REVIEW, pk__gt=decision.pk).order_by("pk").last()
    days = [decision.review_on, sooner.review_on if sooner else None]
    row.state = Block.State.STANDS
    row.ends_on = decision.ends_on
    row.review_on = min((day for day in days if day), default=None)


def require_cause(row: Block) -> None:
    """Asserts that what it was proposed from, or something else in the log, still counts.

    Raises:
        RuleBroken: it was all made in error.
    """
    if row.prompted_by_id is None:
        return
    found = entries_about(row.author)
    if not found.exclude(reversal__in_error=True).exists():
        raise RuleBroken(
            "All that stands in the log of this person was made in error. Do not block them."
        )


def who_else(block: Block, actor: Person) -> str:
    """Who else decides blocks here, by name; or that nobody does."""
    names = [person.name for person in others_with(Duty.DECIDE_BLOCKS, block.council, actor)]
    return ", ".join(names) or "nobody else holds that duty today, so it waits"
