"""What is asked of blocks across their accounts."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.dates import today
from accounts.people.others import others_with
from accounts.register.models import OfficialAccount
from councilsm.duties import Duty
from moderation.blocks.models import Block, BlockDecision, BlockPlace
from moderation.blocks.models.block import in_force
from moderation.items.models import Author
from moderation.log.models import ModerationAction

State = Block.State

#: A review is told of so long before its day: a block that ends with it is renewed in time.
SOON = timedelta(days=14)


def over(day: date) -> Q:
    """Lifted, not agreed to, taken back, or past their last day."""
    ran_out = Q(state=State.STANDS) | Q(state__in=Block.UNDECIDED, is_urgent=True)
    return Q(state__in=Block.OVER) | ran_out & Q(ends_on__lt=day)


def mismatched(day: date) -> Q:
    """Those of which a platform shows something else than was decided here.

    Still blocked there after the end here, or before anybody decided; or not blocked there, yet or
    any more, while the block is in force.

    Args:
        day: London.
    """
    places = BlockPlace.objects.filter(block=OuterRef("pk"))
    blocked, free = (Exists(places.filter(is_blocked=is_blocked)) for is_blocked in (True, False))
    nobody = over(day) | Q(state__in=Block.UNDECIDED, is_urgent=False)
    return Q(blocked) & nobody | Q(free) & in_force(day)


def to_review(day: date) -> Q:
    """Those that stand and whose review is due, or will be within two weeks.

    Args:
        day: London.
    """
    return Q(state=State.STANDS, review_on__lte=day + SOON) & in_force(day)


def urgent_to_decide(day: date) -> Q:
    """Those made first, for safety, that nobody has decided yet; or agreed to in time.

    Args:
        day: London.
    """
    late = Q(state=State.SECOND, decide_by__lt=day)
    return Q(is_urgent=True) & (Q(state__in=[State.PROPOSED, State.NOTIFIED]) | late)


def to_decide(day: date) -> Q:
    """Other proposals that can be decided: of those with a notice, once the person responded or
    their time is over.

    Args:
        day: London.
    """
    heard = Q(notice__responded_at__isnull=False) | Q(notice__respond_by__lt=day)
    free = Q(state=State.PROPOSED) | Q(state=State.NOTIFIED) & heard
    return free & Q(is_urgent=False)


def for_second(day: date, person: int) -> Q:
    """Those that wait for a second person, unless this one (id) decided them.

    Args:
        day: London; a renewal of what is over by then waits for nobody.
    """
    waits = BlockDecision.objects.filter(block=OuterRef("pk"), needs_second=True, agreed=None)
    open_still = Q(state__in=Block.UNDECIDED) | in_force(day)
    return Q(Exists(waits.exclude(decided_by=person))) & open_still


def to_unblock(councils: Collection[int], day: date) -> QuerySet[BlockPlace]:
    """The places at which somebody is still blocked although the block is over here (DTC-3.2-c).

    Args:
        councils: their ids.
        day: London.
    """
    stands = Block.objects.in_force(day).filter(pk=OuterRef("block"))
    return BlockPlace.objects.filter(~Exists(stands), council__in=councils, is_blocked=True)


def to_block(councils: Collection[int], day: date) -> QuerySet[BlockPlace]:
    """The places at which somebody is to be blocked and is not.

    Args:
        councils: their ids.
        day: London.
    """
    stand = Block.objects.in_force(day).filter(council__in=councils)
    return BlockPlace.objects.filter(block__in=stand, is_blocked=False)


def waiting_decision(block: Block) -> BlockDecision | None:
    """The decision about a block that waits for a second person, with who made it; if any."""
    rows = block.decisions.select_related("decided_by", "office")
    return last_waiting(rows.order_by("pk"))


def dealt_with(entry: ModerationAction | None) -> list[Block]:
    """The blocks that were proposed for one entry of the log before, the newest first."""
    if entry is None:
        return []
    rows = Block.objects.filter(prompted_by=entry).select_related("council").order_by("-pk")
    return list(rows)


def waiting_for(author: Author) -> Block | None:
    """The proposal of a profile that waits for a decision, with who made it; if any."""
    rows = Block.objects.proposed().filter(author=author)
    return rows.select_related("council", "proposed_by").first()


def blocked_on(author: Author, accounts: Collection[OfficialAccount]) -> list[BlockPlace]:
    """Those of some accounts that a block keeps a profile from today, each with the block."""
    places = BlockPlace.objects.filter(
        in_force(today(), "block__"), block__author=author, account__in=accounts
    )
    return list(places.select_related("block__council", "account").order_by("account__name"))


def nobody_agrees(block: Block, decision: BlockDecision) -> bool:
    """Whether nobody but who decided something decides blocks today, so that none could agree."""
    return not others_with(Duty.DECIDE_BLOCKS, block.council, decision.decided_by).exists()


def last_waiting(decisions: Iterable[BlockDecision]) -> BlockDecision | None:
    """The last decision, where it waits for a second person; a review brought forward apart.

    Args:
        decisions: of one block, in their order.
    """
    made = [one for one in decisions if one.kind != BlockDecision.Kind.REVIEW]
    waits = bool(made) and made[-1].needs_second and made[-1].agreed is None
    return made[-1] if waits else None
