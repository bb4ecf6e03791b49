"""Before an election every draft is looked at for that, and no profile is promoted."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.councils.rulebook import Kind
from accounts.dates import LONDON, today
from accounts.people.models import Person
from councilsm.audit.models import AuditDetail
from moderation.checks.pre_election import NAME, days_of, on_day
from moderation.drafts.models import Decision, Draft, StandingApproval
from moderation.pre_election.models import PeriodLook
from policies.elections.actions import call_off_period
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.checking import found
from tests.moderation.deciding import decide, decision, submitted
from tests.moderation.drafting import composed, posted
from tests.moderation.electing import (
    a_period,
    said,
)
from tests.moderation.enquiring import an_enquiry
from tests.moderation.posting import moment
from tests.moderation.standing import USE, filled_in
from tests.moderation.suggesting import an_idea

As = Callable[[Person], Client]
Travel = Callable[[date], None]
NEW = "/c/ashford/drafts/new/"
ASKED = "Why may it go out in a pre-election period?"


@pytest.mark.clause("LTC-4.2.2-h")
def test_what_may_go_out_in_a_period_is_approved_with_a_written_reason(cast: Cast, as_: As) -> None:
    draft, period = submitted(cast), a_period(cast, begins=1)
    clerk, page = as_(cast.priya), decide(draft)
    shown = clerk.get(page).text
    assert ASKED in shown and "By-election, West Ward" in shown
    assert "Local Government Act 1986" in shown
    asks = clerk.post(page, decision(draft, asked="in_period"))
    assert asks.status_code == 422 and "Say why it may go out" in asks.text
    bare = clerk.post(page, decision(draft))
    assert bare.status_code == 409 and ASKED in bare.text
    assert not Decision.objects.exists() and not PeriodLook.objects.exists()
    why = "The road closes whoever is elected."
    assert clerk.post(page, decision(draft, in_period=why)).status_code == 302
    look = PeriodLook.objects.get()
    assert (look.period, look.draft, look.kept, look.reason) == (period, draft, True, why)
    assert look.looked_by == cast.priya and look.office and look.office.key == "town-clerk"
    assert AuditDetail.objects.filter(new__contains=why).exists()


def test_without_a_period_in_its_time_nothing_is_asked(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    draft = submitted(cast, days=2)
    a_period(cast, begins=3)
    call_off_period(period=a_period(cast, area="East Ward"), why="One candidate.", actor=cast.adam)
    a_period(cast, begins=-30, area="North Ward")
    clerk = as_(cast.priya)
    assert ASKED not in clerk.get(decide(draft)).text
    assert clerk.post(decide(draft), decision(draft)).status_code == 302
    assert not PeriodLook.objects.exists()


def test_both_days_count_in_london(cast: Cast, travel: Travel) -> None:
    """In summer, when a day in London begins at 11pm UTC."""
    travel(date(2027, 6, 1))
    a_period(cast, notice_on=date(2027, 6, 10), poll_on=date(2027, 7, 1))

    def asks(begins: datetime, ends: datetime) -> bool:
        return bool(found(NAME, said(cast, not_before=begins, not_after=ends), cast.ashford))

    minute = timedelta(minutes=1)
    starts, over = datetime(2027, 6, 10, tzinfo=LONDON), datetime(2027, 7, 2, tzinfo=LONDON)
    assert not asks(starts - timedelta(days=2), starts - minute)
    assert asks(starts - timedelta(days=2), starts)
    assert asks(over - minute, over + timedelta(days=1))
    assert not asks(over, over + timedelta(days=1))


def test_periods_that_overlap_release_after_the_last(cast: Cast) -> None:
    a_period(cast, begins=-3, lasts=10)
    a_period(cast, begins=2, lasts=15, area="", kind="parliamentary")
    for days, expected in ((0, 1), (5, 2), (12, 1), (17, 1), (18, 0)):
        day = on_day(said(cast), today() + timedelta(days=days))
        told = "".join(one.sentence for one in found(NAME, day, cast.ashford))
        assert told.count("election, ") == expected, days


def test_a_time_that_passed_is_judged_by_the_new_one(cast: Cast, as_: As, travel: Travel) -> None:
    day = date(2027, 3, 1)
    travel(day)
    draft = submitted(cast, days=2)
    travel(day + timedelta(days=4))
    a_period(cast, begins=20)
    page, late = decide(draft), timezone.now() + timedelta(days=21)
    clerk = as_(cast.priya)
    assert ASKED not in clerk.get(page).text
    answers = decision(draft, asked="not_after", **moment("not_after", late))
    refused = clerk.post(page, answers)
    assert refused.status_code == 409 and ASKED in refused.text
    assert clerk.post(page, {**answers, "in_period": "A reason."}).status_code == 302


@pytest.mark.clause("LTC-4.2.2-h")
@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_no_kind_of_post_goes_round_it(cast: Cast, kind: str) -> None:
    a_period(cast)
    (finding,) = found(NAME, said(cast, kind=kind), cast.ashford)
    assert finding.answer == "period" and "By-election, West Ward" in finding.sentence


def test_a_banner_stands_wherever_staff_write_what_goes_out(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    post, enquiry = posted(cast), an_enquiry(cast, "question")
    clerk, banner = as_(cast.priya), "Pre-election period until the close of the poll"
    pages = [
        *(NEW, "/c/ashford/drafts/", "/c/ashford/approvals/"),
        f"{post.get_absolute_url()}edit/",
        f"{enquiry.get_absolute_url()}reply/",
    ]
    assert not any(banner in clerk.get(page).text for page in pages)
    a_period(cast)
    for page in pages:
        assert banner in clerk.get(page).text, page


@pytest.mark.clause("LTC-4.2.2-h")
def test_each_of_a_series_is_judged_for_its_own_days(cast: Cast, as_: As) -> None:
    a_period(cast, begins=9, lasts=4)
    ana = as_(cast.ana)
    ana.post(NEW, composed(cast, do="save"))
    soon, later = (today() + timedelta(days=days) for days in (1, 10))
    dates = f"{soon:%d/%m/%Y} 9:00\n{later:%d/%m/%Y} 9:00"
    made = {"dates": dates, "lasts": "day", "version": 1}
    assert ana.post("/c/ashford/drafts/D-0001/series/", made).status_code == 302
    clerk, (first, second) = as_(cast.priya), Draft.objects.order_by("number")
    assert ASKED not in clerk.get(decide(first)).text
    assert clerk.post(decide(first), decision(first)).status_code == 302
    refused = clerk.post(decide(second), decision(second))
    assert refused.status_code == 409 and ASKED in refused.text
    assert not PeriodLook.objects.exists()


@pytest.mark.clause("LTC-4.2.2-h")
def test_what_began_as_an_idea_is_looked_at_as_any_other(cast: Cast, as_: As) -> None:
    a_period(cast)
    cora = as_(cast.cora)
    cora.post(f"{an_idea(cast).get_absolute_url()}make-draft/")
    draft = Draft.objects.get()
    page = cora.get(f"/c/ashford/drafts/{draft.reference}/edit/")
    assert "By-election, West Ward" in page.text
    cora.post(
        f"/c/ashford/drafts/{draft.reference}/edit/",
        composed(cast, **{"version": draft.version, "do": "submit"}),
    )
    draft.refresh_from_db()
    assert draft.current and draft.status == "waiting"
    refused = as_(cast.priya).post(decide(draft), decision(draft))
    assert refused.status_code == 409 and ASKED in refused.text


class TestExempt:
    def test_the_author_says_which_kind_it_is_and_why(self, cast: Cast, as_: As) -> None:
        anas = as_(cast.ana)
        assert "Is it one of these?" not in anas.get(NEW).text
        a_period(cast)
        assert "By-election, West Ward" in anas.get(NEW).text
        chosen = {"in_period": "emergency"}
        refused = anas.post(NEW, composed(cast, **chosen))
        assert refused.status_code == 422 and "Say why it is that" in refused.text
        reason = "A gas leak in High Street."
        anas.post(NEW, composed(cast, **chosen, in_period_reason=reason))
        draft = Draft.objects.get()
        shown = as_(cast.priya).get(decide(draft)).text
        assert "An emergency" in shown and reason in shown and ASKED not in shown
        assert as_(cast.priya).post(decide(draft), decision(draft)).status_code == 302
        assert reason in PeriodLook.objects.get().reason

    def test_only_a_reply_is_a_factual_reply(self, cast: Cast, as_: As) -> None:
        a_period(cast)
        asked = composed(cast, in_period="factual_reply", in_period_reason="They asked.")
        refused = as_(cast.ana).post(NEW, asked)
        assert refused.status_code == 422 and "Only a reply" in refused.text
        values = {"in_period": "factual_reply", "in_period_reason": "They asked."}
        (post,) = found(NAME, said(cast, **values), cast.ashford)
        (reply,) = found(NAME, said(cast, kind="reply", **values), cast.ashford)
        assert (post.answer, reply.answer) == ("period", "")

    def test_what_the_law_wants_published_is_exempt(self, cast: Cast) -> None:
        a_period(cast)
        (finding,) = found(NAME, said(cast, exempt="nominations"), cast.ashford)
        assert finding.answer == "" and "Persons nominated" in finding.sentence

    def test_a_copy_does_not_take_it_along(self, cast: Cast, as_: As) -> None:
        a_period(cast)
        answers = {"in_period": "emergency", "in_period_reason": "A gas leak."}
        as_(cast.ana).post(NEW, composed(cast, **answers))
        as_(cast.ana).post("/c/ashford/drafts/D-0001/copy/")
        assert "in_period" not in Draft.objects.get(number=2).working_copy


class TestStanding:
    def test_it_rests_in_a_period(self, cast: Cast, as_: As, standing: StandingApproval) -> None:
        a_period(cast)
        page = as_(cast.ana).post(USE, filled_in(cast), follow=True).text
        assert "D-0001 waits for approval" in page and "pre-election period" in page
        assert Draft.objects.get().status == "waiting"

    def test_unless_what_it_says_is_exempt(
        self, cast: Cast, as_: As, standing: StandingApproval
    ) -> None:
        a_period(cast)
        chosen = {"in_period": "statutory_notice"}
        assert as_(cast.ana).post(USE, filled_in(cast, **chosen)).status_code == 422
        chosen["in_period_reason"] = "An order under the Road Traffic Regulation Act 1984."
        page = as_(cast.ana).post(USE, filled_in(cast, **chosen), follow=True).text
        assert "D-0001 is approved under SA-0001" in page


def test_days_run_from_today_to_the_end(cast: Cast) -> None:
    day, now = today(), timezone.now()
    assert days_of(said(cast)) == (day, day + timedelta(days=7))
    week = timedelta(days=7)
    assert days_of(said(cast, not_before=now - week, not_after=now + week)) == (day, day + week)
    past = on_day(said(cast), day - week)
    assert days_of(past) == (day - week, day - week)
