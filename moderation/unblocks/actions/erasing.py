"""Somebody asks that what they sent is erased, or it is not needed any more."""

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import Stale, required_words
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.deciders import require_decider
from moderation.unblocks.erasing import empty_request
from moderation.unblocks.models import UnblockRequest


@action
def erase_request(*, request: UnblockRequest, why: str, actor: Person) -> UnblockRequest:
    """Empties the words of a request that is answered or taken back; that there was one stays.

    Args:
        why: they may not be kept, without saying them again.

    Raises:
        Stale: it is still open, or was erased already.
        RuleBroken: the actor does not decide requests, or nothing says why.
    """
    row = locked(request)
    require_decider(row, actor)
    row.require_state(*UnblockRequest.CLOSED)
    if row.erased_at:
        raise Stale(f"The words of {row.reference} were erased already.")
    why = required_words(why, "Say why they are erased.")
    empty_request(row)
    record(Verb.UNBLOCK_ERASED, row, actor=actor, duty=Duty.DECIDE_UNBLOCKS, new={"why": why})
    return row
