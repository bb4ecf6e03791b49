"""An election nobody knew of catches what was approved, scheduled or posted before."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.refusals import RuleBroken
from moderation.posts.actions import (
    accept_outside_post,
    take_down_post,
)
from moderation.posts.models import Post
from moderation.pre_election.models import PeriodAccountLook, PeriodLook
from policies.elections.actions import call_off_period, change_period
from policies.elections.models import Period
from tests.cast import Cast
from tests.moderation.drafting import approved, posted, recorded_post
from tests.moderation.electing import (
    HOME,
    LOOK,
    PERIOD,
    TO_CANCEL,
    a_period,
    a_profile,
    approved_in,
    look,
    promotes_nobody,
    scheduled,
    stays,
    told,
    words,
)
from tests.moderation.posting import address, made_outside, moment, recorded

As = Callable[[Person], Client]
ACCOUNTS = f"{PERIOD}accounts/"


@pytest.mark.clause("LTC-4.2.2-h")
def test_what_was_approved_before_waits_until_somebody_looks_again(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    page, cora = address(draft), as_(cast.cora)
    assert "The exact words" in cora.get(page).text
    a_period(cast)
    stopped = words(cora, page)
    assert "It must not be posted" in stopped and "pre-election period, PE-0001" in stopped
    assert "The exact words" not in stopped
    later = moment("posted_at", timezone.now() + timedelta(minutes=2))
    refused = cora.post(page, recorded(draft, **later))
    assert refused.status_code == 409 and "look at it first" in refused.text
    with pytest.raises(RuleBroken, match="pre-election period"):
        scheduled(cast, draft)
    (deadline,) = told(cast, "period.draft:")
    assert deadline.url.endswith(LOOK) and deadline.apart_from == cast.ana.pk

    priya = as_(cast.priya)
    assert "1 approved draft to look at: pre-election period" in words(priya, HOME)
    assert f'href="{LOOK}"' in priya.get(PERIOD).text
    assert "High Street is closed" in priya.get(LOOK).text
    assert priya.post(LOOK, look(draft, reason=" ")).status_code == 422
    assert priya.post(LOOK, look(draft)).status_code == 302
    assert PeriodLook.objects.get().looked_by == cast.priya
    assert "to look at" not in words(priya, HOME)
    assert not told(cast, "period.draft:")
    assert "The exact words" in cora.get(page).text
    assert cora.post(page, recorded(draft)).status_code == 302
    again = priya.post(LOOK, look(draft, reason="Once more."))
    assert again.status_code == 409


def test_nobody_looks_at_their_own_or_without_the_duty(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    a_period(cast)
    for person in (cast.ana, cast.cora, cast.adam):
        assert as_(person).post(LOOK, look(draft)).status_code == 403
    assert as_(cast.oscar).post(LOOK, look(draft)).status_code == 404
    assert not PeriodLook.objects.exists()


def test_what_may_not_go_out_has_its_approval_withdrawn(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    a_period(cast)
    as_(cast.priya).post(LOOK, look(draft, "stop", "Wait until after the poll."))
    draft.refresh_from_db()
    assert draft.status == "changes"
    assert PeriodLook.objects.get().kept is False
    assert "Wait until after the poll." in as_(cast.ana).get(draft.get_absolute_url()).text


@pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-g", "LTC-4.2.2-h")
def test_a_scheduled_post_is_to_be_unscheduled(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    scheduled(cast, draft)
    cora = as_(cast.cora)
    assert "to cancel" not in words(cora, HOME)
    a_period(cast, begins=-1)
    assert "1 scheduled post to cancel on the platform" in words(cora, HOME)
    row = words(cora, TO_CANCEL)
    assert "D-0001" in row and "pre-election period" in row
    (deadline,) = told(cast, "period.unschedule:")
    assert deadline.now and "Unschedule on the platform" in deadline.text
    assert "Cancel it there now" in words(cora, address(draft))
    assert "Scheduled on the platform" in words(as_(cast.priya), PERIOD)
    as_(cast.priya).post(LOOK, look(draft))
    assert "to cancel" not in words(cora, HOME)
    assert not told(cast, "period.unschedule:")


def test_whoever_stops_a_scheduled_post_is_told_to_cancel_it_there(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    scheduled(cast, draft)
    a_period(cast, begins=-1)
    priya, there = as_(cast.priya), f"scheduled on {cast.page}"
    assert f"It is {there}" in words(priya, LOOK)
    done = priya.post(LOOK, look(draft, "stop", "Wait until after the poll."), follow=True)
    assert f"It is still {there}: cancel it there" in done.text
    assert "1 scheduled post to cancel" in words(as_(cast.cora), HOME)


def test_what_goes_out_on_another_day_stays_scheduled(cast: Cast, as_: As) -> None:
    scheduled(cast, approved(cast), days=2)
    a_period(cast, begins=3)
    assert "to cancel" not in words(as_(cast.cora), HOME)
    assert not told(cast, "period.unschedule:")
    a_period(cast, begins=-20, lasts=22, area="")
    assert "1 scheduled post to cancel" in words(as_(cast.cora), HOME)


def test_a_period_that_moves_asks_anew_and_one_called_off_no_more(cast: Cast, as_: As) -> None:
    draft, period = approved(cast), a_period(cast, begins=10)
    priya = as_(cast.priya)
    assert "to look at" not in words(priya, HOME)

    def moved(notice_on: date) -> Period:
        return change_period(
            period=period,
            kind=period.kind,
            area=period.area,
            notice_on=notice_on,
            poll_on=period.poll_on,
            actor=cast.adam,
        )

    moved(today() - timedelta(days=1))
    assert "1 approved draft to look at" in words(priya, HOME)
    priya.post(LOOK, look(draft))
    assert "draft to look at" not in words(priya, HOME)
    moved(today() - timedelta(days=2))
    assert "1 approved draft to look at" in words(priya, HOME)
    call_off_period(period=period, why="One candidate.", actor=cast.adam)
    assert "draft to look at" not in words(priya, HOME)
    assert "The exact words" in as_(cast.cora).get(address(draft)).text


def test_each_of_two_periods_is_looked_at(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    a_period(cast)
    a_period(cast, begins=-1, area="East Ward")
    priya, page = as_(cast.priya), address(draft)
    priya.post(LOOK, look(draft))
    assert "PE-0002" in words(as_(cast.cora), page)
    priya.post(LOOK.replace("PE-0001", "PE-0002"), look(draft, number=2))
    assert "The exact words" in as_(cast.cora).get(page).text


@pytest.mark.clause("HLTC-resp-12")
def test_nobody_lets_a_profile_through(cast: Cast, as_: As) -> None:
    promotes_nobody(cast)
    draft = approved(cast, text="Ask @deva_jones about it.")
    post = posted(cast, title="Older", text="Thank you @deva_jones.")
    a_profile(cast)
    a_period(cast)
    priya = as_(cast.priya)
    refused = priya.post(LOOK, look(draft))
    assert refused.status_code == 409 and "does not promote before" in refused.text
    refused = priya.post(f"{PERIOD}posts/{post.reference}/", stays("It is kind."))
    assert refused.status_code == 409 and "cannot stay before an election" in refused.text
    assert not PeriodLook.objects.exists()
    assert "does not promote before" in words(as_(cast.cora), address(draft))


class TestPosts:
    def test_what_went_out_in_days_set_since_is_looked_at(self, cast: Cast, as_: As) -> None:
        post = posted(cast)
        a_period(cast, begins=-1)
        priya, page = as_(cast.priya), f"{PERIOD}posts/{post.reference}/"
        assert "1 post to look at: pre-election period" in words(priya, HOME)
        assert f'href="{page}"' in priya.get(PERIOD).text
        assert "It may stay" in priya.get(page).text
        assert priya.post(page, stays("")).status_code == 422
        assert priya.post(page, stays("It is a fact.")).status_code == 302
        assert "to look at" not in words(priya, HOME)
        assert "It is a fact." in priya.get(PERIOD).text
        assert as_(cast.ana).post(page, stays("No.")).status_code == 403

    def test_what_was_approved_for_the_period_or_is_taken_down_is_not(
        self, cast: Cast, as_: As
    ) -> None:
        post = posted(cast)
        period = a_period(cast, begins=-1)
        take_down_post(post=post, reason="Wrong.", actor=cast.priya, record_copy="Box 3")
        assert "to look at" not in words(as_(cast.priya), HOME)
        draft = approved_in(cast)
        recorded_post(cast, draft)
        assert "to look at" not in words(as_(cast.priya), HOME)
        assert PeriodLook.objects.filter(period=period, draft=draft).exists()

    def test_what_the_platform_sent_by_itself_is_recorded_and_then_looked_at(
        self, cast: Cast, as_: As
    ) -> None:
        draft = approved(cast)
        scheduled(cast, draft, days=0.1)
        a_period(cast, begins=-1)
        recorded_post(cast, draft)
        assert Post.objects.count() == 1
        assert "1 post to look at" in words(as_(cast.priya), HOME)

    def test_one_made_outside_is_accepted_with_a_reason(self, cast: Cast) -> None:
        a_period(cast, begins=-1)
        post = made_outside(cast)
        with pytest.raises(RuleBroken, match="Say why it may stay"):
            accept_outside_post(post=post, note="", actor=cast.priya)
        accept_outside_post(post=post, note="People had no water.", actor=cast.priya)

    @pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-g")
    def test_one_made_outside_that_promotes_a_profile_does_not_become_ours(
        self, cast: Cast, as_: As
    ) -> None:
        a_profile(cast)
        first, second = (
            made_outside(cast, words="Well done @deva_jones!", url=f"https://facebook.com/a/{n}")
            for n in "12"
        )
        accept_outside_post(post=first, note="It is true.", actor=cast.priya)
        promotes_nobody(cast)
        a_period(cast, begins=1)
        priya, page = as_(cast.priya), f"/c/ashford/posts/{second.reference}/review/"
        accept = {"outcome": "accept", "note": "It is true."}
        call_off_period(period=Period.objects.get(), why="One candidate.", actor=cast.adam)
        a_period(cast, begins=0)
        refused = priya.post(page, accept)
        assert refused.status_code == 409 and "cannot stay before an election" in refused.text
        assert "minute 24/101" in refused.text
        assert not hasattr(Post.objects.get(pk=second.pk), "outside_review")


class TestAccounts:
    @pytest.mark.clause("HLTC-resp-12")
    def test_pinned_posts_are_looked_at_as_it_begins(self, cast: Cast, as_: As) -> None:
        a_period(cast, begins=0)
        cora, one = as_(cast.cora), f"{ACCOUNTS}{cast.page.pk}/"
        line = "1 account to look at for what is pinned there"
        assert line in words(cora, HOME) and line not in words(as_(cast.priya), HOME)
        (deadline,) = told(cast, "period.accounts:")
        assert deadline.due_on == today() and deadline.url == ACCOUNTS
        assert "what is pinned or promoted there" in cora.get(PERIOD).text
        assert cora.post(one, {"what": "gone", "found": ""}).status_code == 422
        assert as_(cast.ana).post(one, {"what": "nothing"}).status_code == 403
        gone = {"what": "gone", "found": "A pinned post of Councillor Jones."}
        assert cora.post(one, gone).status_code == 302
        assert PeriodAccountLook.objects.get().removed
        assert "A pinned post of Councillor Jones." in cora.get(ACCOUNTS).text
        assert line not in words(cora, HOME) and not told(cast, "period.accounts:")
        assert cora.post(one, {"what": "nothing"}).status_code == 409


def test_the_list_is_for_those_who_may_see_each(cast: Cast, as_: As) -> None:
    approved(cast, author=cast.cora, title="Not for Ana")
    a_period(cast)
    assert "Not for Ana" in words(as_(cast.priya), PERIOD)
    assert "Not for Ana" not in words(as_(cast.ana), PERIOD)


def test_home_asks_once_however_many_periods(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(3):
        approved(cast, title=f"Draft {number}")
    for area in ("A", "B", "C"):
        a_period(cast, area=area)
    browser = as_(cast.priya)
    browser.get(PERIOD)
    with queries(at_most=18):
        browser.get(PERIOD)
