"""A block is renewed or lifted; what has ended is neither."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Person
from councilsm.refusals import Stale
from moderation.blocks.conduct import seen_of
from moderation.blocks.models import Block
from tests.cast import Cast
from tests.moderation.blocking import (
    again,
    day,
    decided,
    lifted,
    page,
    renewed,
)

SignIn = Callable[[Person], Client]


def test_a_renewed_block_stands_longer_and_keeps_its_reason(cast: Cast, as_: SignIn) -> None:
    block, clerk = decided(cast), as_(cast.priya)
    assert clerk.get(page(block, "renew")).status_code == 200
    later = months_later(today(), 5)
    sent = {
        "reasons": "Again last week.",
        "why_not_shorter": "It would begin again.",
        "length": "review",
        **day("review_until", later),
        "telling": "written",
        "seen": seen_of(block),
    }
    assert clerk.post(page(block, "renew"), {**sent, "reasons": ""}).status_code == 422
    assert clerk.post(page(block, "renew"), sent).status_code == 302
    assert clerk.post(page(block, "renew"), sent).status_code == 409  # pressed twice
    assert again(block).ends_on == later
    last = again(block).decided
    assert last and last.kind == "renew" and last.reason == "abuse"


def test_what_has_ended_is_neither_renewed_nor_lifted(cast: Cast, as_: SignIn, travel: Any) -> None:
    block = decided(cast, review_on=today() + timedelta(days=5))
    travel(today() + timedelta(days=6))
    for act in (lambda: renewed(cast, again(block)), lambda: lifted(cast, again(block))):
        with pytest.raises(Stale, match=r"“ended” by now\. Priya"):
            act()
    assert as_(cast.priya).get(page(block, "renew")).status_code == 302


def test_a_lifted_block_is_over_at_once(cast: Cast, as_: SignIn) -> None:
    block, clerk = decided(cast), as_(cast.priya)
    assert "Facebook: Main page" in clerk.get(page(block, "lift")).content.decode()
    assert clerk.post(page(block, "lift"), {"reasons": " "}).status_code == 422
    assert clerk.post(page(block, "lift"), {"reasons": "He apologised."}).status_code == 302
    assert again(block).state == Block.State.LIFTED and not again(block).is_in_force
    told = clerk.post(page(block, "lift"), {"reasons": "Again."})
    assert told.status_code == 409 and "Priya decided last" in told.content.decode()
