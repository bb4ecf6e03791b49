"""Home says what waits for each person, and nothing to those who hold no such duty."""

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.forms import time_in_words, when_in_words
from moderation.drafts.actions import request_changes
from moderation.drafts.models import Draft
from moderation.posts.actions import confirm_change, note_scheduled, take_down_post
from tests.accounts.covering import a_closure
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import approved, posted, waiting
from tests.moderation.suggesting import an_idea

As = Callable[[Person], Client]
Travel = Callable[[date], None]
HOME = "/c/ashford/home/"


def home(browser: Client) -> str:
    return " ".join(browser.get(HOME).content.decode().split())


def test_an_approver_reads_what_is_to_decide(cast: Cast, as_: As) -> None:
    assert "to decide" not in home(as_(cast.priya))
    waiting(cast)
    waiting(cast, title="Another")
    page = home(as_(cast.priya))
    assert "2 drafts to decide</a>" in page
    assert "The first by" in page
    assert "Due this week" in page and "Decide today" not in page
    assert "/c/ashford/approvals/next/" in page
    assert "to decide" not in home(as_(cast.ana))


def test_a_sole_clerk_reads_of_their_own_drafts_where_they_may_decide_them(
    cast: Cast, as_: As
) -> None:
    waiting(cast, author=cast.priya)
    assert "to decide" not in home(as_(cast.priya))  # a second person must
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    assert "1 draft to decide" in home(as_(cast.priya))


def test_drafts_of_a_kind_one_may_not_decide_are_not_due(cast: Cast, as_: As) -> None:
    replies = {"authorise_reply": chosen({"offices": ["comms-officer"]})}
    a_rulebook(cast.ashford, **RULES | replies)
    waiting(cast)
    assert "to decide" not in home(as_(cast.cora))
    waiting(cast, kind="reply")
    assert "1 draft to decide" in home(as_(cast.cora))


def test_what_must_be_out_within_a_day_is_to_be_decided_today(cast: Cast, as_: As) -> None:
    now = timezone.now()
    waiting(cast, title="Next week")
    waiting(cast, title="Tonight", not_after=now + timedelta(hours=23))
    waiting(cast, title="Tomorrow night", not_after=now + timedelta(hours=25))
    priyas = as_(cast.priya)
    today, week = home(priyas).split("Decide today")[1].split("Due this week")
    assert "1 draft to decide within 24 hours</a>" in today and "/approvals/next/" in today
    assert "2 drafts to decide</a>" in week and "/approvals/next/" not in week
    soon = priyas.get("/c/ashford/approvals/?show=soon").text
    assert "Tonight</a>" in soon and "Tomorrow night" not in soon and "Next week" not in soon
    later = priyas.get("/c/ashford/approvals/?show=later").text
    assert "Tonight</a>" not in later and "Tomorrow night" in later and "Next week" in later


def test_a_count_stops_at_a_hundred(cast: Cast, as_: As) -> None:
    drafts = [
        Draft(council=cast.ashford, author=cast.ana, number=n, status=Draft.Status.CHANGES)
        for n in range(1_000, 1_120)
    ]
    Draft.objects.bulk_create(drafts)
    page = home(as_(cast.ana))
    assert "99+ drafts of yours to change</a>" in page
    assert 'Due this week <span class="app-count">99+</span>' in page


def test_monday_tells_what_happened_since_friday(cast: Cast, as_: As, travel: Travel) -> None:
    """Posts out, taken down and missed; on Tuesday only what is still to be done."""
    travel(date(2027, 3, 12))  # a Friday
    posted(cast, title="Before the weekend")
    wrong = posted(cast, title="Wrong")
    sunday = timezone.now() + timedelta(days=2)
    late = approved(cast, title="Never posted", not_after=sunday)
    travel(date(2027, 3, 13))
    posted(cast, title="On Saturday")
    take_down_post(post=wrong, reason="It is wrong.", actor=cast.priya, record_copy="Box 3")
    confirm_change(change=wrong.changes.get(), proof_note="Gone.", actor=cast.cora)
    travel(date(2027, 3, 15))
    posted(cast, title="On Monday")
    for person in (cast.priya, cast.cora):
        browser = as_(person)
        page = home(browser)
        weekend = page.split("Over the weekend")[1].split("</section>")[0]
        assert "Saturday 13 March to Sunday 14 March 2027" in weekend
        for line, title in {
            "1 post went out": "On Saturday",
            "1 post taken down": "Wrong",
            "1 draft missed its time": "Never posted",
        }.items():
            url, said = re.search(rf'href="([^"]+)">({line})</a>', weekend).groups()
            found = browser.get(html.unescape(url)).text.split("<tbody")[1]
            assert title in found and found.count("</tr>") == 1, said
        assert page.count("missed its time") == 1
    assert "1 draft of yours missed its time" in home(as_(cast.ana))
    assert "Over the weekend" not in home(as_(cast.ana))
    travel(date(2027, 3, 16))
    page = home(as_(cast.cora))
    assert "Over the weekend" not in page and "went out" not in page
    assert "1 draft missed its time" in page.split("Due this week")[1]
    a_closure(cast, date(2027, 3, 15), date(2027, 3, 15))  # no working day after all
    page = home(as_(cast.cora))
    assert "2 posts went out" in page and "Monday 15 March 2027" in page
    assert late.status == Draft.Status.APPROVED


