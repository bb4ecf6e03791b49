"""Who sees what shows that somebody is blocked, and opens what shows what they did."""

from django.db.models import Q

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.blocks.models import Block, BlockNotice, BlockStep
from moderation.blocks.models.block import in_force
from moderation.blocks.readers import DOERS
from moderation.evidence.models import Evidence
from moderation.evidence.seeing import lets_open, lets_see
from moderation.items.authors import same_person

#: They open it; who reads the trail is told that it is there.
LOOKERS = (*DOERS, Duty.DECIDE_UNBLOCKS)


@lets_see
def block_lookers(membership: Membership, evidence: Evidence) -> bool:
    """Whoever decides about blocks, or carries them out, sees the proofs of steps and notices."""
    if evidence.item_id is not None or not any(map(membership.allows, LOOKERS)):
        return False
    proof = Q(proof=evidence.pk, council=membership.council)
    return any(one.objects.filter(proof).exists() for one in (BlockStep, BlockNotice, Block))


@lets_open
def block_deciders(membership: Membership, evidence: Evidence) -> bool:
    """Whoever decides blocks opens what shows what a person did of whom a block is proposed, or
    stands.
    """
    item = evidence.item
    if item is None or item.author is None or not membership.allows(Duty.DECIDE_BLOCKS):
        return False
    blocks = Block.objects.filter(author__in=same_person(item.author).values("pk"))
    return blocks.filter(Q(state__in=Block.UNDECIDED) | in_force(today())).exists()
