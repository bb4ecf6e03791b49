"""The second person, where the rules want one: they agree, or do not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Person
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.actions import second_block
from moderation.blocks.conduct import seen_of
from moderation.blocks.models import Block
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    again,
    decided,
    page,
    renewed,
    with_block_rules,
)

SignIn = Callable[[Person], Client]


def test_a_second_person_agrees_before_it_stands(cast: Cast, as_: SignIn) -> None:
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, a_block(cast))
    assert block.state == Block.State.SECOND and not block.is_in_force and block.ends_on is None
    own = as_(cast.priya).get(page(block, "second")).content.decode()
    assert "You decided this yourself" in own and "Sam" in own
    told = as_(cast.priya).post(page(block, "second"), {"answer": "yes"})
    assert told.status_code == 409 and "Sam" in told.content.decode()
    second = as_(sam)
    assert "Two warnings changed nothing." in second.get(page(block, "second")).content.decode()
    assert second.post(page(block, "second"), {"answer": ""}).status_code == 422
    assert second.post(page(block, "second"), {"answer": "no"}).status_code == 422
    assert second.post(page(block, "second"), {"answer": "yes"}).status_code == 409  # unread
    sent = {"answer": "yes", "seen": seen_of(block)}
    assert second.post(page(block, "second"), sent).status_code == 302
    block = again(block)
    assert block.is_in_force and block.ends_on == months_later(today(), 3)
    told = second.post(page(block, "second"), {"answer": "yes"})
    assert told.status_code == 409 and "Sam decided last" in told.content.decode()


def test_a_block_the_second_person_does_not_agree_to_does_not_stand(cast: Cast) -> None:
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, a_block(cast))
    with pytest.raises(RuleBroken, match="do not agree"):
        second_block(block=block, agreed=False, note=" ", actor=sam)
    second_block(block=block, agreed=False, note="A warning would do.", actor=sam)
    assert again(block).state == Block.State.REFUSED


def test_a_second_person_agrees_to_no_day_that_has_passed(cast: Cast, travel: Any) -> None:
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = decided(cast, a_block(cast), review_on=today() + timedelta(days=2))
    travel(today() + timedelta(days=4))
    with pytest.raises(RuleBroken, match="passed meanwhile"):
        second_block(block=again(block), agreed=True, note="", actor=sam)


def test_a_renewal_waits_for_its_second_person_and_changes_nothing_before(cast: Cast) -> None:
    block = decided(cast)
    end, later = block.ends_on, months_later(today(), 5)
    with_block_rules(cast, block_second_person=True)
    sam = a_second_decider(cast)
    block = again(block)
    renewed(cast, block, review_on=later)
    assert again(block).ends_on == end and again(block).is_in_force
    with pytest.raises(Stale, match="waits for a second person already"):
        renewed(cast, block)
    second_block(block=again(block), agreed=True, note="", actor=sam)
    assert again(block).ends_on == later
