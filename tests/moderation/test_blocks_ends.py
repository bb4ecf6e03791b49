"""A block ends with its last day, whether or not any worker runs; what is left is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Person
from councilsm.inbox.due import Due, due_for
from moderation.blocks import deadlines
from moderation.blocks.models import Block
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    decided,
    lifted,
    noticed,
    urgent,
    with_block_rules,
)
from tests.moderation.test_blocks_places import said

As = Callable[[Person], Client]
LIST = "/c/ashford/blocks/"


def told(cast: Cast, person: Person) -> dict[str, Due]:
    """The lines of Home that lead to the register, by the part they lead to."""
    membership = person.membership_at(cast.ashford)
    assert membership
    return {due.url.partition("show=")[2]: due for due in due_for(membership) if LIST in due.url}


def shown(browser: Client, show: str) -> list[str]:
    """The references in a part of the register, which are as many as its tab counts."""
    page = browser.get(f"{LIST}?show={show}").context
    counted = {name: count for name, _, count in page["parts"]}
    assert counted[show] == str(len(page["rows"]))
    return [row.reference for row in page["rows"]]


def test_it_ends_by_its_day_and_is_still_blocked_there(cast: Cast, as_: As, travel: Any) -> None:
    """On its last day it stands; on the next it is over, and the platform is to be seen to."""
    block = decided(cast)
    said(cast, block, "blocked")
    assert block.ends_on
    travel(block.ends_on)
    cora = as_(cast.cora)
    assert shown(cora, "current") == [block.reference] and shown(cora, "ended") == []
    assert "mismatched" not in told(cast, cast.cora)
    travel(block.ends_on + timedelta(days=1))
    cora = as_(cast.cora)
    assert shown(cora, "current") == [] and shown(cora, "review") == []
    assert shown(cora, "ended") == shown(cora, "mismatched") == [block.reference]
    page = cora.get(block.get_absolute_url()).content.decode()
    assert "Ended here, still blocked there" in page and "Unblock them there" in page
    line = told(cast, cast.cora)["mismatched"]
    assert line.text == "1 block not as decided on the platform"
    (deadline,) = deadlines.on_platforms([cast.ashford.pk], today())
    assert deadline.due_on == block.ends_on + timedelta(days=1)
    assert deadline.text == f"Ended here, still blocked there: {block.reference} on {cast.page}"
    said(cast, block, "unblocked")
    assert shown(cora, "mismatched") == [] and not told(cast, cast.cora)
    assert not list(deadlines.on_platforms([cast.ashford.pk], today()))
    assert Block.objects.get().state == "stands"  # nothing ran


def test_a_lifted_block_is_to_be_undone(cast: Cast, as_: As) -> None:
    block = decided(cast)
    said(cast, block, "blocked")
    lifted(cast, block)
    assert told(cast, cast.priya)["mismatched"].number == 1
    (deadline,) = deadlines.on_platforms([cast.ashford.pk, cast.barham.pk], today())
    assert deadline.due_on == today() and "still blocked there" in deadline.text
    assert not told(cast, cast.ana) and not told(cast, cast.rita)


def test_home_counts_what_whoever_decides_has_to_decide(cast: Cast, as_: As) -> None:
    """Each line leads to the list of exactly those; a moderator has none of them to decide."""
    block = a_block(cast)
    assert told(cast, cast.priya)["decide"].text == "1 block proposed, to decide"
    assert shown(as_(cast.priya), "decide") == [block.reference]
    assert not told(cast, cast.cora)
    noticed(cast, block)  # they can respond yet
    assert "decide" not in told(cast, cast.priya)


def test_an_urgent_block_is_told_with_its_day(cast: Cast, as_: As) -> None:
    block = urgent(cast)
    line = told(cast, cast.priya)["urgent"]
    assert line.text == "1 urgent block to decide properly" and "due" in line.note
    assert shown(as_(cast.priya), "urgent") == [block.reference]
    assert "decide" not in told(cast, cast.priya)
    (deadline,) = deadlines.urgent([cast.ashford.pk], today())
    assert deadline.due_on == block.decide_by and deadline.url == block.get_absolute_url()
    (to_do,) = deadlines.on_platforms([cast.ashford.pk], today())
    assert to_do.text == f"Block on the platform: {block.reference} on {cast.page}"
    decided(cast, block)
    assert not list(deadlines.urgent([cast.ashford.pk], today()))


def test_a_second_person_hears_and_whoever_decided_does_not(cast: Cast, as_: As) -> None:
    sam = a_second_decider(cast)
    with_block_rules(cast, block_second_person=True)
    block = decided(cast)
    assert block.state == "second"
    assert told(cast, sam)["second"].number == 1 and "second" not in told(cast, cast.priya)
    assert shown(as_(sam), "second") == [block.reference]
    assert shown(as_(cast.priya), "second") == []


def test_a_review_is_told_two_weeks_before(cast: Cast, as_: As, travel: Any) -> None:
    block = decided(cast)
    review = block.review_on
    assert review
    (deadline,) = deadlines.reviews([cast.ashford.pk], review - timedelta(days=30))
    assert deadline.due_on == review and deadline.text == f"Block to review: {block.reference}"
    said(cast, block, "blocked")
    travel(review - timedelta(days=15))
    assert not told(cast, cast.priya)
    travel(review - timedelta(days=14))
    assert told(cast, cast.priya)["review"].text == "1 block to review"
    assert shown(as_(cast.priya), "review") == [block.reference]


@pytest.mark.parametrize("late", [1, 40])
def test_an_open_block_stands_on_after_its_review_and_is_overdue(
    cast: Cast, as_: As, travel: Any, late: int
) -> None:
    block = decided(cast, length="open", review_on=months_later(today(), 2))
    said(cast, block, "blocked")
    review: date | None = block.review_on
    assert review and block.ends_on is None
    travel(review + timedelta(days=late))
    assert "Overdue" in told(cast, cast.priya)["review"].note
    assert shown(as_(cast.cora), "current") == [block.reference]
