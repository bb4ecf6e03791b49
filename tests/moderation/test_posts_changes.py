"""A post that is out is edited or taken down: decided here, confirmed there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.permissions.actions import withdraw_permission
from moderation.posts.actions import accept_outside_post, edit_post
from moderation.posts.models import Post, PostChange
from tests.cast import RULES, AccountFactory, Cast, a_rulebook, chosen
from tests.moderation.drafting import approved, posted, recorded_post
from tests.moderation.permitting import a_permission, approve, showing
from tests.moderation.posting import a_picture, address, made_outside, recorded

As = Callable[[Person], Client]
POST = "/c/ashford/posts/P-0001/"
EDIT, DOWN, CORRECT = f"{POST}edit/", f"{POST}take-down/", f"{POST}correct/"
OLD = "High Street is closed on Friday."
NEW = "High Street is closed on Saturday."
WHY = "The day was wrong."


def taken_down(cast: Cast, as_: As) -> PostChange:
    """Priya has decided that P-0001 comes down."""
    sent = {"reason": "It names a child.", "record_copy": "paper file 12"}
    assert as_(cast.priya).post(DOWN, sent).status_code == 302
    return PostChange.objects.get(kind="taken_down")


def confirmation(change: PostChange) -> str:
    return f"/c/ashford/posts/changes/{change.pk}/"


# --- Taken down -------------------------------------------------------------------------------


@pytest.mark.clause("FTC-A-15")
def test_nothing_comes_down_without_a_record_copy(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    bare = browser.post(DOWN, {"reason": "It names a child."})
    assert bare.status_code == 422
    assert "Say where the record copy is" in bare.text
    assert "It names a child." in bare.text
    assert not PostChange.objects.exists()
    assert taken_down(cast, as_).record_copy == "paper file 12"


def test_all_that_is_missing_is_asked_for_at_once(cast: Cast, as_: As) -> None:
    posted(cast)
    bare = as_(cast.priya).post(DOWN, {"reason": ""}).text
    assert "Say why it must be taken down" in bare and "Say where the record copy is" in bare
    change = taken_down(cast, as_)
    PostChange.objects.update(record_copy="")
    bare = as_(cast.priya).post(confirmation(change), {"proof_note": ""}).text
    assert "Say how it can be seen" in bare and "Say where the record copy is" in bare


def test_confirming_an_edit_gives_an_example_of_an_edit(cast: Cast, as_: As) -> None:
    posted(cast)
    browser = as_(cast.priya)
    assert "content not available" in browser.get(confirmation(taken_down(cast, as_))).text
    PostChange.objects.update(kind="edited", words=NEW)
    page = browser.get(confirmation(PostChange.objects.get())).text
    assert "The post now says" in page and "content not available" not in page


def test_a_picture_serves_as_record_copy(cast: Cast, as_: As) -> None:
    posted(cast)
    sent = {"reason": "It names a child.", "record_copy_file": a_picture("whole.png")}
    assert as_(cast.priya).post(DOWN, sent).status_code == 302
    file = PostChange.objects.get().record_copy_file
    assert file is not None
    assert file.get_absolute_url() in as_(cast.ana).get(POST).text


@pytest.mark.clause("LLTC-12.1-g", "FTC-6.6-d")
def test_decided_here_confirmed_there_and_the_words_kept(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    assert OutboxMessage.objects.latest("pk").recipient == cast.cora.email
    waits = as_(cast.ana).get("/c/ashford/posts/").text
    assert "1 to do on the platform" in waits
    assert "To do on the platform." in as_(cast.ana).get(POST).text
    assert POST in as_(cast.ana).get("/c/ashford/posts/changes/").text
    browser = as_(cast.cora)
    unproven = browser.post(confirmation(change), {"proof_note": " "})
    assert (unproven.status_code, "Say how it can be seen" in unproven.text) == (422, True)
    assert not PostChange.objects.get().confirmed_at
    done = browser.post(confirmation(change), {"proof_note": "The address says: not available."})
    assert done.status_code == 302
    page = as_(cast.ana).get(POST).text
    for words in (OLD, "It names a child.", "paper file 12", "Taken down", "Town Clerk", "Cora"):
        assert words in page
    assert "to do on the platform" not in as_(cast.ana).get("/c/ashford/posts/").text
    verbs = [event.verb for event in AuditEvent.objects.about(Post.objects.get())]
    assert verbs == ["post_change.decided", "post_change.confirmed"]
    assert Post.objects.get().words == OLD
    assert first_fault(cast.ashford.pk) is None


def test_a_screenshot_proves_it(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    as_(cast.priya).post(confirmation(change), {"proof": a_picture("gone.png")})
    change.refresh_from_db()
    assert change.proof is not None
    assert change.confirmed_by == cast.priya


def test_confirmed_once(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    browser = as_(cast.cora)
    browser.post(confirmation(change), {"proof_note": "Gone."})
    again = browser.post(confirmation(change), {"proof_note": "Gone again."})
    assert again.status_code == 409
    assert PostChange.objects.get().proof_note == "Gone."


@pytest.mark.parametrize(
    ("name", "status"), {"ana": 409, "rita": 409, "dev": 409, "leo": 404, "oscar": 404}.items()
)
def test_others_do_not_confirm(cast: Cast, as_: As, name: str, status: int) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    sent = {"proof_note": "Gone."}
    assert as_(getattr(cast, name)).post(confirmation(change), sent).status_code == status
    assert not PostChange.objects.get().confirmed_at


@pytest.mark.parametrize("path", [DOWN, EDIT])
@pytest.mark.parametrize(
    ("name", "status"),
    {"ana": 403, "cora": 403, "rita": 403, "dev": 403, "leo": 404, "oscar": 404}.items(),
)
def test_others_do_not_decide(cast: Cast, as_: As, path: str, name: str, status: int) -> None:
    posted(cast)
    sent = {"reason": WHY, "record_copy": "paper file 12", "words": NEW}
    assert as_(getattr(cast, name)).post(path, sent).status_code == status
    assert not PostChange.objects.exists()


def test_a_councillor_does_not_decide_alone(cast: Cast, as_: As) -> None:
    """Even where the office that authorises is a councillor's (LGA 1972 s.101)."""
    posted(cast)
    cast.ashford.memberships.filter(person=cast.priya).update(category="councillor")
    sent = {"reason": WHY, "record_copy": "paper file 12"}
    refused = as_(cast.priya).post(DOWN, sent)
    assert refused.status_code == 409
    assert "Local Government Act 1972 s.101" in refused.text
    assert not PostChange.objects.exists()


