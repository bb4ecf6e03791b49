"""Who opens what shows what somebody did who asks to be unblocked."""

from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import lets_open
from moderation.items.authors import same_person
from moderation.unblocks.models import UnblockRequest


@lets_open
def unblock_deciders(membership: Membership, evidence: Evidence) -> bool:
    """Whoever decides requests opens what the person did whose block one of them is about.

    As long as the request waits for a decision.
    """
    item = evidence.item
    if item is None or item.author is None or not membership.allows(Duty.DECIDE_UNBLOCKS):
        return False
    waiting = UnblockRequest.objects.filter(
        council=membership.council_id, state=UnblockRequest.State.WAITING
    )
    return waiting.filter(block__author__in=same_person(item.author).values("pk")).exists()
