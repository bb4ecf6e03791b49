"""A decision counts for the case that was on the page: what changed meanwhile is read first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.actions import lift_block
from moderation.blocks.models import Block
from moderation.log.actions import reverse_action
from moderation.unblocks.actions import add_fact
from moderation.unblocks.actions import deciding as actions
from moderation.unblocks.actions.matching import match_request
from moderation.unblocks.models import UnblockRequest
from tests.cast import Cast
from tests.moderation.blocking import a_block, decided, removed, renewed
from tests.moderation.blocking import again as block_again
from tests.moderation.unblocking import YES, again, answered, matched, page_of, with_head

As = Callable[[Person], Client]
WORDS = "Dear Jo\n\nThis is what I wrote."


def matched_anew(cast: Cast, asked: UnblockRequest) -> Block:
    entry = removed(
        cast, handle="@other.one", url="https://www.facebook.com/ashford/posts/9?comment_id=9177"
    )
    block = decided(cast, a_block(cast, prompted_by=entry))
    match_request(request=asked, block=block, actor=cast.cora)
    return block


def added(cast: Cast, asked: UnblockRequest) -> None:
    add_fact(request=asked, words="It was my brother.", actor=None)


def an_entry_found_wrong(cast: Cast, asked: UnblockRequest) -> None:
    entry = cast.ashford.moderation_actions.select_related("item", "account").earliest("pk")
    entry.council = cast.ashford
    reverse_action(action=entry, why="It was none.", in_error=True, actor=cast.cora, done=True)


def made_longer(cast: Cast, asked: UnblockRequest) -> None:
    assert asked.block
    renewed(cast, block_again(asked.block), review_on=today() + timedelta(days=100))


@pytest.mark.clause("DTC-3.2-d")
@pytest.mark.parametrize("meanwhile", [matched_anew, added, an_entry_found_wrong, made_longer])
def test_what_changed_while_the_letter_was_read_is_read_first(
    cast: Cast, as_: As, meanwhile: Callable[[Cast, UnblockRequest], Any]
) -> None:
    head = with_head(cast)
    asked = matched(cast)
    browser = as_(head)
    seen = browser.get(page_of(asked, "decide/")).context["seen"]
    page = browser.post(page_of(asked, "decide/"), YES | {"seen": seen})
    assert page.status_code == 200 and f'name="seen" value="{seen}"' in page.text
    meanwhile(cast, again(asked))
    typed = {**YES, "seen": seen, "letter_words": WORDS, "way": "email"}
    stale = browser.post(page_of(asked, "letter/"), typed)
    assert stale.status_code == 409 and "changed after you opened this page" in stale.text
    assert YES["reasons"] in stale.text and "This is what I wrote." in stale.text
    assert again(asked).state == "waiting"
    assert set(Block.objects.values_list("state", flat=True)) == {"stands"}
    now = stale.context["seen"]
    assert f'name="seen" value="{now}"' in stale.text
    assert browser.post(page_of(asked, "decide/"), typed | {"back": "1"}).status_code == 409
    assert browser.post(page_of(asked, "letter/"), typed | {"seen": now}).status_code == 302


def test_without_it_nothing_is_decided(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    assert as_(head).post(page_of(asked, "decide/"), YES).status_code == 409
    sent = {**YES, "letter_words": WORDS, "way": "email"}
    assert as_(head).post(page_of(asked, "letter/"), sent).status_code == 409
    assert again(asked).state == "waiting"


def test_a_kept_block_is_held_until_the_answer_goes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lifted between the reading of the request and that of its block, it is not kept."""
    head = with_head(cast)
    block = decided(cast)
    asked = matched(cast, block)
    real = actions.locked_block

    def meanwhile(row: Block) -> Block:
        lift_block(block=block_again(block), reasons="He has apologised.", actor=cast.priya)
        return real(row)

    monkeypatch.setattr(actions, "locked_block", meanwhile)
    with pytest.raises(Stale):
        answered(cast, asked, head, outcome="keep")


def test_a_review_that_was_promised_is_not_put_off(cast: Cast) -> None:
    head = with_head(cast)
    asked = matched(cast)
    soon = today() + timedelta(days=20)
    answered(cast, asked, head, outcome="keep_review", review_on=soon)
    other = matched(cast, again(asked).block, what="Once more.")
    with pytest.raises(RuleBroken, match="that day or an earlier one"):
        answered(
            cast,
            other,
            head,
            outcome="keep_review",
            reasons="Later.",
            review_on=soon + timedelta(days=1),
        )
