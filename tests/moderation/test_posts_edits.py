"""The words of a post that is out are edited: checked as a draft is, and confirmed there."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from moderation.posts.actions import accept_outside_post, edit_post
from moderation.posts.models import Post, PostChange
from tests.cast import RULES, AccountFactory, Cast, a_rulebook, chosen
from tests.moderation.changing import EDIT, NEW, OLD, POST, WHY, confirmation, taken_down
from tests.moderation.drafting import approved, posted
from tests.moderation.posting import address, made_outside, recorded

As = Callable[[Person], Client]


def test_confirming_an_edit_gives_an_example_of_an_edit(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    assert "content not available" in browser.get(confirmation(taken_down(cast, as_))).text
    PostChange.objects.update(kind="edited", words=NEW)
    page = browser.get(confirmation(PostChange.objects.get())).text
    assert "The post now says" in page and "content not available" not in page


@pytest.mark.clause("LLTC-12.1-g")
def test_an_edit_keeps_what_went_out(cast: Cast, as_: As) -> None:
    posted(cast)
    assert as_(cast.priya).post(EDIT, {"words": NEW, "reason": WHY}).status_code == 302
    post, change = Post.objects.get(), PostChange.objects.get()
    assert post.words_now == OLD
    page = as_(cast.cora).get(confirmation(change)).text
    assert NEW in page
    as_(cast.cora).post(confirmation(change), {"proof_note": "It says Saturday."})
    assert Post.objects.get().words_now == NEW
    assert Post.objects.get().words == OLD
    shown = as_(cast.ana).get(POST).text
    assert OLD in shown
    assert NEW in shown
    assert "Edited" in shown


BAD_EDITS: dict[str, tuple[dict[str, str], int, str]] = {
    "the same words": ({"words": OLD, "reason": WHY}, 409, "stand there now"),
    "no words": ({"words": "", "reason": WHY}, 422, "Enter the new words"),
    "no reason": ({"words": NEW}, 422, "Say why the words are changed"),
}


@pytest.mark.parametrize(("sent", "status", "words"), BAD_EDITS.values(), ids=list(BAD_EDITS))
def test_bad_edits_are_explained(
    cast: Cast, as_: As, sent: dict[str, str], status: int, words: str
) -> None:
    posted(cast)
    answer = as_(cast.priya).post(EDIT, sent)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert not PostChange.objects.exists()


def test_an_edit_keeps_to_the_platforms_length(cast: Cast, as_: As) -> None:
    x = AccountFactory(
        council=cast.ashford, platform="x", handle="ashford", url="https://x.com/ashford"
    )
    draft = approved(cast, accounts=[x])
    sent = recorded(draft, url="https://x.com/ashford/status/1")
    assert as_(cast.cora).post(address(draft), sent).status_code == 302
    answer = as_(cast.priya).post(EDIT, {"words": "word " * 100, "reason": WHY})
    assert (answer.status_code, "280" in answer.text) == (409, True)
    assert not PostChange.objects.exists()


PARTY_WORDS = "Vote Labour on Thursday. High Street is closed on Saturday."


def test_words_nobody_has_accepted_are_not_edited(cast: Cast, as_: As) -> None:
    made_outside(cast)
    answer = as_(cast.priya).post(EDIT, {"words": "Wholly new words.", "reason": WHY})
    assert answer.status_code == 409
    assert "Nobody has looked at P-0001 yet" in answer.text
    assert not PostChange.objects.exists()


def read_and(page: str, **more: str) -> dict[str, str]:
    """The form again, with what its page says was read."""
    found = re.search(r'name="read" value="([0-9a-f]{64})"', page)
    assert found
    return {"reason": WHY, "read": found[1], **more}


@pytest.mark.parametrize("outside", [False, True])
def test_an_edit_is_checked_and_asked_about_as_a_draft_is(
    cast: Cast, as_: As, outside: bool
) -> None:
    if outside:
        accept_outside_post(post=made_outside(cast), note="", actor=cast.priya)
    else:
        posted(cast)
    browser = as_(cast.priya)
    first = browser.post(EDIT, {"words": PARTY_WORDS, "reason": WHY})
    assert first.status_code == 422
    assert "Read what the checks found" in first.text
    assert "Check this" in first.text
    assert PARTY_WORDS in first.text
    silent = browser.post(EDIT, read_and(first.text, words=PARTY_WORDS))
    assert (silent.status_code, "the law asks this" in silent.text) == (422, True)
    yes = browser.post(EDIT, read_and(first.text, words=PARTY_WORDS, for_a_party="yes"))
    assert (yes.status_code, "Write other words." in yes.text) == (409, True)
    other = browser.post(EDIT, read_and(first.text, words=f"{PARTY_WORDS} Now.", for_a_party="no"))
    assert other.status_code == 422
    assert not PostChange.objects.exists()
    no = browser.post(EDIT, read_and(first.text, words=PARTY_WORDS, for_a_party="no"))
    assert no.status_code == 302
    assert PostChange.objects.get().words == PARTY_WORDS


def test_the_action_asks_the_party_question_too(cast: Cast) -> None:
    post = posted(cast)
    with pytest.raises(RuleBroken, match="Say whether"):
        edit_post(post=post, words=PARTY_WORDS, reason=WHY, actor=cast.priya)
    assert not PostChange.objects.exists()


def test_new_words_of_ones_own_need_a_second_person_where_corrections_do(
    cast: Cast, as_: As
) -> None:
    a_rulebook(cast.ashford, **{**RULES, "second_person": chosen(["correction"])})
    posted(cast)
    assert EDIT not in as_(cast.priya).get(POST).text
    refused = as_(cast.priya).post(EDIT, {"words": NEW, "reason": WHY})
    assert refused.status_code == 409
    assert "Write a correction" in refused.text
    assert not PostChange.objects.exists()


def test_one_edit_waits_at_a_time_and_none_of_what_comes_down(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    browser.post(EDIT, {"words": NEW, "reason": WHY})
    second = browser.post(EDIT, {"words": "Other words.", "reason": WHY})
    assert (second.status_code, "Another edit" in second.text) == (409, True)
    down = taken_down(cast, as_)
    third = browser.post(EDIT, {"words": "Other words.", "reason": WHY})
    assert (third.status_code, "is to be taken down" in third.text) == (409, True)
    assert PostChange.objects.open().count() == 2
    as_(cast.cora).post(confirmation(down), {"proof_note": "Gone."})
    # What is gone needs no edit any more.
    assert not PostChange.objects.open().exists()
