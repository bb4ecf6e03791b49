"""Home says what waits for each person, and nothing to those who hold no such duty."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from moderation.drafts.actions import request_changes
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import approved, waiting
from tests.moderation.suggesting import an_idea

As = Callable[[Person], Client]
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
    ("person", "most"), [("priya", 17), ("cora", 17), ("ana", 17), ("adam", 22)]
)
def test_home_stays_within_its_queries(
    cast: Cast, as_: As, queries: Callable[..., Any], person: str, most: int
) -> None:
    for number in range(3):
        waiting(cast, title=f"Draft {number}")
    browser = as_(getattr(cast, person))
    browser.get(HOME)
    with queries(at_most=most):
        browser.get(HOME)
