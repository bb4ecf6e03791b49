"""A request is decided, on its own, by the office that the rules name; the answer goes out."""

from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, Stale, required_words
from moderation.blocks.actions import bring_review_forward, lift_block
from moderation.blocks.actions.common import locked as locked_block
from moderation.blocks.models import Block
from moderation.items.actions import digest_of
from moderation.unblocks.actions.answering import require_way, write_letter
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.actions.fitting import (
    require_fitting,
    require_holder,
    require_own_reasons,
)
from moderation.unblocks.before import before
from moderation.unblocks.deciders import (
    Decider,
    require_decider,
    require_not_refused,
    standing_to,
)
from moderation.unblocks.letters import joined, rest_of
from moderation.unblocks.models import UnblockDecision, UnblockLetter, UnblockRequest
from moderation.unblocks.verdict import Verdict

Way = UnblockLetter.Way

#: What the block's own page says; whose request it was is nobody's precedent.
GRANTED = "A request to be unblocked was granted."
KEPT = "A request to be unblocked was answered: the block stays, and is looked at again."


class CaseChanged(Stale):
    """The case is not any more what the page showed."""


@action
def decide_request(
    *,
    request: UnblockRequest,
    verdict: Verdict,
    letter_words: str,
    way: str,
    seen: str,
    actor: Person,
) -> UnblockDecision:
    """Decides a request, lifts the block where it is granted, and writes the answer (DTC-3.2-d).

    Args:
        letter_words: how the letter begins, as it was read before it goes. The reasons, and whom
            they can turn to, follow by themselves (`rest_of`).
        way: how it goes, a code of `UnblockLetter.Way`.
        seen: the case as the page showed it, as `Before.seen` gives it.

    Raises:
        CaseChanged: something was added or matched, or the block changed, since.
        Stale: somebody else has decided, or it was taken back; says who and when.
        RuleBroken: see `judge`; or the letter is empty or cannot go that way.
    """
    row = locked(request)
    if row.block is not None:  # held too: always the request first, then its block
        row.block.council = row.council
        row.block = locked_block(row.block)
    block = row.block
    decider = judge(row, verdict, actor, seen=seen)
    opening = required_words(letter_words, "Write the letter.")
    letter_words = joined(opening, rest_of(row, verdict.answer, decider.membership))
    require_way(row, way, verdict.outcome, verdict.holder)
    decision = UnblockDecision.objects.create(
        council=row.council,
        request=row,
        outcome=verdict.outcome,
        block=block,
        holder=verdict.holder,
        holder_how=verdict.holder_how.strip(),
        reasons=verdict.reasons.strip(),
        warning=verdict.warning.strip(),
        review_on=verdict.review_on,
        same_decider=decider.same,
        afresh=verdict.afresh.strip() if decider.same else "",
        decided_by=actor,
        office_id=decider.membership.office_for(Duty.DECIDE_UNBLOCKS),
        rulebook_version_id=row.council.rulebook_id,
        source=row.council.rulebook.source_of("decide_unblocks")[:250],
    )
    row.state = UnblockRequest.State.DECIDED
    row.save(update_fields=["state"])
    record(
        Verb.UNBLOCK_DECIDED,
        row,
        actor=actor,
        duty=Duty.DECIDE_UNBLOCKS,
        new={
            "outcome": decision.get_outcome_display(),
            "block": block.reference if block else "none of ours",
            "holder": decision.get_holder_display(),
            "same_decider": decider.same,
            "reasons_digest": digest_of(decision.reasons),
            "note": f"{decision.get_outcome_display()}. Letter: {Way(way).label}",
        },
    )
    if block is not None:
        carry_out(block, verdict, actor)
    write_letter(row, decision, letter_words, way, actor)
    return decision


def judge(request: UnblockRequest, verdict: Verdict, actor: Person, *, seen: str) -> Decider:
    """Whether somebody may decide a request in this way, and how they stand to it.

    Raises:
        CaseChanged: see `decide_request`.
        Stale: it is decided or taken back.
        RuleBroken: it is not theirs to decide; somebody else is required; it is not matched yet, or
            the outcome does not fit what it was matched with; words or a day are missing; or the
            reasons are those of another request.
    """
    require_undecided(request)
    membership = require_decider(request, actor)
    block = request.block
    case = before(request)
    decider = standing_to(membership, case.decisions)
    require_not_refused(decider)
    if case.seen != seen:
        raise CaseChanged(
            f"{request.reference} or its block changed after you opened this page, so nothing is "
            "decided. Read it again. What you typed is kept."
        )
    if request.matched_by_id is None:
        raise RuleBroken("Say first which block it is about, or that there is none.")
    require_fitting(verdict, block)
    require_holder(verdict)
    reasons = required_words(verdict.reasons, "Say why, for this request.")
    if decider.same:
        required_words(
            verdict.afresh, "You decided the block yourself. Say how you looked at it afresh."
        )
    require_own_reasons(request, verdict.outcome, reasons)
    return decider


def require_undecided(request: UnblockRequest) -> None:
    """Asserts that nobody has decided a request.

    Raises:
        Stale: somebody has; says who and when. Or it was taken back.
    """
    made = UnblockDecision.objects.filter(request=request).select_related("decided_by", "office")
    decision = made.first()
    if decision is not None:
        office = f" ({decision.office})" if decision.office else ""
        when = when_in_words(decision.decided_at.astimezone(LONDON))
        raise Stale(f"{decision.decided_by}{office} decided {request.reference} on {when}.")
    request.require_state(UnblockRequest.State.WAITING)


def carry_out(block: Block, verdict: Verdict, actor: Person) -> None:
    """Lifts the block, or brings its review forward. What has ended by its date needs neither."""
    if verdict.outcome in UnblockDecision.LIFTS and block.is_in_force:
        lift_block(block=block, reasons=GRANTED, actor=actor, duty=Duty.DECIDE_UNBLOCKS)
    elif verdict.review_on is not None:
        bring_review_forward(
            block=block,
            review_on=verdict.review_on,
            reasons=KEPT,
            actor=actor,
            duty=Duty.DECIDE_UNBLOCKS,
        )
