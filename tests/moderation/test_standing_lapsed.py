"""A standing approval that has ended, or whose decider has left the office."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.forms import when_in_words
from moderation.drafts.models import Decision, Draft, StandingApproval
from tests.cast import Cast, a_member
from tests.moderation.standing import (
    DECIDE,
    END,
    LIST,
    SA,
    USE,
    filled_in,
)

As = Callable[[Person], Client]


class TestEnded:
    def test_nothing_is_approved_under_one_that_ended_or_is_past(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        with time_machine.travel(timezone.now() + timedelta(days=181), tick=False):
            late = as_(cast.ana).post(USE, filled_in(cast))
            assert late.status_code == 409
            assert "cannot be used. It ended on" in late.content.decode()
            assert as_(cast.ana).get(USE).status_code == 409
        assert as_(cast.priya).post(END, {"reason": ""}).status_code == 422
        assert as_(cast.priya).post(END, {"reason": "The contract ended."}).status_code == 302
        ended = as_(cast.ana).post(USE, filled_in(cast))
        assert ended.status_code == 409
        assert "Priya ended SA-0001" in ended.content.decode()
        assert "6am to 4pm" in ended.content.decode()
        assert not Draft.objects.exists()

    def test_who_neither_wrote_it_nor_approves_cannot_end_it(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert as_(cast.cora).post(END, {"reason": "I say so."}).status_code == 409
        standing.refresh_from_db()
        assert standing.status == "approved"
        assert as_(cast.ana).post(END, {"reason": "Not needed now."}).status_code == 302


class TestLapsed:
    """Whoever gave it has left the office: it goes on, and somebody looks at it again."""

    @pytest.fixture
    def lapsed(self, cast: Cast, standing: StandingApproval) -> StandingApproval:
        """Priya was the clerk until yesterday; Paul is now."""
        yesterday = today() - timedelta(days=1)
        cast.ashford.appointments.filter(membership__person=cast.priya).update(ends_on=yesterday)
        a_member(cast.ashford, "Paul", "town-clerk")
        return standing

    def test_it_goes_on_and_its_page_says_who_decided(
        self, cast: Cast, as_: As, lapsed: StandingApproval
    ) -> None:
        page = " ".join(as_(cast.ana).get(SA).text.split())
        assert "Priya decided this as Town Clerk, and no longer holds this duty since" in page
        assert when_in_words(today()) in page
        assert "Approve it again" not in page  # Ana may not
        as_(cast.ana).post(USE, filled_in(cast))
        assert Decision.objects.get().decider == cast.priya

    def test_whoever_holds_the_duty_now_approves_it_again(
        self, cast: Cast, as_: As, lapsed: StandingApproval
    ) -> None:
        paul = Person.objects.get(name="Paul")
        browser = as_(paul)
        assert "1 standing approval to look at again" in browser.get("/c/ashford/home/").text
        assert "look at again" not in as_(cast.cora).get("/c/ashford/home/").text
        assert "SA-0001" in browser.get(f"{LIST}?show=again").text
        assert "Approve it again" in browser.get(SA).text
        outcome = {"outcome": "approve", "digest": lapsed.digest}
        refused = browser.post(DECIDE, outcome | {"outcome": "refuse", "note": "No."})
        assert refused.status_code == 409  # to end it is another page, with its own reason
        assert browser.post(DECIDE, outcome).status_code == 302
        lapsed.refresh_from_db()
        assert (lapsed.decider, lapsed.status) == (paul, "approved")
        assert "To look at again" not in browser.get(SA).text.replace("?show=again", "")
        assert "look at again" not in browser.get("/c/ashford/home/").text
        as_(cast.ana).post(USE, filled_in(cast))
        assert Decision.objects.get().decider == paul

    def test_one_whose_decider_holds_the_duty_is_decided(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        assert "To look at again" not in as_(cast.priya).get(SA).text
        outcome = {"outcome": "approve", "digest": standing.digest}
        assert as_(cast.priya).post(DECIDE, outcome).status_code == 409
