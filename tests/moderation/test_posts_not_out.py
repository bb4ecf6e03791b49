"""An approved post that is not out: scheduled on the platform, not posted, or stopped."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from moderation.drafts.models import Advice, Draft, Target
from moderation.posts.models import Post, PostingNote
from tests.cast import Cast
from tests.moderation.drafting import approved
from tests.moderation.posting import address, moment, recorded

As = Callable[[Person], Client]


def test_a_closed_account_stops_it_on_the_page_and_not_the_record(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    assert "Copy the words" in browser.get(address(draft)).text
    OfficialAccount.objects.filter(pk=cast.page.pk).update(status="closed")
    page = browser.get(address(draft)).text
    assert "It must not be posted" in page
    assert "Copy the words" not in page
    soon = moment("goes_out_at", timezone.now() + timedelta(days=1))
    later = browser.post(f"{address(draft)}not-out/", not_out(draft, "scheduled", **soon))
    assert (later.status_code, "closed on the register" in later.text) == (409, True)
    # It was posted before that, so the record of it is taken and says what has come up.
    done = browser.post(address(draft), recorded(draft), follow=True).text
    assert "It would not be let out today. " in done
    assert Post.objects.exists()
    assert "closed on the register" in as_(cast.ana).get(draft.get_absolute_url()).text


@pytest.mark.clause("FTC-6.6-b")
def test_an_open_question_stops_it_and_not_the_record(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    Advice.objects.create(
        council=cast.ashford, draft=draft, question="May we say this?", asked_by=cast.ana
    )
    page = browser.get(address(draft)).text
    assert "until it is answered" in page
    assert "Copy the words" not in page
    soon = moment("goes_out_at", timezone.now() + timedelta(days=1))
    later = browser.post(f"{address(draft)}not-out/", not_out(draft, "scheduled", **soon))
    assert later.status_code == 409
    assert not PostingNote.objects.exists()
    done = browser.post(address(draft), recorded(draft), follow=True).text
    assert "May we say this?" in done
    assert Post.objects.exists()


def not_out(draft: Draft, state: str, **changes: Any) -> dict[str, Any]:
    """What the page "it is not out" sends."""
    assert draft.current
    return {"state": state, "digest": draft.current.digest, **changes}


def test_scheduled_on_the_platform_and_recorded_once_out(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    page = f"{address(draft)}not-out/"
    assert "Enter when it will go out" in browser.post(page, not_out(draft, "scheduled")).text
    late = moment("goes_out_at", timezone.now() + timedelta(days=60))
    outside = browser.post(page, not_out(draft, "scheduled", **late))
    assert (outside.status_code, "It may go out only" in outside.text) == (409, True)
    past = moment("goes_out_at", timezone.now() - timedelta(days=1))
    assert browser.post(page, not_out(draft, "scheduled", **past)).status_code == 409
    assert not PostingNote.objects.exists()
    soon = moment("goes_out_at", timezone.now() + timedelta(days=1))
    assert browser.post(page, not_out(draft, "scheduled", **soon)).status_code == 302
    assert Target.objects.get().state == "scheduled"
    assert "scheduled it on the platform for" in browser.get(address(draft)).text
    assert AuditEvent.objects.about(draft).last().verb == "post.scheduled"  # type: ignore[union-attr]
    # It would go out by itself, so its author cannot take it back.
    back = as_(cast.ana).post(f"/c/ashford/drafts/{draft.reference}/take-back/")
    assert (back.status_code, "would go out by itself" in back.text) == (409, True)
    assert browser.post(address(draft), recorded(draft)).status_code == 302
    assert Target.objects.get().state == "posted"


def test_not_posted_needs_a_reason_and_is_on_the_trail(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    page = f"{address(draft)}not-out/"
    silent = browser.post(page, not_out(draft, "not_posted"))
    assert (silent.status_code, "Say why it was not posted" in silent.text) == (422, True)
    assert Target.objects.get().state == "to_post"
    why = "The works were put off."
    assert browser.post(page, not_out(draft, "not_posted", reason=why)).status_code == 302
    assert Target.objects.get().state == "not_posted"
    assert (PostingNote.objects.get().reason, PostingNote.objects.get().noted_by) == (
        why,
        cast.cora,
    )
    event = AuditEvent.objects.about(draft).last()
    assert event and (event.verb, event.actor_id) == ("post.not_made", cast.cora.pk)
    assert "Not posted" in as_(cast.ana).get("/c/ashford/drafts/").text
    assert not Post.objects.exists()


def test_a_form_sent_twice_notes_once(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    page = f"{address(draft)}not-out/"
    monday, tuesday = (
        moment("goes_out_at", timezone.now() + timedelta(days=day)) for day in (1, 2)
    )
    for state, said, changes in (
        ("scheduled", "already recorded that it is scheduled for", monday),
        ("not_posted", "already recorded that it is not posted", {"reason": "Put off."}),
    ):
        sent = not_out(draft, state, **changes)
        assert browser.post(page, sent).status_code == 302
        again = browser.post(page, sent)
        assert (again.status_code, f"Cora {said}" in again.text) == (409, True)
        assert PostingNote.objects.filter(state=state).count() == 1
    # Another day is news, and so is posting it after all.
    for changes in (monday, tuesday):
        assert browser.post(page, not_out(draft, "scheduled", **changes)).status_code == 302
    assert browser.post(address(draft), recorded(draft)).status_code == 302


@pytest.mark.parametrize(
    ("name", "status"), {"ana": 403, "priya": 403, "dev": 403, "leo": 404, "oscar": 404}.items()
)
def test_nobody_else_says_that_it_is_not_out(cast: Cast, as_: As, name: str, status: int) -> None:
    draft = approved(cast)
    sent = not_out(draft, "not_posted", reason="x")
    response = as_(getattr(cast, name)).post(f"{address(draft)}not-out/", sent)
    assert response.status_code == status
    assert not PostingNote.objects.exists()


def test_what_is_posted_is_not_unposted(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.cora)
    browser.post(address(draft), recorded(draft))
    again = browser.post(f"{address(draft)}not-out/", not_out(draft, "not_posted", reason="x"))
    assert again.status_code == 409
    assert Target.objects.get().state == "posted"
