"""What stands, and until when: no block comes back, none is doubled, and no one ends it alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import months_later, today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.due import due_for
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks import deadlines
from moderation.blocks.actions import (
    bring_review_forward,
    lift_block,
    record_told,
    second_block,
    withdraw_proposal,
)
from moderation.blocks.models import Block, BlockDecision, BlockPlace
from moderation.blocks.questions import to_unblock
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    again,
    decided,
    lifted,
    renewed,
    urgent,
    with_block_rules,
)
from tests.moderation.test_blocks_ends import LIST, shown
from tests.moderation.test_blocks_places import said

As = Callable[[Person], Client]


def to_be_agreed(cast: Cast) -> tuple[Block, Person]:
    """A block whose renewal waits for Sam, renewed by Priya today."""
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, review_on=today() + timedelta(days=5))
    second_block(block=block, agreed=True, note="", actor=sam)
    renewed(cast, again(block))
    return again(block), sam


def test_a_renewal_agreed_after_the_end_revives_nothing(cast: Cast, as_: As, travel: Any) -> None:
    """Nor is anybody asked for it; meanwhile another block of the same account may stand."""
    block, sam = to_be_agreed(cast)
    assert block.ends_on
    assert shown(as_(sam), "second") == [block.reference]
    travel(block.ends_on + timedelta(days=3))
    assert shown(as_(sam), "second") == []
    other = urgent(cast, author=block.author)
    with pytest.raises(Stale, match="“ended” by now"):
        second_block(block=again(block), agreed=True, note="", actor=sam)
    places = BlockPlace.objects.filter(block__in=Block.objects.in_force(today()))
    assert [place.block_id for place in places] == [other.pk]


def test_of_two_blocks_of_one_account_the_later_does_not_stand(cast: Cast) -> None:
    """Whatever brought it about: the decision itself looks once more."""
    block = lifted(cast)
    other = a_block(cast, author=block.author)
    Block.objects.filter(pk=block.pk).update(state=Block.State.STANDS)
    with pytest.raises(Stale, match="blocked on Facebook: Main page already, by B-0001"):
        decided(cast, other)


def test_a_lifted_block_asks_nobody_to_agree(cast: Cast, as_: As) -> None:
    block, sam = to_be_agreed(cast)
    lifted(cast, block)
    assert as_(sam).get(f"{LIST}{block.reference}/second/").status_code == 302


def test_an_urgent_block_is_decided_and_neither_lifted_nor_left(cast: Cast, travel: Any) -> None:
    """A moderator alone does not end it; nobody lifts it before it was decided."""
    block = urgent(cast)
    said(cast, block, "blocked")
    with pytest.raises(RuleBroken, match="needs the duty"):
        withdraw_proposal(block=again(block), why="Enough.", actor=cast.cora)
    for duty in (Duty.DECIDE_BLOCKS, Duty.DECIDE_UNBLOCKS):
        with pytest.raises(Stale, match="to decide"):
            lift_block(block=again(block), reasons="Sorry", actor=cast.priya, duty=duty)
    assert again(block).is_in_force
    travel(today() + timedelta(days=30))
    # Decided too late: a request to be unblocked does not wait for it.
    with pytest.raises(Stale):
        lift_block(block=again(block), reasons="Sorry", actor=cast.priya)
    lift_block(block=again(block), reasons="Sorry", actor=cast.priya, duty=Duty.DECIDE_UNBLOCKS)
    assert again(block).state == Block.State.LIFTED


def test_an_urgent_block_never_agreed_to_is_late_and_ends_by_its_day(
    cast: Cast, as_: As, travel: Any
) -> None:
    a_second_decider(cast)
    with_block_rules(cast, block_second_person=True)
    block = decided(cast, urgent(cast), review_on=today() + timedelta(days=20))
    assert block.state == Block.State.SECOND and block.is_in_force
    priya = cast.priya.membership_at(cast.ashford)
    assert priya and not [due for due in due_for(priya) if "show=urgent" in due.url]
    travel(today() + timedelta(days=10))
    (late,) = [due for due in due_for(priya) if "show=urgent" in due.url]
    assert "Overdue" in late.note and shown(as_(cast.priya), "urgent") == [block.reference]
    (deadline,) = deadlines.urgent([cast.ashford.pk], today())
    assert deadline.due_on < today() and deadline.now
    travel(today() + timedelta(days=11))
    block = again(block)
    assert not block.is_in_force and block.tag["label"] == "Ended"
    assert shown(as_(cast.cora), "current") == shown(as_(cast.cora), "proposed") == []
    assert shown(as_(cast.cora), "ended") == [block.reference]


def test_what_nobody_can_agree_to_is_taken_back_by_whoever_decides(cast: Cast) -> None:
    with_block_rules(cast, block_second_person=True)
    block = decided(cast)
    with pytest.raises(RuleBroken, match="needs the duty"):
        withdraw_proposal(block=block, why="Nobody can agree.", actor=cast.cora)
    withdraw_proposal(block=block, why="Nobody can agree.", actor=cast.priya)
    assert a_block(cast, prompted_by=block.prompted_by).reference == "B-0002"


def test_a_review_is_brought_forward_on_the_blocks_own_record(cast: Cast) -> None:
    block, soon = decided(cast), today() + timedelta(days=20)
    values: dict[str, Any] = {"block": block, "reasons": "Looked at again.", "actor": cast.priya}
    decision = bring_review_forward(**values, review_on=soon)
    assert (decision.kind, decision.review_on) == ("review", soon)
    block = again(block)
    assert (block.review_on, block.ends_on) == (soon, months_later(today(), 3))
    event = AuditEvent.objects.about(block).last()
    assert event and event.verb == "block.review_set"
    # What was to come sooner stays, and no day lies after the end or behind us.
    assert bring_review_forward(**values, review_on=soon + timedelta(days=9)).review_on == soon
    for day in (today(), months_later(today(), 4)):
        with pytest.raises(RuleBroken):
            bring_review_forward(**values, review_on=day)
    with pytest.raises(RuleBroken, match="needs the duty"):
        bring_review_forward(**values | {"actor": cast.cora}, review_on=soon)
    lifted(cast, block)
    with pytest.raises(Stale):
        bring_review_forward(**values, review_on=soon)


def test_a_review_that_was_promised_stays_when_a_renewal_is_agreed(cast: Cast) -> None:
    block, sam = to_be_agreed(cast)
    soon = today() + timedelta(days=3)
    bring_review_forward(block=block, review_on=soon, reasons="Promised.", actor=cast.priya)
    second_block(block=again(block), agreed=True, note="", actor=sam)
    assert (again(block).review_on, again(block).ends_on) == (soon, months_later(today(), 3))


def test_nobody_is_told_to_unblock_whom_another_block_keeps_out(cast: Cast, as_: As) -> None:
    """B-1 was never undone on the platform when B-2 was decided: they are blocked there by B-2."""
    first = decided(cast)
    said(cast, first, "blocked")
    lifted(cast, first)
    assert to_unblock([cast.ashford.pk], today()).exists()
    second = decided(cast, a_block(cast, author=again(first).author))
    assert not to_unblock([cast.ashford.pk], today()).exists()
    assert shown(as_(cast.cora), "mismatched") == []
    assert [place.to_do for place in second.places.all()] == [""]
    for kind in ("unblocked", "found_blocked"):
        with pytest.raises(Stale, match="already, by B-0002"):
            said(cast, again(first), kind)
    lifted(cast, second)
    (place,) = to_unblock([cast.ashford.pk], today())
    assert place.block_id == second.pk


def test_that_they_were_sent_the_decision_is_recorded_once(cast: Cast, as_: As) -> None:
    block = decided(cast)
    said(cast, block, "blocked")
    cora, page = as_(cast.cora), f"{LIST}{block.reference}/told/"
    assert "Send them the decision" in cora.get(block.get_absolute_url()).text
    with pytest.raises(RuleBroken, match="before it was decided"):
        record_told(block=block, told_at=timezone.now() - timedelta(days=1), actor=cast.cora)
    at = timezone.localtime()
    sent = {f"told_at_{part}": getattr(at, part) for part in ("day", "month", "year")}
    assert cora.post(page, sent | {"told_at_time": f"{at:%H:%M}"}).status_code == 302
    assert BlockDecision.objects.get().told_by == cast.cora
    shown = cora.get(block.get_absolute_url()).text
    assert "Recorded by Cora" in shown and "Send them the decision" not in shown
    again_sent = cora.post(page, sent | {"told_at_time": f"{at:%H:%M}"})
    assert again_sent.status_code == 409 and "Cora recorded" in again_sent.text
    untold = decided(cast, a_block(cast, author=lifted(cast, block).author), telling="not_told")
    with pytest.raises(Stale, match="nothing about B-0002"):
        record_told(block=untold, told_at=timezone.now(), actor=cast.cora)
