"""What the page of a block tells of requests about it, to those who may read them."""

from collections.abc import Iterator

from accounts.councils.blocking import OtherDecider
from accounts.people.models import Membership
from councilsm.duties import Duty
from moderation.blocks.asked import Asked, tells_asked
from moderation.blocks.models import Block
from moderation.unblocks.before import decisions_about
from moderation.unblocks.deciders import office_in_words, who_decided
from moderation.unblocks.models import UnblockRequest
from moderation.unblocks.readers import READERS

State = UnblockRequest.State


@tells_asked
def requests(block: Block, membership: Membership) -> Iterator[Asked]:
    """The requests that somebody matched with a block, the newest first.

    Who reads none of them and decides blocks is told that one waits, and not what it says.
    """
    book = block.council.rulebook
    required = book.rules.unblock_other_decider.value is OtherDecider.REQUIRED
    reads = any(map(membership.allows, READERS))
    if not (reads or membership.allows(Duty.DECIDE_BLOCKS)):
        return
    rows = block.unblock_requests.order_by("-pk")
    alone = book.rules.unblock_alone.value is True and membership.allows(Duty.DECIDE_UNBLOCKS)
    if alone or not reads:
        rows = rows.filter(state=State.WAITING)  # what was decided for others is no precedent
    for one in rows:
        one.council = block.council
        waits = one.state == State.WAITING
        same = required and waits and membership.person_id in who_decided(decisions_about(one))
        yield Asked(
            reference=one.reference,
            page=one.get_absolute_url() if reads else "",
            label=one.get_state_display(),
            waits_for=office_in_words(block.council) if waits else "",
            refusal="You decided the block yourself, so somebody else answers." if same else "",
            source=book.source_if_set("unblock_other_decider") if same else "",
        )
