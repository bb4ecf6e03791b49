"""How long a block stands, and whether they are told: by the council's rules."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    again,
    answers,
    day,
    decided,
    page,
    renewed,
    with_block_rules,
)

SignIn = Callable[[Person], Client]


def test_the_rules_length_binds(cast: Cast, as_: SignIn, travel: Any) -> None:
    with_block_rules(cast, block_length={"length": "fixed", "months": 6})
    block, clerk = a_block(cast), as_(cast.priya)
    assert 'name="length"' not in clerk.get(page(block)).content.decode()
    last = months_later(today(), 6)
    sent = answers(block, **day("fixed_until", last + timedelta(days=1)))
    told = clerk.post(page(block), sent)
    assert told.status_code == 409 and "minute 24/101" in told.content.decode()
    told = clerk.post(page(block), answers(block, **day("fixed_until", today())))
    assert told.status_code == 422 and "Its last day: it must be after today" in told.text
    assert clerk.post(page(block), answers(block)).status_code == 422
    assert clerk.post(page(block), answers(block, **day("fixed_until", last))).status_code == 302
    block = again(block)
    assert (block.ends_on, block.review_on) == (last, None)
    # Its months do not begin anew with a renewal; sooner is always possible.
    travel(today() + timedelta(days=40))
    with pytest.raises(RuleBroken, match="at the latest"):
        renewed(cast, block, length="fixed", ends_on=last + timedelta(days=1), review_on=None)
    renewed(cast, block, length="fixed", ends_on=last - timedelta(days=9), review_on=None)
    assert again(block).ends_on == last - timedelta(days=9)


def test_an_open_block_has_a_review_and_may_be_shorter(cast: Cast) -> None:
    with_block_rules(cast, block_length={"length": "open", "months": 12})
    block = a_block(cast)
    with pytest.raises(RuleBroken, match="looks at it again"):
        decided(cast, block, length="open", review_on=None)
    block = decided(cast, block, length="open")
    assert block.ends_on is None and block.review_on == months_later(today(), 3)


def test_without_a_rule_every_block_has_a_day_of_review(cast: Cast) -> None:
    block = a_block(cast)
    end = today() + timedelta(days=40)
    for changes in (
        {"length": "fixed", "ends_on": end, "review_on": None},
        {"length": "fixed", "ends_on": end, "review_on": end + timedelta(days=1)},
        {"length": "open", "review_on": None},
        {"length": "review", "review_on": None},
        {"length": "for ever"},
    ):
        with pytest.raises(RuleBroken):
            decided(cast, block, **changes)
    assert decided(cast, block, length="fixed", ends_on=end, review_on=end).ends_on == end


def test_who_must_be_told_by_rule_is_told(cast: Cast) -> None:
    with_block_rules(cast, block_telling={"telling": "written"})
    block = a_block(cast)
    with pytest.raises(RuleBroken) as refused:
        decided(cast, block, telling="not_told")
    assert "minute 24/101" in refused.value.source
    assert decided(cast, block, telling="written").is_in_force
