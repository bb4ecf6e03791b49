"""Several at once about one request: one wins, and the others are told what happened."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.people.models import Person
from councilsm.refusals import Stale
from moderation.blocks.actions import lift_block
from moderation.blocks.models import Block
from moderation.unblocks.actions import withdraw_request
from moderation.unblocks.actions.matching import match_request
from moderation.unblocks.before import before
from moderation.unblocks.models import UnblockDecision, UnblockRequest
from tests.cast import Cast, a_member, assemble
from tests.moderation.blocking import again as block_again
from tests.moderation.test_races import at_once
from tests.moderation.unblocking import again, answered, matched

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def deciding(
    cast: Cast, asked: UnblockRequest, by: Person, outcome: str = "unblock"
) -> Callable[[], UnblockDecision]:
    """Somebody decides what the page showed them before all began."""
    seen = before(again(asked)).seen
    return lambda: answered(cast, asked, Person.objects.get(pk=by.pk), outcome=outcome, seen=seen)


def one_won(outcomes: list[Any]) -> Stale:
    """Of two, one went through; how the other was told."""
    told = [one for one in outcomes if isinstance(one, Stale)]
    assert len(told) == 1 and not isinstance(outcomes[1 - outcomes.index(told[0])], Exception), (
        outcomes
    )
    return told[0]


def test_one_decision_one_letter(cast: Cast) -> None:
    other = a_member(cast.ashford, "Dee", "town-clerk")
    asked = matched(cast)
    told = one_won(
        at_once([deciding(cast, asked, cast.priya, "keep"), deciding(cast, asked, other)])
    )
    decision = UnblockDecision.objects.get()
    assert told.sentence.startswith(f"{decision.decided_by} (Town Clerk) decided U-0001 on ")
    row = again(asked)
    assert row.letters.count() == 1
    assert row.block and (row.block.state == "lifted") == (decision.outcome == "unblock")


def test_a_decision_against_what_changes_meanwhile(cast: Cast) -> None:
    """Matched with none, taken back, or the block lifted: whichever is first, the other is told."""

    def match(asked: UnblockRequest) -> Any:
        return match_request(request=again(asked), block=None, actor=cast.cora)

    def take_back(asked: UnblockRequest) -> Any:
        return withdraw_request(request=again(asked), by_mail=False)

    def lift(asked: UnblockRequest) -> Any:
        block = again(asked).block
        assert block
        return lift_block(block=block_again(block), reasons="Over.", actor=cast.priya)

    block: Block | None = None
    for number, change in enumerate((match, take_back, lift)):
        asked = matched(cast, block, what=f"Number {number}")
        block = again(asked).block
        outcomes = at_once(
            [deciding(cast, asked, cast.priya, "keep"), lambda c=change, a=asked: c(a)]
        )
        made = UnblockDecision.objects.filter(request=asked).exists()
        if change is lift:  # kept, then lifted; or lifted, and so not kept
            assert not isinstance(outcomes[1], Exception), outcomes
            assert made != isinstance(outcomes[0], Stale), outcomes
        else:
            one_won(outcomes)
            assert made == isinstance(outcomes[1], Stale)
