"""A person posts the approved words by hand and records it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.posts.models import Post
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import approved, recorded_post, waiting
from tests.moderation.posting import ADDRESS, address, recorded

As = Callable[[Person], Client]


@pytest.mark.clause("FTC-6.6-d", "LLTC-13-a")
def test_a_post_is_recorded_with_its_three_people(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    response = as_(cast.cora).post(address(draft), recorded(draft))
    assert response.headers["Location"] == "/c/ashford/drafts/D-0001/"
    post = Post.objects.get()
    assert (post.reference, post.recorded_by, post.office and post.office.key) == (
        "P-0001",
        cast.cora,
        "comms-officer",
    )
    page = as_(cast.ana).get("/c/ashford/posts/P-0001/").content.decode()
    assert "High Street is closed on Friday." in page
    for name in ("Ana", "Priya", "Cora"):
        assert name in page
    event = AuditEvent.objects.about(draft).last()
    assert event and event.verb == "post.recorded"
    assert "Posted" in as_(cast.ana).get("/c/ashford/drafts/").content.decode()


@pytest.mark.clause("FTC-6.3-a")
@pytest.mark.parametrize(
    ("name", "status"), {"ana": 403, "priya": 403, "dev": 403, "leo": 404, "oscar": 404}.items()
)
def test_nobody_else_records(cast: Cast, as_: As, name: str, status: int) -> None:
    draft = approved(cast)
    assert as_(getattr(cast, name)).post(address(draft), recorded(draft)).status_code == status
    assert not Post.objects.exists()


def test_what_is_not_approved_cannot_be_recorded(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    response = as_(cast.cora).post(address(draft), recorded(draft))
    assert response.status_code == 409
    assert "waiting for approval" in response.content.decode()
    assert not Post.objects.exists()


BAD = {
    "no address": ({"url": ""}, "Enter the address of the post"),
    "a script": ({"url": "javascript:alert(1)"}, "starting with https://"),
    "a file": ({"url": "ftp://example.org/x"}, "begins with https://"),
    "a sign-in": ({"url": "https://facebook.com@evil.example/x"}, "public web address"),
    "no date": ({"posted_at_day": ""}, "must include"),
    "a date that is not": ({"posted_at_day": 31, "posted_at_month": 2}, "real date"),
}


@pytest.mark.parametrize(("changes", "words"), BAD.values(), ids=list(BAD))
def test_bad_input_is_explained(cast: Cast, as_: As, changes: dict[str, Any], words: str) -> None:
    draft = approved(cast)
    response = as_(cast.cora).post(address(draft), recorded(draft, **changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Post.objects.exists()


def test_the_future_and_the_time_before_approval_are_refused(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    year = timezone.localtime().year
    browser = as_(cast.cora)
    ahead = browser.post(address(draft), recorded(draft, posted_at_year=year + 1))
    assert (ahead.status_code, "in the future" in ahead.content.decode()) == (409, True)
    before = browser.post(address(draft), recorded(draft, posted_at_year=year - 1))
    assert (before.status_code, "approved only on" in before.content.decode()) == (409, True)
    assert not Post.objects.exists()


def test_a_post_outside_its_window_is_recorded_and_says_so(cast: Cast, as_: As) -> None:
    opens = timezone.now() + timedelta(days=1)
    draft = approved(cast, not_before=opens, not_after=opens + timedelta(days=1))
    browser = as_(cast.cora)
    silent = browser.post(address(draft), recorded(draft))
    assert silent.status_code == 422
    assert "Say why it was posted outside the approved time" in silent.text
    assert f"from {when_in_words(opens)} until" in silent.text
    assert not Post.objects.exists()
    told = recorded(draft, window_reason="The burst main could not wait.")
    assert browser.post(address(draft), told).status_code == 302
    page = as_(cast.ana).get("/c/ashford/posts/P-0001/").text
    assert "Outside the approved time" in page
    assert "Why outside the approved time: The burst main could not wait." in page
    assert "The burst main could not wait." in exported(as_(cast.rita))


def test_an_action_asks_why_too_and_keeps_no_answer_to_what_was_in_time(cast: Cast) -> None:
    opens = timezone.now() + timedelta(days=1)
    late = approved(cast, not_before=opens, not_after=opens + timedelta(days=1))
    with pytest.raises(RuleBroken, match="outside the approved time"):
        recorded_post(cast, late)
    assert recorded_post(cast, late, window_reason=" It could not wait. ").window_reason == (
        "It could not wait."
    )
    assert recorded_post(cast, approved(cast), window_reason="x").window_reason is None


def exported(browser: Client) -> str:
    """The archive as CSV."""
    answer = browser.get("/c/ashford/posts/archive.csv")
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def test_after_its_time_the_page_asks_why_at_once(cast: Cast, as_: As) -> None:
    late, question = approved(cast), "Why was it posted outside the approved time?"
    assert question not in as_(cast.cora).get(address(late)).text
    opens = timezone.now() + timedelta(days=1)
    early = approved(cast, not_before=opens, not_after=opens + timedelta(days=1))
    assert question in as_(cast.cora).get(address(early)).text


def test_recording_twice_makes_one_post(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    browser.post(address(draft), recorded(draft))
    again = browser.post(address(draft), recorded(draft))
    assert again.status_code == 409
    assert "recorded already" in again.content.decode()
    assert Post.objects.count() == 1


def test_each_account_is_recorded_by_itself(cast: Cast, as_: As) -> None:
    other = AccountFactory(
        council=cast.ashford, platform="x", handle="ashford", url="https://x.com/ashford"
    )
    draft = approved(cast, accounts=[cast.page, other])
    as_(cast.cora).post(address(draft), recorded(draft))
    assert draft.current
    states = set(draft.current.targets.values_list("state", flat=True))
    assert states == {"posted", "to_post"}
    # What is out on one account can no longer be taken back.
    assert as_(cast.ana).post("/c/ashford/drafts/D-0001/take-back/").status_code == 409


def test_another_councils_target_is_not_found(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    path = address(draft).replace("/c/ashford/", "/c/barham/")
    assert as_(cast.oscar).post(path, recorded(draft)).status_code == 404
    assert not Post.objects.exists()


@pytest.mark.database
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE moderation_revision SET title = 'x'",
        "UPDATE moderation_target SET text = 'x'",
        "UPDATE moderation_decision SET note = 'x'",
        "UPDATE moderation_post SET url = 'https://x.example'",
        "DELETE FROM moderation_post",
        "DELETE FROM moderation_decision",
        "UPDATE accounts_rulebookversion SET why = 'x'",
    ],
)
def test_the_database_refuses_to_rewrite_what_was_decided(cast: Cast, as_: As, sql: str) -> None:
    draft = approved(cast)
    as_(cast.cora).post(address(draft), recorded(draft))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_the_archive_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(3):
        draft = approved(cast, title=f"Draft {number}")
        sent = recorded(draft, url=f"{ADDRESS}{number}")
        assert as_(cast.cora).post(address(draft), sent).status_code == 302
    browser = as_(cast.ana)
    with queries(at_most=10):
        page = browser.get("/c/ashford/posts/")
    assert "Draft 2" in page.content.decode()
    assert timezone.now() - Post.objects.latest("pk").recorded_at < timedelta(minutes=1)
