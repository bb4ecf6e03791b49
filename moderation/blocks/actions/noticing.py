"""What somebody is sent: a notice of intention, whose answer is kept, and then the decision."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale, require_past
from councilsm.tenancy import require_same_council
from moderation.blocks.actions.common import keep_proof, locked
from moderation.blocks.models import Block, BlockDecision, BlockNotice
from moderation.blocks.readers import DOERS
from moderation.blocks.telling import notice_of, respond_by
from moderation.blocks.weighing import said
from moderation.blocks.words import to_tell
from moderation.evidence.models import Evidence
from moderation.items.actions import digest_of


@action
def record_notice(
    *,
    block: Block,
    words: str,
    actor: Person,
    sent_at: datetime | None = None,
    last_day: date | None = None,
    captures: Sequence[Evidence] = (),
) -> BlockNotice:
    """Records that somebody was told the council means to block them, and by when to respond.

    Args:
        words: what was sent on the platform.
        sent_at: None for now.
        last_day: the last day to respond (London), where no rule says how many days they have.
        captures: what shows that it was sent; one file at most.

    Raises:
        Stale: a notice is on the record already, or the proposal was decided or taken back.
        RuleBroken: there are no words, the time is to come or before the proposal, or no day to
            come is known.
    """
    actor.require_duty_at(block.council, *DOERS)
    office_id = actor.office_for(block.council, *DOERS)
    row = locked(block)
    require_same_council(row, *captures)
    row.require_state(Block.State.PROPOSED)
    sent_at = sent_at or timezone.now()
    require_past(sent_at, "it was sent")
    sent_on = sent_at.astimezone(LONDON).date()
    if sent_on < row.proposed_at.astimezone(LONDON).date():
        raise RuleBroken(
            f"{row.reference} was proposed {when_in_words(row.proposed_at)}. A notice of before "
            "tells them nothing of it: send one, then record it."
        )
    words = said(words, "Enter what was sent.")
    notice = BlockNotice.objects.create(
        council=row.council,
        block=row,
        words=words,
        sent_at=sent_at,
        sent_by=actor,
        office_id=office_id,
        respond_by=respond_by(row.council, sent_on, last_day),
        proof=keep_proof(row.council, captures, actor),
    )
    row.state = Block.State.NOTIFIED
    row.save(update_fields=["state"])
    record(
        Verb.BLOCK_NOTICE_SENT,
        row,
        actor=actor,
        office_id=office_id,
        label=row.reference,
        new={
            "sent_at": sent_at.isoformat(),
            "respond_by": notice.respond_by.isoformat(),
            "words_digest": digest_of(words),
        },
    )
    return notice


@action
def record_response(
    *, block: Block, response: str, responded_at: datetime, actor: Person
) -> BlockNotice:
    """Records what somebody answered to the notice, also after its last day.

    Raises:
        Stale: a response is on the record already, or the block was decided meanwhile.
        RuleBroken: there are no words, or the time is to come or before the notice.
    """
    actor.require_duty_at(block.council, *DOERS)
    office_id = actor.office_for(block.council, *DOERS)
    row = locked(block)
    row.require_state(Block.State.NOTIFIED)
    notice = notice_of(row)
    assert notice is not None  # its state says so
    if notice.responded_at is not None:
        raise Stale(
            f"{notice.response_by} recorded their response, of "
            f"{when_in_words(notice.responded_at)}, already."
        )
    require_past(responded_at, "they responded")
    if responded_at < notice.sent_at.replace(second=0, microsecond=0):
        raise RuleBroken("They responded before the notice was sent. Correct the time.")
    notice.response = said(response, "Enter what they said.")
    notice.responded_at, notice.response_by = responded_at, actor
    notice.save(update_fields=["response", "responded_at", "response_by"])
    record(
        Verb.BLOCK_RESPONDED,
        row,
        actor=actor,
        office_id=office_id,
        label=row.reference,
        new={
            "responded_at": responded_at.isoformat(),
            "words_digest": digest_of(notice.response),
        },
    )
    return notice


@action
def record_told(*, block: Block, actor: Person, told_at: datetime | None = None) -> BlockDecision:
    """Records that somebody was sent the last decision about them, with its reasons.

    Args:
        told_at: None for now.

    Raises:
        Stale: that is on the record already, or there is nothing of which they are told.
        RuleBroken: the time is to come, or before the decision.
    """
    actor.require_duty_at(block.council, *DOERS)
    office_id = actor.office_for(block.council, *DOERS)
    row = locked(block)
    decisions = list(row.decisions.select_related("told_by").order_by("pk"))
    decision = to_tell(row, decisions, notice_of(row))
    if decision is None:
        told = [one for one in decisions if one.told_at is not None]
        if told and told[-1].told_at:
            raise Stale(
                f"{told[-1].told_by} recorded that it was sent {when_in_words(told[-1].told_at)}."
            )
        raise Stale(f"There is nothing about {row.reference} that they are to be told.")
    told_at = told_at or timezone.now()
    require_past(told_at, "it was sent")
    if told_at < (decision.second_at or decision.decided_at).replace(second=0, microsecond=0):
        raise RuleBroken("It was sent before it was decided. Correct the time.")
    decision.told_at, decision.told_by = told_at, actor
    decision.save(update_fields=["told_at", "told_by"])
    record(
        Verb.BLOCK_TOLD,
        row,
        actor=actor,
        office_id=office_id,
        label=row.reference,
        new={"told_at": told_at.isoformat(), "kind": decision.kind},
    )
    return decision
