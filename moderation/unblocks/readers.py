"""Who may read requests to be unblocked, and who may prepare them for whoever decides."""

from accounts.people.models import Membership, Person
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from moderation.unblocks.models import UnblockRequest

#: Who finds the block, adds facts, splits off a complaint and sends an answer again.
PREPARING = (Duty.DECIDE_UNBLOCKS, Duty.LOG_MODERATION)
#: They, and those who read the trail.
READERS = (*PREPARING, Duty.READ_TRAIL)


def prepares(membership: Membership) -> bool:
    """Whether somebody may match a request, add facts and send its answer again."""
    return any(map(membership.allows, PREPARING))


def require_preparer(request: UnblockRequest, actor: Person) -> Membership:
    """The membership of somebody who may prepare a request.

    Raises:
        RuleBroken: they may not, or not any more.
    """
    membership = actor.require_membership_at(request.council)
    if not prepares(membership):
        raise RuleBroken(
            "Only those who log moderation or decide requests to be unblocked do this. "
            "You hold neither duty today."
        )
    return membership
