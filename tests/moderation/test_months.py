"""Posts on own authority, month by month: the officer is told, the council notes them by minute."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.people.models import Person
from moderation.drafts.models import Draft, NotedMonth
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import approved, waiting

As = Callable[[Person], Client]
HOME = "/c/ashford/home/"
MONTHS = "/c/ashford/approvals/own-authority/"
OCTOBER = f"{MONTHS}2026-10/"
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


class TestMonths:
    @pytest.fixture
    def october(self, cast: Cast) -> Draft:
        """Priya, the sole officer, approved her own words late on 31 October, London time."""
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
        with time_machine.travel(datetime(2026, 10, 31, 23, 30, tzinfo=UTC), tick=False):
            return approved(cast, author=cast.priya, text="The hall reopens on Monday.")

    def test_the_list_prints_and_the_minute_closes_it(
        self, cast: Cast, as_: As, october: Draft
    ) -> None:
        browser = as_(cast.priya)
        assert "Posts on own authority in October 2026" in browser.get(HOME).content.decode()
        page = browser.get(OCTOBER).content.decode()
        for shown in ("D-0001", "The hall reopens on Monday.", "Main page", "minute 24/101"):
            assert shown in page
        assert "For the next meeting" in browser.get(MONTHS).content.decode()
        assert "govuk-tag--red" not in browser.get(MONTHS).content.decode()
        assert browser.post(OCTOBER, NOTED).status_code == 302
        noted = NotedMonth.objects.get()
        assert (noted.month, noted.minute, noted.noted_on) == (
            date(2026, 10, 1),
            "26/311",
            date(2026, 11, 9),
        )
        assert "Noted by minute 26/311" in " ".join(browser.get(OCTOBER).content.decode().split())
        assert "own authority in October" not in browser.get(HOME).content.decode()

    def test_a_month_ends_at_midnight_in_london(self, cast: Cast, as_: As) -> None:
        a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
        with time_machine.travel(datetime(2026, 6, 30, 23, 30, tzinfo=UTC), tick=False):
            approved(cast, author=cast.priya)
        browser = as_(cast.priya)
        assert "July 2026" in browser.get(MONTHS).content.decode()
        assert "D-0001" in browser.get(f"{MONTHS}2026-07/").content.decode()
        assert "D-0001" not in browser.get(f"{MONTHS}2026-06/").content.decode()

    def test_a_month_is_noted_once(self, cast: Cast, as_: As, october: Draft) -> None:
        as_(cast.priya).post(OCTOBER, NOTED)
        again = as_(cast.priya).post(OCTOBER, NOTED | {"minute": "26/400"})
        assert again.status_code == 409
        assert "noted already, by minute 26/311" in again.content.decode()
        assert NotedMonth.objects.count() == 1

    @pytest.mark.parametrize(
        ("path", "changes", "status", "words"),
        [
            ("2026-11", {}, 409, "its list is not complete yet"),
            ("2026-09", {}, 409, "Nothing was approved on own authority"),
            ("2026-10", {"noted_on_month": "10"}, 409, "only after the month has ended"),
            ("2026-10", {"noted_on_day": "30"}, 422, "in the future"),
            ("2026-10", {"minute": ""}, 422, "Enter the minute"),
            ("2026-12", {}, 404, ""),
            ("2026-13", {}, 404, ""),
        ],
    )
    def test_what_cannot_be_noted(
        self,
        cast: Cast,
        as_: As,
        october: Draft,
        path: str,
        changes: dict[str, str],
        status: int,
        words: str,
    ) -> None:
        response = as_(cast.priya).post(f"{MONTHS}{path}/", NOTED | changes)
        assert response.status_code == status
        assert words in response.content.decode()
        assert not NotedMonth.objects.exists()

    @pytest.mark.parametrize(("name", "status"), [("ana", 403), ("adam", 403), ("oscar", 404)])
    def test_others_neither_see_nor_note_it(
        self, cast: Cast, as_: As, october: Draft, name: str, status: int
    ) -> None:
        if name == "oscar":
            assert as_(cast.oscar).get(OCTOBER).status_code == 404
        assert as_(getattr(cast, name)).post(OCTOBER, NOTED).status_code == status
        assert not NotedMonth.objects.exists()

    def test_what_a_second_person_approved_is_not_listed(self, cast: Cast, as_: As) -> None:
        with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
            approved(cast)
        assert "Nothing was approved on own authority" in (
            as_(cast.priya).get(OCTOBER).content.decode()
        )

    def test_the_lists_stay_within_their_queries(
        self, cast: Cast, as_: As, october: Draft, queries: Callable[..., Any]
    ) -> None:
        with time_machine.travel(datetime(2026, 10, 20, 9, tzinfo=UTC), tick=False):
            for number in range(5):
                approved(cast, author=cast.priya, text=f"Notice {number} of the day.")
        browser = as_(cast.priya)
        with queries(at_most=8):
            assert browser.get(OCTOBER).status_code == 200
        with queries(at_most=5):
            assert browser.get(MONTHS).status_code == 200
