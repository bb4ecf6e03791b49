"""An author's page: each state in its own words, and no words twice."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from moderation.drafts.actions import request_changes, take_back_draft, withdraw_draft
from moderation.drafts.models import Draft
from tests.cast import Cast
from tests.moderation.drafting import approved, composed, recorded_post, waiting
from tests.moderation.following import rejected

As = Callable[[Person], Client]
PAGE, EDIT = "/c/ashford/drafts/D-0001/", "/c/ashford/drafts/D-0001/edit/"
WORDS = "High Street is closed on Friday."


def page_of(browser: Client) -> str:
    """The page's words, without the tags."""
    words = re.sub(r"<[^>]+>", " ", browser.get(PAGE).text)
    return " ".join(words.split())


@pytest.mark.parametrize("link", ["", "https://www.ashford.example/roads"])
def test_words_stand_there_once(cast: Cast, as_: As, link: str) -> None:
    browser = as_(cast.ana)
    browser.post("/c/ashford/drafts/new/", composed(cast, link=link))
    take_back_draft(draft=Draft.objects.get(), actor=cast.ana)
    page = page_of(browser)
    assert "Your words as last saved" not in page
    assert page.count(WORDS) == 1
    version = Draft.objects.get().version
    other = composed(cast, text="It is on Saturday.", link=link, version=version, do="save")
    assert browser.post(EDIT, other).status_code == 302
    page = page_of(browser)
    assert "Your words as last saved It is on Saturday." in page
    assert page.count(WORDS) == 1


def test_what_was_rejected_shows_only_what_was_submitted(cast: Cast, as_: As) -> None:
    browser = as_(cast.ana)
    browser.post("/c/ashford/drafts/new/", composed(cast))
    rejected(cast, Draft.objects.get())
    assert page_of(browser).count(WORDS) == 1


def test_while_it_waits_the_page_says_when_it_may_go_out(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    assert "As soon as it is approved, no later than" in page_of(as_(cast.ana))
    assert draft.current
    request_changes(
        draft=draft, digest=draft.current.digest, reason=None, note="Which?", actor=cast.priya
    )
    assert "As soon as it is approved, no later than" in page_of(as_(cast.ana))


def test_once_approved_it_says_from_now_on(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    page = page_of(as_(cast.ana))
    assert "From now on, no later than" in page and "As soon as it is approved" not in page
    recorded_post(cast, draft)
    page = page_of(as_(cast.ana))
    assert "It was meant for no later than" in page and "From now on" not in page


def test_a_missed_time_is_said_in_the_past(cast: Cast, as_: As) -> None:
    approved(cast)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        page = page_of(as_(cast.ana))
    assert "It was to go out by" in page and "Its time to go out has passed" in page


@pytest.mark.parametrize("end", ["rejected", "withdrawn"])
def test_an_ended_draft_says_what_it_was_meant_for(cast: Cast, as_: As, end: str) -> None:
    draft = waiting(cast)
    if end == "rejected":
        rejected(cast, draft)
    else:
        withdraw_draft(draft=draft, actor=cast.ana)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        page = page_of(as_(cast.ana))
    assert "It was meant for no later than" in page
    assert "passed" not in page and "As soon as" not in page
