"""The sole officer is told of the monthly list; it prints; a minute sent twice closes it once."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.people.models import Person
from moderation.drafts.models import Draft, NotedMonth
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import approved, waiting

As = Callable[[Person], Client]
OCTOBER = "/c/ashford/approvals/own-authority/2026-10/"
NOTED = {
    "minute": "26/311",
    "noted_on_day": "9",
    "noted_on_month": "11",
    "noted_on_year": "2026",
}


@pytest.fixture(autouse=True)
def november() -> Any:
    with time_machine.travel(datetime(2026, 11, 12, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def october(cast: Cast) -> Draft:
    """Priya, the sole officer, approved her own words in October."""
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
        return approved(cast, author=cast.priya, text="The hall reopens on Monday.")


def decided(cast: Cast, draft: Draft) -> dict[str, str]:
    assert draft.current
    return {"outcome": "approve", "digest": draft.current.digest}


def test_whoever_approves_their_own_words_is_told_of_the_list(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    browser = as_(cast.priya)
    own = waiting(cast, author=cast.priya)
    page = browser.post(f"{own.get_absolute_url()}decide/", decided(cast, own), follow=True).text
    assert "own-authority/2026-11/" in page and "November’s list</a>" in page
    other = waiting(cast, text="Something else.")
    page = browser.post(
        f"{other.get_absolute_url()}decide/", decided(cast, other), follow=True
    ).text
    assert "November’s list" not in page


def test_the_list_names_council_days_and_rule(cast: Cast, as_: As, october: Draft) -> None:
    page = " ".join(as_(cast.priya).get(OCTOBER).text.split())
    assert "Ashford Town Council, Thursday 1 October 2026 to Saturday 31 October 2026." in page
    source = cast.ashford.rulebook.source_of("second_person")
    assert f"Authors may approve their own posts by {source}" in page.replace("&#x27;", "'")


def test_a_minute_sent_twice_is_one_and_says_so(cast: Cast, as_: As, october: Draft) -> None:
    browser = as_(cast.priya)
    for _ in range(2):
        page = browser.post(OCTOBER, NOTED, follow=True)
        assert page.status_code == 200 and "October 2026 is noted" in page.text
    assert NotedMonth.objects.count() == 1
    assert browser.post(OCTOBER, NOTED | {"minute": "26/400"}).status_code == 409