def test_going_out_lists_seven_days_each_under_its_day(cast: Cast, as_: As) -> None:
    now = timezone.now()
    approved(cast, title="Far", not_after=now + timedelta(days=20))
    page = home(as_(cast.cora))
    assert "Going out</h2>" not in page  # nothing this week
    soon = approved(cast, title="Soon", not_after=now + timedelta(days=6))
    assert soon.current
    tomorrow = now + timedelta(days=1)
    note_scheduled(
        target=soon.current.targets.get(),
        goes_out_at=tomorrow,
        digest=soon.current.digest,
        actor=cast.cora,
    )
    for number in range(10):
        approved(cast, title=f"Number {number}", not_after=now + timedelta(days=2))
    page = home(as_(cast.priya)).split("Going out</h2>")[1].split("</section>")[0]
    first, second = page.split("<h3")[1:]
    local = timezone.localtime(tomorrow, LONDON)
    assert f"{when_in_words(local.date())}</h3>" in first and "D-0002 Soon</a>" in first
    assert f"Goes out by itself at {time_in_words(local)}" in first
    assert second.count("<li>") == 9 and "No later than" in second  # ten lines in all
    assert "?status=approved" in page and "Far" not in page


def test_where_nothing_waits_home_says_what_comes_next(cast: Cast, as_: As) -> None:
    approved(cast, title="Far", not_after=timezone.now() + timedelta(days=20))
    page = home(as_(cast.ana))
    assert "Nothing needs you today. Next: <a" in page and "D-0001 Far</a>" in page
    assert "Nothing needs you today. </p>" in home(as_(cast.dev))


def test_an_author_reads_what_came_back(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    assert draft.current
    request_changes(
        draft=draft, digest=draft.current.digest, reason=None, note="Say when.", actor=cast.priya
    )
    assert "1 draft of yours to change" in home(as_(cast.ana))
    assert "of yours to change" not in home(as_(cast.dev))


def test_whoever_records_reads_what_is_to_post(cast: Cast, as_: As) -> None:
    approved(cast)
    assert "1 approved draft to post and record" in home(as_(cast.cora))
    assert "to post and record" not in home(as_(cast.ana))


def test_whoever_records_reads_of_ideas(cast: Cast, as_: As) -> None:
    an_idea(cast)
    assert "1 idea to answer" in home(as_(cast.cora))
    assert "idea to answer" not in home(as_(cast.ana))


def test_another_councils_work_is_not_counted(cast: Cast, as_: As) -> None:
    waiting(cast)
    an_idea(cast)
    page = as_(cast.oscar).get("/c/barham/home/").content.decode()
    assert "to decide" not in page
    assert "to answer" not in page


def test_home_says_what_goes_out_next_to_those_who_may_see_it(cast: Cast, as_: As) -> None:
    approved(cast, title="Fair on Saturday")
    for person in (cast.ana, cast.priya, cast.cora):
        page = home(as_(person))
        assert "Going out" in page
        assert "D-0001 Fair on Saturday</a>" in page
    assert "Fair on Saturday" not in home(as_(cast.dev))


@pytest.mark.parametrize(
    ("person", "most"), [("priya", 30), ("cora", 24), ("ana", 17), ("adam", 33)]
)
def test_home_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any], travel: Travel, person: str, most: int
) -> None:
    """On a Monday, which asks more."""
    travel(date(2027, 3, 15))
    for number in range(3):
        waiting(cast, title=f"Draft {number}")
    browser = as_(getattr(cast, person))
    browser.get(HOME)
    with queries(at_most=most):
        browser.get(HOME)
