"""A profile that is listed late catches what was settled for a period and leads there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from councilsm.refusals import RuleBroken
from moderation.posts.actions import accept_outside_post
from moderation.pre_election.models import PeriodLook
from policies.elections.actions import change_period, end_profile
from tests.cast import Cast
from tests.moderation.drafting import recorded_post
from tests.moderation.electing import (
    HOME,
    LED,
    PERIOD,
    TO_CANCEL,
    a_period,
    a_profile,
    look,
    promotes_nobody,
    scheduled,
    settled,
    stays,
    told,
    words,
)
from tests.moderation.posting import address, made_outside, moment, recorded

As = Callable[[Person], Client]
LOOK = f"{PERIOD}drafts/D-0001/"
POST = f"{PERIOD}posts/P-0001/"
TO_LOOK = "1 approved draft to look at: pre-election period"
POSTS_TO_LOOK = "1 post to look at: pre-election period"
EXEMPT = {"exempt": "nominations"}


@pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-g")
def test_what_is_scheduled_is_to_be_unscheduled(cast: Cast, as_: As) -> None:
    a_period(cast)
    draft = settled(cast)
    scheduled(cast, draft)
    cora, priya = as_(cast.cora), as_(cast.priya)
    assert "to cancel" not in words(cora, HOME) and TO_LOOK not in words(priya, HOME)
    a_profile(cast, "@somebody_else")
    assert "to cancel" not in words(cora, HOME) and not told(cast, "period.draft:")
    a_profile(cast)
    assert "1 scheduled post to cancel on the platform" in words(cora, HOME)
    assert "D-0001" in words(cora, TO_CANCEL)
    (deadline,) = told(cast, "period.unschedule:")
    assert deadline.now and "Unschedule on the platform" in deadline.text
    (deadline,) = told(cast, "period.draft:")
    assert deadline.url.endswith(LOOK)
    assert TO_LOOK in words(priya, HOME)
    page = words(priya, PERIOD)
    assert f'href="{LOOK}"' in page and "own profile: @Deva_Jones" in page
    assert "own profile: @Deva_Jones. That was listed" in words(priya, draft.get_absolute_url())
    assert priya.post(LOOK, look(draft)).status_code == 302
    assert "to cancel" not in words(cora, HOME) and not told(cast, "period.draft:")
    assert TO_LOOK not in words(priya, HOME)


def test_what_is_to_be_posted_waits_until_somebody_looks(cast: Cast, as_: As) -> None:
    a_period(cast)
    draft, cora = settled(cast), as_(cast.cora)
    a_profile(cast, "https://www.facebook.com/deva_jones?ref=share")
    later = moment("posted_at", timezone.now() + timedelta(minutes=2))
    refused = cora.post(address(draft), recorded(draft, **later))
    assert refused.status_code == 409 and "look at it first" in refused.text
    assert "Leads to a councillor’s or candidate’s own profile: @Deva_Jones" in refused.text
    with pytest.raises(RuleBroken, match="look at it first"):
        scheduled(cast, draft)
    as_(cast.priya).post(LOOK, look(draft))
    assert cora.post(address(draft), recorded(draft)).status_code == 302


def test_one_that_leads_elsewhere_stays_settled(cast: Cast, as_: As) -> None:
    a_period(cast)
    settled(cast, "Ask @deva_jones_plumbing, or Deva_Jones.")
    a_profile(cast)
    assert TO_LOOK not in words(as_(cast.priya), HOME)
    assert not PeriodLook.objects.filter(kept=False).exists()


@pytest.mark.clause("HLTC-resp-12")
def test_where_none_is_promoted_nobody_lets_it_through(cast: Cast, as_: As) -> None:
    promotes_nobody(cast)
    a_period(cast)
    draft = settled(cast, **EXEMPT)
    scheduled(cast, draft)
    a_profile(cast)
    assert "1 scheduled post to cancel" in words(as_(cast.cora), HOME)
    priya = as_(cast.priya)
    assert TO_LOOK in words(priya, HOME)
    refused = priya.post(LOOK, look(draft))
    assert refused.status_code == 409 and "does not promote before" in refused.text
    assert priya.post(LOOK, look(draft, "stop", "Not now.")).status_code == 302


@pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-h")
def test_what_is_exempt_and_leads_there_is_caught_by_a_late_period(cast: Cast, as_: As) -> None:
    a_profile(cast)
    draft = settled(cast, **EXEMPT)
    settled(cast, "Planning is heard on Monday.", **EXEMPT)
    scheduled(cast, draft)
    period = a_period(cast)
    cora, priya = as_(cast.cora), as_(cast.priya)
    assert "1 scheduled post to cancel" in words(cora, HOME)
    assert TO_LOOK in words(priya, HOME)
    assert "own profile: @Deva_Jones" in words(priya, PERIOD)
    named = {"event__verb": "period.added", "new__contains": '"to_look_at":"D-0001"'}
    assert AuditDetail.objects.filter(**named).exists()
    priya.post(LOOK, look(draft))
    assert "to cancel" not in words(cora, HOME)
    same = {"kind": period.kind, "poll_on": period.poll_on, "actor": cast.adam}
    change_period(period=period, notice_on=period.notice_on, note="Heard from Ash.", **same)
    assert "to cancel" not in words(cora, HOME)
    change_period(period=period, notice_on=period.poll_on - timedelta(days=21), **same)
    assert "1 scheduled post to cancel" in words(cora, HOME)


class TestPosts:
    def test_what_went_out_is_looked_at_again(self, cast: Cast, as_: As) -> None:
        a_period(cast)
        recorded_post(cast, settled(cast))
        priya = as_(cast.priya)
        assert POSTS_TO_LOOK not in words(priya, HOME)
        profile = a_profile(cast)
        assert POSTS_TO_LOOK in words(priya, HOME)
        assert f'href="{POST}"' in priya.get("/c/ashford/posts/P-0001/").text
        assert priya.post(POST, stays("It is a fact.")).status_code == 302
        assert POSTS_TO_LOOK not in words(priya, HOME)
        assert priya.post(POST, stays("Once more.")).status_code == 409
        end_profile(profile=profile, actor=cast.adam)
        a_profile(cast)
        assert POSTS_TO_LOOK in words(priya, HOME)

    def test_so_is_one_made_outside_that_was_accepted(self, cast: Cast, as_: As) -> None:
        a_period(cast)
        post = made_outside(cast, words=LED)
        accept_outside_post(post=post, note="It is true.", actor=cast.priya)
        priya = as_(cast.priya)
        assert POSTS_TO_LOOK not in words(priya, HOME)
        a_profile(cast)
        assert POSTS_TO_LOOK in words(priya, HOME)
