"""What is no request at all is set aside, so that a flood of it keeps nobody from asking."""

from collections.abc import Sequence

from accounts.people.models import Person
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.refusals import Stale, required_words
from councilsm.tenancy import require_same_council
from moderation.unblocks.actions.asking import locked
from moderation.unblocks.deciders import require_decider
from moderation.unblocks.erasing import empty_if_due
from moderation.unblocks.models import UnblockRequest

State = UnblockRequest.State


@action
def set_aside_requests(
    *, requests: Sequence[UnblockRequest], why: str, actor: Person
) -> list[UnblockRequest]:
    """Closes what asks for nothing that could be decided; whoever sent it reads so on its page.

    By whoever decides requests alone, since to set one aside is to give no answer (DTC-3.2-d), and
    never once a block was found or looked for: that one is decided.

    Args:
        why: for all of them.

    Raises:
        Stale: one was matched, or is not waiting any more; then none is set aside.
        RuleBroken: the actor does not decide requests, or nothing says why.
    """
    why = required_words(why, "Say why they are set aside.")
    rows = []
    for request in sorted(requests, key=lambda one: one.pk):
        require_same_council(requests[0], request)
        row = locked(request)
        require_decider(row, actor)
        row.require_state(State.WAITING)
        if row.matched_by_id is not None:
            raise Stale(f"Somebody looked for the block of {row.reference}, so it is decided.")
        row.state = State.SET_ASIDE
        row.save(update_fields=["state"])
        empty_if_due(row)
        record(
            Verb.UNBLOCK_SET_ASIDE, row, actor=actor, duty=Duty.DECIDE_UNBLOCKS, new={"why": why}
        )
        rows.append(row)
    return rows
