"""A series: several dated drafts of one wording, each decided on its own."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.checks.content import Content
from moderation.drafts.actions import approve_draft, create_draft
from moderation.drafts.actions.series import Window, make_series
from moderation.drafts.models import Draft, Series
from tests.cast import Cast, assemble
from tests.moderation.drafting import composed, waiting
from tests.moderation.test_races import at_once

As = Callable[[Person], Client]
MAKE = "/c/ashford/drafts/D-0001/series/"
DATES = "3 12 2026 at 9am\n10 Dec 2026, 9am\n17/12/2026 9:00"


@pytest.fixture(autouse=True)
def november() -> Any:
    with time_machine.travel(datetime(2026, 11, 12, 9, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def market(cast: Cast, as_: As) -> Draft:
    """Ana's draft about the market, saved and not submitted."""
    text = "The market is open in the square today."
    as_(cast.ana).post(
        "/c/ashford/drafts/new/", composed(cast, do="save", title="Market", text=text)
    )
    return Draft.objects.get()


def dated(dates: str = DATES, lasts: str = "day") -> dict[str, Any]:
    return {"dates": dates, "lasts": lasts, "version": 1}


def page_of(series: Series) -> str:
    return f"/c/ashford/series/{series.pk}/"


def test_one_draft_for_each_date_all_with_the_same_words(
    cast: Cast, as_: As, market: Draft
) -> None:
    browser = as_(cast.ana)
    assert MAKE in browser.get("/c/ashford/drafts/D-0001/").content.decode()
    assert "The market is open" in browser.get(MAKE).content.decode()
    response = browser.post(MAKE, dated(), follow=True)
    assert "3 drafts submitted" in response.content.decode()
    series = Series.objects.get()
    made = list(Draft.objects.order_by("pk").select_related("current"))
    assert [draft.status for draft in made] == ["waiting"] * 3
    assert {draft.series for draft in made} == {series}
    begins = [draft.current.not_before for draft in made if draft.current]
    assert begins == [datetime(2026, 12, day, 9, tzinfo=UTC) for day in (3, 10, 17)]
    assert made[0].not_after == datetime(2026, 12, 3, 23, 59, tzinfo=UTC)
    words = {draft.current.targets.get().text for draft in made if draft.current}
    assert words == {"The market is open in the square today."}
    assert made[1].working_copy["not_before_day"] == ["10"]
    mails = OutboxMessage.objects.filter(recipient=cast.priya.email)
    assert [mail.subject.split(",")[0] for mail in mails] == ["3 drafts to approve"]
    assert AuditEvent.objects.about(series).get().verb == "series.made"


def test_nothing_of_a_series_is_urgent(cast: Cast, as_: As) -> None:
    urgent = {"extras": ["urgent"], "urgent": "The market moves tomorrow."}
    as_(cast.ana).post("/c/ashford/drafts/new/", composed(cast, do="save", **urgent))
    browser = as_(cast.ana)
    assert "D-0001 is urgent. What is planned by date is not" in browser.get(MAKE).text
    assert browser.post(MAKE, dated()).status_code == 302
    made = list(Draft.objects.select_related("current"))
    assert len(made) == 3
    assert not any(draft.current.particulars.urgent for draft in made if draft.current)
    assert not any("urgent" in draft.working_copy for draft in made)


def test_each_is_decided_on_its_own(cast: Cast, as_: As, market: Draft) -> None:
    as_(cast.ana).post(MAKE, dated())
    second = Draft.objects.select_related("current", "council").get(number=2)
    assert second.current
    approve_draft(draft=second, digest=second.current.digest, actor=cast.priya)
    states = list(Draft.objects.order_by("pk").values_list("status", flat=True))
    assert states == ["waiting", "approved", "waiting"]
    series = Series.objects.get()
    page = as_(cast.priya).get(page_of(series)).content.decode()
    assert page.count("Waiting for approval") == 2 and page.count("Approved") == 1
    assert page_of(series) in as_(cast.ana).get("/c/ashford/drafts/D-0003/").content.decode()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ("", "Enter the dates"),
        ("3 12 2026 at 9am " * 60, "Use 1,000 characters at most"),
        ("3 12 2026 at 9am", "Enter 2 to 12 dates"),
        ("\n".join(f"{day} 12 2026 9am" for day in range(1, 14)), "There are 13"),
        ("3 12 2026 9am\n3 12 2026 9am", "Enter each date once"),
        ("3 12 2026 9am\nsoon", "“soon” is no date and time"),
        ("3 12 2026 9am\n31 2 2027 9am", "Enter a real date"),
        ("3 12 2026 9am\n<b>4</b> 12 2026 9am", "is no date and time"),
    ],
)
def test_dates_that_are_none_keep_what_was_typed(
    cast: Cast, as_: As, market: Draft, dates: str, words: str
) -> None:
    response = as_(cast.ana).post(MAKE, dated(dates))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Series.objects.exists()


