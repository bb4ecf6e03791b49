"""Any two versions of a draft, compared."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from moderation.checks.content import Content
from moderation.drafts.actions import submit_draft, take_back_draft
from moderation.drafts.models import Draft
from tests.cast import Cast
from tests.moderation.deciding import submitted
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]
COMPARE = "/c/ashford/drafts/D-0001/compare/1..2/"


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Submitted on Friday, taken back, submitted on Saturday."""
    draft = submitted(cast, text="On Friday.")
    take_back_draft(draft=draft, actor=cast.ana)
    draft.refresh_from_db()
    return submitted(cast, draft, text="On Saturday.", title="Saturday")


def test_two_versions_are_compared_word_by_word(draft: Draft, cast: Cast, as_: As) -> None:
    page = as_(cast.ana).get(COMPARE).content.decode()
    assert "From version 1 to version 2" in page
    assert "Friday.<span" in page and "Saturday.<span" in page
    assert "Title" in page
    assert "Back to draft" in page and f'href="{draft.get_absolute_url()}"' in page
    assert "compare/1..2/" in as_(cast.priya).get(draft.get_absolute_url()).content.decode()


def test_the_other_way_round_too(draft: Draft, cast: Cast, as_: As) -> None:
    assert as_(cast.ana).get("/c/ashford/drafts/D-0001/compare/2..1/").status_code == 200


def test_a_version_with_itself_has_no_differences(draft: Draft, cast: Cast, as_: As) -> None:
    page = as_(cast.ana).get("/c/ashford/drafts/D-0001/compare/2..2/").content.decode()
    assert "No differences" in page


def test_a_time_that_nobody_chose_is_no_difference(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    later = timezone.now() + timedelta(minutes=5)
    with time_machine.travel(later, tick=False):
        take_back_draft(draft=draft, actor=cast.ana)
        draft.refresh_from_db()
        content = Content(
            kind="new_post",
            title=draft.title,
            texts={cast.page: "High Street is closed on Friday."},
        )
        submit_draft(draft=draft, content=content, version=draft.version, actor=cast.ana)
        browser = as_(cast.ana)
        assert "No differences" in browser.get(COMPARE).text
        # One that somebody chose is.
        draft.refresh_from_db()
        take_back_draft(draft=draft, actor=cast.ana)
        draft.refresh_from_db()
        submitted(cast, draft)
        page = browser.get("/c/ashford/drafts/D-0001/compare/2..3/").text
    assert "Post no later than" in page and "No differences" not in page


MISSING = {
    "a version that is not there": "/c/ashford/drafts/D-0001/compare/1..3/",
    "version nought": "/c/ashford/drafts/D-0001/compare/0..1/",
    "a number too long": "/c/ashford/drafts/D-0001/compare/1..99999999999999999999/",
    "another draft": "/c/ashford/drafts/D-0002/compare/1..2/",
}


@pytest.mark.parametrize("path", MISSING.values(), ids=list(MISSING))
def test_what_is_not_there_is_not_found(draft: Draft, cast: Cast, as_: As, path: str) -> None:
    assert as_(cast.priya).get(path).status_code == 404


@pytest.mark.parametrize("name", ["dev", "rita", "oscar", "leo"])
def test_who_may_not_see_the_draft_may_not_compare_it(
    draft: Draft, cast: Cast, as_: As, name: str
) -> None:
    assert as_(getattr(cast, name)).get(COMPARE).status_code == 404
