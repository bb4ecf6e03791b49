"""Blocks: several at once, one wins, and the others are told who it was and when."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from accounts.people.models import Person
from councilsm.audit.verification import first_fault
from councilsm.refusals import AlreadyDone, Stale
from moderation.blocks.actions import decide_block, lift_block, propose_block, withdraw_proposal
from moderation.blocks.models import Block, BlockDecision
from moderation.log.models import ModerationAction
from tests.cast import Cast, assemble
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    again,
    decided,
    removed,
    renewed,
    weighed,
)
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def deciding(block: Block, by: Person, outcome: str = "block") -> Callable[[], BlockDecision]:
    def decide() -> BlockDecision:
        row = again(block)
        actor = Person.objects.get(pk=by.pk)
        return decide_block(block=row, outcome=outcome, weighing=weighed(row), actor=actor)

    return decide


def one_won(outcomes: list[Any]) -> list[Stale]:
    """One of several went through; how the others were told."""
    told = [one for one in outcomes if isinstance(one, Stale)]
    assert len(told) == len(outcomes) - 1, outcomes
    return told


def test_of_two_deciders_one_wins(cast: Cast) -> None:
    block, sam = a_block(cast), a_second_decider(cast)
    told = one_won(
        at_once(
            [
                deciding(block, cast.priya),
                deciding(block, sam, "not"),
                deciding(block, cast.priya),
                deciding(block, sam),
            ]
        )
    )
    decision = BlockDecision.objects.get()
    assert all(f"{decision.decided_by} decided last" in one.sentence for one in told)
    assert first_fault(cast.ashford.pk) is None


def test_a_block_against_its_withdrawal(cast: Cast) -> None:
    block = a_block(cast)

    def withdraw() -> Block:
        return withdraw_proposal(block=again(block), why="Joke", actor=cast.cora)

    told = one_won(at_once([deciding(block, cast.priya), withdraw, withdraw]))
    withdrawn = again(block).state == Block.State.WITHDRAWN
    assert BlockDecision.objects.count() == (0 if withdrawn else 1)
    who = "Cora did that" if withdrawn else "Priya decided last"
    assert all(who in one.sentence for one in told)


def test_a_renewal_against_a_lift(cast: Cast) -> None:
    block = decided(cast)

    def lift() -> BlockDecision:
        return lift_block(block=again(block), reasons="Over", actor=cast.priya)

    outcomes = at_once([lift, lift, lambda: renewed(cast, again(block))])
    assert again(block).state == Block.State.LIFTED
    assert BlockDecision.objects.filter(kind="lift").count() == 1
    assert sum(isinstance(one, Stale) for one in outcomes[:2]) == 1


def test_one_profile_is_proposed_once(cast: Cast) -> None:
    entry, key = removed(cast), uuid4()

    def propose() -> Block:
        row = ModerationAction.objects.select_related("author__council", "item__council").get(
            pk=entry.pk
        )
        return propose_block(
            author=row.author,
            prompted_by=row,
            why="He insults staff",
            accounts=[cast.page],
            form_key=key,
            actor=cast.cora,
        )

    told = one_won(at_once([propose] * 4))
    assert Block.objects.count() == 1
    assert all(isinstance(one, AlreadyDone) and one.there == Block.objects.get() for one in told)
