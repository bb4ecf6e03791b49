"""What is recalled by a profile that is listed late: what nobody misses, and what nobody asks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.dates import LONDON, today
from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from councilsm.refusals import RuleBroken
from moderation.posts.actions import confirm_change, edit_post, record_post
from moderation.pre_election import falls
from moderation.pre_election.models import PeriodLook
from moderation.pre_election.recalling import recall
from policies.elections.actions import end_profile
from tests.cast import RULES, AccountFactory, Cast, a_rulebook, chosen
from tests.moderation.drafting import posted
from tests.moderation.electing import (
    HOME,
    LED,
    LOOK,
    PERIOD,
    a_period,
    a_profile,
    look,
    scheduled,
    settled,
    stays,
    told,
    words,
)
from tests.moderation.posting import address, moment, recorded

As = Callable[[Person], Client]
POST = f"{PERIOD}posts/P-0001/"
POST_PAGE = "/c/ashford/posts/P-0001/"
POSTS_TO_LOOK = "1 post to look at: pre-election period"
EXEMPT = {"exempt": "nominations"}


def recalled() -> list[str]:
    """What was recalled, each time that it was."""
    rows = PeriodLook.objects.filter(kept=False).order_by("pk")
    return [(look.draft or look.post).reference for look in rows]  # type: ignore[union-attr]


@pytest.mark.clause("HLTC-resp-12", "LTC-4.2.2-h")
def test_what_is_exempt_waits_too_until_somebody_looks(cast: Cast, as_: As) -> None:
    a_period(cast)
    draft, cora = settled(cast, **EXEMPT), as_(cast.cora)
    page = address(draft)
    assert "The exact words" in cora.get(page).text
    end_profile(profile=a_profile(cast), actor=cast.adam)  # nothing leads anywhere by now
    stopped = words(cora, page)
    assert "It must not be posted" in stopped and "The exact words" not in stopped
    with pytest.raises(RuleBroken, match="look at it first"):
        scheduled(cast, draft)
    later = moment("posted_at", timezone.now() + timedelta(minutes=2))
    assert cora.post(page, recorded(draft, **later)).status_code == 409
    assert as_(cast.priya).post(LOOK, look(draft)).status_code == 302
    assert "The exact words" in cora.get(page).text
    scheduled(cast, draft)


class TestOneOfTwoAccounts:
    """A draft for two accounts is out on one, and still to be posted on the other."""

    def test_what_is_out_is_looked_at_once_more_and_then_done(self, cast: Cast, as_: As) -> None:
        other = AccountFactory(council=cast.ashford, handle="ashford2", name="Other")
        a_period(cast)
        draft = settled(cast, "Bins are emptied.", {other: LED})
        assert draft.current
        record_post(
            target=draft.current.targets.get(account=cast.page),
            url="https://www.facebook.com/ashfordcouncil/posts/1",
            posted_at=timezone.now(),
            digest=draft.current.digest,
            actor=cast.cora,
        )
        priya = as_(cast.priya)
        assert priya.post(POST, stays("It is a fact.")).status_code == 302
        a_profile(cast)
        assert recalled() == ["D-0001"]
        assert POSTS_TO_LOOK in words(priya, HOME)
        assert "own profile: @Deva_Jones. That was listed" in words(priya, POST_PAGE)
        assert priya.post(POST, stays("It is still one.")).status_code == 302
        assert POSTS_TO_LOOK not in words(priya, HOME)
        assert priya.post(POST, stays("Once more.")).status_code == 409

    def test_words_that_are_out_recall_the_post_alone(self, cast: Cast, as_: As) -> None:
        other = AccountFactory(council=cast.ashford, handle="ashford2", name="Other")
        a_period(cast)
        draft = settled(cast, LED, {other: "Bins are emptied."})
        assert draft.current
        record_post(
            target=draft.current.targets.get(account=cast.page),
            url="https://www.facebook.com/ashfordcouncil/posts/1",
            posted_at=timezone.now(),
            digest=draft.current.digest,
            actor=cast.cora,
        )
        a_profile(cast)
        assert recalled() == ["P-0001"]


def test_a_period_that_is_over_recalls_nothing_that_is_to_come(cast: Cast) -> None:
    with time_machine.travel(datetime.now(LONDON) - timedelta(days=60)):
        posted(cast, text=LED)
    a_profile(cast)
    settled(cast, **EXEMPT)
    a_period(cast, begins=-40, lasts=20)
    assert not recalled()
    assert not AuditDetail.objects.filter(new__contains="to_look_at").exists()
    a_period(cast, begins=-3, area="East Ward")
    assert recalled() == ["D-0002", "P-0001"]


class TestBefore:
    """What went out before a period that holds now."""

    def before(self, cast: Cast, days: int, text: str) -> None:
        with time_machine.travel(datetime.now(LONDON) - timedelta(days=days)):
            posted(cast, text=text)

    @pytest.mark.clause("HLTC-resp-12")
    def test_what_leads_there_is_found_behind_all_that_names_councillors(
        self, cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(falls, "MOST", 2)
        self.before(cast, 20, LED)
        for days in (19, 18):
            self.before(cast, days, "Councillors meet on Monday.")
        a_period(cast)
        assert "P-0001" not in words(as_(cast.priya), PERIOD)
        a_profile(cast)
        assert recalled() == ["P-0001"]
        assert "P-0001" in words(as_(cast.priya), PERIOD)

    @pytest.mark.parametrize("listed", ["café.smith", "facebook.com/caf%C3%A9.smith"])
    @pytest.mark.parametrize("said", ["facebook.com/caf%c3%a9.smith", "@café.smith"])
    def test_so_is_an_address_as_browsers_copy_it(self, cast: Cast, listed: str, said: str) -> None:
        self.before(cast, 20, f"Thank you {said}")
        a_period(cast)
        a_profile(cast, listed)
        assert recalled() == ["P-0001"]

    @pytest.mark.clause("HLTC-resp-12")
    @pytest.mark.parametrize(
        "said",
        [
            "facebook.com/deva%5Fjones%C3%A9",
            "@\uff44eva_jones\u00e9",
            "@deva\u00ad_jones\u00e9",
            "@DEVA_JONES\u00c9",
            "@deva_jonese\u0301",
        ],
    )
    def test_so_is_whatever_people_or_browsers_read_so(
        self, cast: Cast, as_: As, said: str
    ) -> None:
        self.before(cast, 20, f"Thank you {said}")
        a_profile(cast, "@deva_jones\u00e9")
        a_period(cast)
        assert recalled() == ["P-0001"]
        assert "P-0001" in words(as_(cast.priya), PERIOD)


def test_new_words_that_wait_to_be_put_there_are_read_too(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    post = posted(cast)
    a_period(cast)
    said = {"reason": "It was short.", "in_period": "A fact.", "actor": cast.priya}
    change = edit_post(post=post, words=LED, **said)
    a_profile(cast)
    assert recalled() == ["P-0001"]
    confirm_change(change=change, proof_note="Seen there.", actor=cast.cora)
    priya = as_(cast.priya)
    assert POSTS_TO_LOOK in words(priya, HOME)
    assert "own profile: @Deva_Jones. That was listed" in words(priya, POST_PAGE)


def test_drafts_are_read_once_however_many_and_for_however_many_periods(
    cast: Cast, queries: Callable[..., Any]
) -> None:
    periods = [a_period(cast, begins=-days) for days in (1, 2, 3)]
    for _ in range(5):
        settled(cast)
    with queries(at_most=13):
        found = recall(periods, ["@deva_jones"], cast.adam)
    assert len(found) == 15


def test_it_is_due_by_the_first_of_its_periods(cast: Cast) -> None:
    """Though a later one has recalled it."""
    a_period(cast, begins=5, lasts=9)
    settled(cast)
    a_profile(cast)
    a_period(cast, begins=3, lasts=2, area="East Ward")
    (deadline,) = told(cast, "period.draft:")
    assert deadline.due_on == today() + timedelta(days=3)
    assert "/PE-0002/" in deadline.url
