"""A notice of intention first, time to respond, and the response considered: by rulebook alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import months_later, today
from accounts.hours.working_days import working_days_after
from accounts.people.models import Person
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.conduct import seen_of
from moderation.blocks.models import Block, BlockDecision, BlockNotice
from moderation.evidence.models import Evidence
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    again,
    decided,
    noticed,
    renewed,
    responded,
    urgent,
    with_block_rules,
)
from tests.moderation.logging_ import a_screenshot

SignIn = Callable[[Person], Client]
NOTICE = {"telling": "notice", "days": 10}


@pytest.fixture
def by_notice(cast: Cast) -> Cast:
    """A council that sends a notice, and blocks for so many months and no longer."""
    with_block_rules(cast, block_telling=NOTICE, block_length={"length": "fixed", "months": 3})
    return cast


def fixed(**changes: Any) -> dict[str, Any]:
    """Until two months from now."""
    return {"length": "fixed", "ends_on": months_later(today(), 2), "review_on": None, **changes}


def sent(**changes: Any) -> dict[str, Any]:
    """The notice page, filled in."""
    at = timezone.localtime()
    return {
        "words": "We mean to block you, because you insult staff.",
        "sent_at_day": at.day,
        "sent_at_month": at.month,
        "sent_at_year": at.year,
        "sent_at_time": at.strftime("%H:%M"),
        **changes,
    }


def test_they_are_heard_before_anybody_decides(by_notice: Cast, as_: SignIn, travel: Any) -> None:
    block = a_block(by_notice)
    with pytest.raises(RuleBroken, match="notice of intention first") as refused:
        decided(by_notice, block, **fixed(telling="written"))
    assert "minute 24/101" in refused.value.source
    block = noticed(by_notice, block)
    assert block.state == Block.State.NOTIFIED
    last = working_days_after(by_notice.ashford, today(), 10)
    assert BlockNotice.objects.get().respond_by == last
    with pytest.raises(RuleBroken, match="They can respond until"):
        decided(by_notice, block, **fixed())
    travel(last)
    with pytest.raises(RuleBroken, match="They can respond until"):
        decided(by_notice, again(block), **fixed())
    travel(last + timedelta(days=1))
    shown = as_(by_notice.priya).get(block.get_absolute_url()).text
    assert "to respond, and no response is recorded. Decide it." in shown
    assert decided(by_notice, again(block), **fixed()).is_in_force
    assert BlockDecision.objects.get().telling == "notice"


def test_a_response_is_considered_before_deciding(by_notice: Cast, as_: SignIn) -> None:
    block = responded(by_notice, noticed(by_notice))
    page = f"/c/ashford/blocks/{block.reference}/decide/"
    shown = as_(by_notice.priya).get(page).content.decode()
    assert "I was angry." in shown and "What do you make of their response?" in shown
    with pytest.raises(RuleBroken, match="what you made of their response"):
        decided(by_notice, block, **fixed())
    decided(by_notice, block, **fixed(response_considered="Anger is no excuse."))
    assert BlockDecision.objects.get().response_considered == "Anger is no excuse."


def test_safety_does_not_wait_for_a_notice(by_notice: Cast) -> None:
    block = decided(by_notice, urgent(by_notice), **fixed(telling="written"))
    assert block.is_in_force
    with pytest.raises(RuleBroken, match="whether they are told"):
        renewed(by_notice, block, **fixed(telling="not_told"))
    renewed(by_notice, block, **fixed(telling="written"))


def test_the_page_says_why_nobody_can_decide_yet(by_notice: Cast, as_: SignIn) -> None:
    block = a_block(by_notice)
    page = f"/c/ashford/blocks/{block.reference}/decide/"
    assert "notice of intention first" in as_(by_notice.priya).get(page).content.decode()
    refused = as_(by_notice.priya).post(
        page, {"outcome": "not", "why_not": "No.", "seen": seen_of(block)}
    )
    assert refused.status_code == 302  # not to block needs no notice


def test_a_notice_is_recorded_with_what_shows_it(by_notice: Cast, as_: SignIn) -> None:
    block, cora = a_block(by_notice), as_(by_notice.cora)
    page = f"/c/ashford/blocks/{block.reference}/notice/"
    shown = cora.get(page).content.decode()
    assert "10 working days" in shown and "last_day" not in shown
    assert cora.post(page, sent(words="")).status_code == 422
    assert cora.post(page, sent(sent_at_day="31", sent_at_month="2")).status_code == 422
    late = cora.post(page, sent(sent_at_year=today().year + 1))
    assert late.status_code == 409 and "in the future" in late.content.decode()
    assert as_(by_notice.rita).get(page).status_code == 403
    done = cora.post(page, sent(captures=a_screenshot()))
    assert done.status_code == 302, done.content.decode()
    proof = BlockNotice.objects.get().proof
    assert proof and proof.item_id is None  # a case that takes the item leaves it
    told = cora.post(page, sent())
    assert told.status_code == 409 and "Cora did that" in told.content.decode()
    assert Evidence.objects.count() == 1


def test_a_notice_gives_the_time_that_it_promises(by_notice: Cast, travel: Any) -> None:
    """None of before the proposal counts; written down late, it still leaves a day."""
    block = a_block(by_notice)
    with pytest.raises(RuleBroken, match="A notice of before"):
        noticed(by_notice, block, sent_at=timezone.now() - timedelta(days=60))
    sent_at = timezone.now()
    travel(today() + timedelta(days=60))
    block = noticed(by_notice, block, sent_at=sent_at)
    with pytest.raises(RuleBroken, match="They can respond until"):
        decided(by_notice, block, **fixed())


def test_a_last_day_to_respond_is_still_to_come(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="must be after today"):
        noticed(cast, last_day=today())


def test_without_a_rule_whoever_sends_it_says_until_when(cast: Cast, as_: SignIn) -> None:
    block, cora = a_block(cast), as_(cast.cora)
    page = f"/c/ashford/blocks/{block.reference}/notice/"
    until = today() + timedelta(days=7)
    boxes = {
        "last_day_day": until.day,
        "last_day_month": until.month,
        "last_day_year": until.year,
    }
    assert cora.post(page, sent()).status_code == 422
    assert cora.post(page, sent(**boxes)).status_code == 302
    assert BlockNotice.objects.get().respond_by == until
    # What was promised is kept, whether or not a rule asks for it.
    with pytest.raises(RuleBroken, match="They can respond until"):
        decided(cast, again(block))


def test_a_response_is_recorded_once(by_notice: Cast, as_: SignIn) -> None:
    block, cora = noticed(by_notice), as_(by_notice.cora)
    page = f"/c/ashford/blocks/{block.reference}/response/"
    at = timezone.localtime()
    boxes = {
        "responded_at_day": at.day,
        "responded_at_month": at.month,
        "responded_at_year": at.year,
        "responded_at_time": at.strftime("%H:%M"),
    }
    assert cora.post(page, {**boxes, "response": ""}).status_code == 422
    early = {**boxes, "responded_at_year": at.year - 1, "response": "Sorry"}
    assert cora.post(page, early).status_code == 409
    assert cora.post(page, {**boxes, "response": "Sorry\u202e"}).status_code == 302
    assert BlockNotice.objects.get().response == "Sorry"
    told = cora.post(page, {**boxes, "response": "Other"})
    assert told.status_code == 409 and "Cora recorded their response" in told.content.decode()


def test_nobody_responds_to_what_was_not_sent(cast: Cast) -> None:
    block = a_block(cast)
    with pytest.raises(Stale, match="“proposed” by now"):
        responded(cast, block)
