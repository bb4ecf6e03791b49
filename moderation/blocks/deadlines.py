"""What is due about blocks, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.dates import LONDON
from councilsm.duties import Duty
from councilsm.inbox.deadlines import HORIZON, Deadline, on_day, tells_deadlines
from moderation.blocks.models import Block, BlockDecision, BlockPlace, BlockStep
from moderation.blocks.questions import to_block, to_unblock


@tells_deadlines
def reviews(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Blocks whose review comes, to whoever decides blocks."""
    rows = Block.objects.in_force(day).filter(
        council__in=councils, state=Block.State.STANDS, review_on__lte=day + HORIZON
    )
    for block in rows.select_related("council"):
        assert block.review_on is not None  # asked for
        yield to_decide(block, "block.review", "Block to review", block.review_on, day)


@tells_deadlines
def urgent(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Blocks made first, for safety, that nobody has decided yet, or agreed to."""
    rows = Block.objects.proposed().filter(council__in=councils, is_urgent=True)
    for block in rows.select_related("council"):
        assert block.decide_by is not None  # block_urgent_is_decided_by
        yield to_decide(
            block, "block.urgent", "Urgent block to decide", block.decide_by, day, now=True
        )


def to_decide(
    block: Block, key: str, what: str, due: date, day: date, *, now: bool = False
) -> Deadline:
    """One deadline of whoever decides blocks.

    Args:
        now: it goes at once, in a mail of its own: somebody is kept out without a decision.
    """
    return Deadline(
        council_id=block.council_id,
        key=f"{key}:{block.pk}",
        due_on=due,
        text=f"{what}: {block.reference}",
        subject=f"{what} {on_day(due, day)}: {block.reference}",
        url=block.get_absolute_url(),
        duty=Duty.DECIDE_BLOCKS,
        now=now,
    )


@tells_deadlines
def on_platforms(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What is to be done on a platform: from the day of the decision, the end, or of being found
    otherwise since; two queries.
    """
    for rows, to_do in (
        (to_block(councils, day), "Block on the platform"),
        (to_unblock(councils, day), "Ended here, still blocked there"),
    ):
        for place in dated(rows):
            block = place.block
            what = f"{to_do}: {block.reference} on {place.account}"
            yield Deadline(
                council_id=place.council_id,
                key=f"block.platform:{place.pk}",
                due_on=since(block, max(place.decided_last, place.seen_last), day),
                text=what,
                subject=what,
                url=reverse("blocks:confirm", args=[block.council.slug, place.pk]),
                duty=Duty.LOG_MODERATION,
            )


def dated(places: QuerySet[BlockPlace]) -> QuerySet[Any]:
    """With when it was decided last (`decided_last`) and seen last (`seen_last`) of each."""
    moment = DateTimeField()
    decided = BlockDecision.objects.filter(block=OuterRef("block")).values("block")
    seen = BlockStep.objects.filter(place=OuterRef("pk")).values("place")
    return places.select_related("block__council", "account").annotate(
        decided_last=Coalesce(
            Subquery(decided.annotate(at=Max("decided_at")).values("at"), output_field=moment),
            "block__proposed_at",
        ),
        seen_last=Coalesce(
            Subquery(seen.annotate(at=Max("happened_at")).values("at"), output_field=moment),
            "added_at",
        ),
    )


def since(block: Block, moment: datetime, day: date) -> date:
    """The day from which a platform shows something else than was decided.

    Args:
        moment: when it was decided last, or seen last, whichever came later.
    """
    known = moment.astimezone(LONDON).date()
    if block.state == Block.State.STANDS and block.ends_on and block.ends_on < day:
        return max(known, block.ends_on + timedelta(days=1))
    return known