def test_a_date_that_has_passed_is_refused(cast: Cast, as_: As, market: Draft) -> None:
    response = as_(cast.ana).post(MAKE, dated("11 11 2026 9am\n3 12 2026 9am"))
    assert response.status_code == 409
    assert "The first date has passed" in response.content.decode()
    assert Draft.objects.count() == 1


def test_a_save_in_another_tab_is_told_and_shown_first(cast: Cast, as_: As, market: Draft) -> None:
    browser = as_(cast.ana)
    assert 'name="version" value="1"' in browser.get(MAKE).content.decode()
    text = "The market is called off."
    browser.post(
        "/c/ashford/drafts/D-0001/edit/", composed(cast, do="save", title="Market", text=text)
    )
    response = browser.post(MAKE, dated())
    page = response.content.decode()
    assert response.status_code == 409
    assert "was saved in another tab" in page and text in page and "17/12/2026" in page
    assert 'name="version" value="2"' in page
    assert not Series.objects.exists()
    assert browser.post(MAKE, dated() | {"version": 2}).status_code == 302


def test_an_unfinished_draft_is_finished_first(cast: Cast, as_: As) -> None:
    create_draft(
        council=cast.ashford, title="Market", working_copy={"title": ["Market"]}, actor=cast.ana
    )
    response = as_(cast.ana).get(MAKE)
    assert response.status_code == 409
    assert "is not finished" in response.content.decode()


def test_what_was_submitted_makes_no_series(cast: Cast, as_: As) -> None:
    waiting(cast)
    assert as_(cast.ana).post(MAKE, dated()).status_code == 409


@pytest.mark.parametrize(("name", "status"), [("priya", 409), ("adam", 404), ("oscar", 404)])
def test_only_its_author_makes_one(
    cast: Cast, as_: As, market: Draft, name: str, status: int
) -> None:
    assert as_(getattr(cast, name)).post(MAKE, dated()).status_code == status
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"), [("ana", 200), ("cora", 200), ("adam", 404), ("oscar", 404)]
)
def test_who_sees_a_series(cast: Cast, as_: As, market: Draft, name: str, status: int) -> None:
    as_(cast.ana).post(MAKE, dated())
    path = page_of(Series.objects.get())
    assert as_(getattr(cast, name)).get(path).status_code == status


def test_the_page_stays_within_its_queries(
    cast: Cast, as_: As, market: Draft, queries: Callable[..., Any]
) -> None:
    as_(cast.ana).post(MAKE, dated())
    path, browser = page_of(Series.objects.get()), as_(cast.priya)
    with queries(at_most=6):
        assert browser.get(path).status_code == 200


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def cast(self, transactional_db: None) -> Cast:
        return assemble()

    def test_two_clicks_make_one_series(self, cast: Cast) -> None:
        draft = create_draft(council=cast.ashford, title="Market", working_copy={}, actor=cast.ana)
        content = Content(kind="new_post", title="Market", texts={cast.page: "Market today."})
        first = timezone.now() + timedelta(days=1)
        windows = [
            Window(first + timedelta(days=7 * week), first + timedelta(days=7 * week + 1))
            for week in range(3)
        ]

        def make() -> Series:
            return make_series(
                draft=Draft.objects.select_related("council").get(pk=draft.pk),
                content=content,
                windows=windows,
                version=1,
                actor=cast.ana,
            )

        outcomes = at_once([make] * 4)
        assert sum(isinstance(outcome, Series) for outcome in outcomes) == 1, outcomes
        assert sum(isinstance(outcome, Stale | RuleBroken) for outcome in outcomes) == 3
        assert Draft.objects.count() == 3
        assert first_fault(cast.ashford.pk) is None