def test_it_comes_down_once(cast: Cast, as_: As) -> None:
    posted(cast)
    taken_down(cast, as_)
    again = as_(cast.priya).post(DOWN, {"reason": "x", "record_copy": "y"})
    assert (again.status_code, "is to be taken down" in again.text) == (409, True)
    assert PostChange.objects.count() == 1


def test_a_withdrawn_permission_takes_it_down_and_the_copy_follows(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Mia")
    post = recorded_post(cast, approve(cast, showing(cast, permission)))
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    change = PostChange.objects.get()
    assert (change.decider, change.has_record_copy) == (None, False)
    assert [event.verb for event in AuditEvent.objects.about(post)] == ["post_change.decided"]
    browser = as_(cast.cora)
    pages = (POST, confirmation(change), "/c/ashford/posts/changes/")
    for page in [browser.get(url).text for url in pages]:
        assert "Cora recorded" in page and "the system" not in page
        assert "FTC-A-13" not in page, "Ashford's rulebook has no such clause"
    bare = browser.post(confirmation(change), {"proof_note": "Gone."})
    assert (bare.status_code, "Say where the record copy is" in bare.text) == (422, True)
    browser.post(confirmation(change), {"proof_note": "Gone.", "record_copy": "paper file 9"})
    change.refresh_from_db()
    assert change.confirmed_at
    assert change.record_copy == "paper file 9"


def test_a_take_down_names_the_clause_where_the_council_has_it(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    permission = a_permission(cast, "Mia")
    recorded_post(cast, approve(cast, showing(cast, permission)))
    withdraw_permission(subject=permission.subjects.get(), reason="", actor=cast.cora)
    monkeypatch.setitem(cast.ashford.rulebook.clauses, "FTC-A-13", "People have agreed")
    for url in (POST, confirmation(PostChange.objects.get())):
        assert ">FTC-A-13: People have agreed</a>" in as_(cast.cora).get(url).text


def test_a_withdrawn_permission_leaves_what_comes_down_already(cast: Cast, as_: As) -> None:
    permission = a_permission(cast, "Mia")
    recorded_post(cast, approve(cast, showing(cast, permission)))
    down = taken_down(cast, as_)
    mia = permission.subjects.get()
    withdraw_permission(subject=mia, reason="", actor=cast.cora)
    assert PostChange.objects.get() == down
    mia.refresh_from_db()
    assert mia.withdrawn_on


@pytest.mark.database
def test_the_database_holds_the_record_copy_too(cast: Cast, as_: As) -> None:
    posted(cast)
    change = taken_down(cast, as_)
    PostChange.objects.update(record_copy="")
    confirmed = {"confirmed_by": cast.cora, "confirmed_at": timezone.now(), "proof_note": "Gone."}
    with pytest.raises(IntegrityError, match="record_copy"), transaction.atomic():
        PostChange.objects.filter(pk=change.pk).update(**confirmed)


# --- Edited on the platform -------------------------------------------------------------------


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


def test_the_page_and_the_list_stay_within_their_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    posted(cast)
    as_(cast.priya).post(EDIT, {"words": NEW, "reason": WHY})
    taken_down(cast, as_)
    made_outside(cast)
    browser = as_(cast.priya)
    with queries(at_most=14):
        browser.get(POST)
    with queries(at_most=10):
        browser.get("/c/ashford/posts/changes/")
