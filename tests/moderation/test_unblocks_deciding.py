"""A request is found, matched by a human, and decided by itself."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from moderation.blocks.models import BlockPlace
from moderation.log.actions import reverse_action
from moderation.unblocks.models import UnblockDecision
from tests.cast import Cast
from tests.moderation.asking import a_request
from tests.moderation.blocking import decided, lifted, urgent
from tests.moderation.logging_ import log
from tests.moderation.unblocking import (
    REASONS,
    again,
    answered,
    decide_by,
    matched,
    matched_with_none,
    page_of,
    with_head,
)

As = Callable[[Person], Client]


@pytest.mark.clause("DTC-3.2-d")
def test_it_is_granted_and_the_block_is_lifted(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast)
    BlockPlace.objects.update(is_blocked=True)
    done = decide_by(as_(head), asked)
    assert done.status_code == 302
    asked = again(asked)
    assert asked.state == "answered" and asked.block and asked.block.state == "lifted"
    assert asked.decision.outcome == "unblock"
    page = as_(head).get(page_of(asked)).text
    assert "Ended here, still blocked there" in page
    BlockPlace.objects.update(is_blocked=False)
    assert "still blocked there" not in as_(head).get(page_of(asked)).text


@pytest.mark.clause("DTC-3.2-d")
def test_a_second_request_is_undecided_and_shows_no_precedent(cast: Cast, as_: As) -> None:
    head = with_head(cast, unblock_alone=True)
    first = matched(cast)
    answered(cast, first, head, outcome="keep", reasons="You wrote again on Monday.")
    block = again(first).block
    second = matched(cast, block, what="I ask you again.")
    assert (second.state, second.number) == ("waiting", 2)
    page = as_(head).get(page_of(second, "decide/")).text
    assert "I ask you again." in page
    for said in ("U-0001", "You wrote again on Monday.", "I cannot see your page."):
        assert said not in page, said
    assert "What was decided for others is not shown" in page and "24/101" in page
    copied = decide_by(as_(head), second, outcome="keep", reasons="you wrote again  on Monday")
    assert copied.status_code == 409 and "stand on another decision" in copied.text
    assert decide_by(as_(head), second, outcome="keep", reasons="And on Friday.").status_code == 302
    assert UnblockDecision.objects.count() == 2
    third = matched(cast, block, what="And I.")
    answered(cast, third, head)
    shown = as_(head).get(f"/c/ashford/blocks/{block.reference}/").text
    assert "was granted" in shown and "And I." not in shown


def test_what_lies_before_whoever_decides(cast: Cast, as_: As, queries: Any) -> None:
    head = with_head(cast)
    mistake = log(cast, url="", words="A dirty rat by the pond.")
    reverse_action(action=mistake, why="It was none.", in_error=True, actor=cast.cora, done=True)
    asked = matched(cast)
    as_(cast.cora).post(page_of(asked, "fact/"), {"words": "He rang on Tuesday."})
    browser = as_(head)
    browser.get(page_of(asked, "decide/"))
    with queries(at_most=12):
        page = browser.get(page_of(asked, "decide/")).text
    for said in (
        *("He rang on Tuesday.", "dirty rat", "Main page", "Two warnings changed nothing."),
        *("B-0001", "Rex.Roe</bdi> on Facebook", "To be reviewed by"),
    ):
        assert said in page, said
    assert "by the pond" not in page
    assert "/moderation/M-0002/" not in page, "Ana does not read the log"
    assert as_(head).get("/c/ashford/blocks/B-0001/").status_code == 200
    assert "1 entry was made in error and counts for nothing." in " ".join(page.split())


def test_the_decision_page_of_the_same_decider_in_twelve_queries(
    cast: Cast, as_: As, queries: Any
) -> None:
    asked = matched(cast)
    browser = as_(cast.priya)
    browser.get(page_of(asked, "decide/"))
    with queries(at_most=12):
        assert browser.get(page_of(asked, "decide/")).status_code == 200


def test_two_at_once(cast: Cast, as_: As) -> None:
    """Both read the letter; the second is told who was first, and loses no word."""
    head = with_head(cast, decide_unblocks={"offices": ["events-officer", "town-clerk"]})
    asked = matched(cast)
    answered(cast, asked, head)
    sent = {
        "outcome": "keep",
        "holder": "platform",
        "reasons": "Not yet.",
        "afresh": "Again.",
        "letter_words": "My letter.",
        "way": "email",
    }
    late = as_(cast.priya).post(page_of(asked, "letter/"), sent)
    assert late.status_code == 409
    assert re.search(r"Ana \(Events Officer\) decided U-0001 on \w+day", late.text)
    assert "My letter." in late.text
    assert UnblockDecision.objects.get().outcome == "unblock"
    gone = as_(head).get(page_of(asked, "decide/"))
    assert gone.status_code == 409 and "Ana (Events Officer) decided" in gone.text
    with pytest.raises(Stale):
        answered(cast, asked, cast.priya)


def test_outcomes_fit_what_was_found(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    browser = as_(head)
    unfound = a_request(cast)
    assert "Find the block</a>" in browser.get(page_of(unfound, "decide/")).text
    assert decide_by(browser, unfound, outcome="not_ours").status_code == 409
    none = matched_with_none(cast, what="Another.")
    assert decide_by(browser, none).status_code == 422
    for outcome in ("not_ours", "not_enough"):
        assert f'value="{outcome}"' in browser.get(page_of(none, "decide/")).text
    asked = matched(cast, what="A third.")
    assert decide_by(browser, asked, outcome="not_ours").status_code == 422
    assert "Write the warning" in decide_by(browser, asked, outcome="warning").text
    assert "by which you look" in decide_by(browser, asked, outcome="keep_review").text
    past = {"review_on_day": "1", "review_on_month": "3", "review_on_year": "2020"}
    assert decide_by(browser, asked, outcome="keep_review", **past).status_code == 409
    block = asked.block
    assert block and block.review_on
    day_after = block.review_on + timedelta(days=1)
    late = {
        "review_on_day": str(day_after.day),
        "review_on_month": str(day_after.month),
        "review_on_year": str(day_after.year),
    }
    refused = decide_by(browser, asked, outcome="keep_review", **late)
    assert refused.status_code == 409 and "before that day" in refused.text
    soon = today() + timedelta(days=20)
    day = {
        "review_on_day": str(soon.day),
        "review_on_month": str(soon.month),
        "review_on_year": str(soon.year),
    }
    assert decide_by(browser, asked, outcome="keep_review", **day).status_code == 302
    asked = again(asked)
    assert asked.decision.review_on == soon and asked.block and asked.block.review_on == soon
    moved = asked.block.decisions.latest("pk")
    assert (moved.kind, moved.review_on, moved.decided_by) == ("review", soon, head)
    assert AuditEvent.objects.about(asked.block).filter(verb="block.review_set").exists()


def test_an_urgent_block_is_decided_first(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = matched(cast, urgent(cast))
    refused = decide_by(as_(head), asked)
    assert refused.status_code == 409 and "not decided yet" in refused.text


def test_nobody_stays_blocked_because_nobody_decided(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    head = with_head(cast)
    block = urgent(cast)
    asked = matched(cast, block)
    assert block.decide_by
    travel(block.decide_by + timedelta(days=1))
    kept = decide_by(as_(head), asked, outcome="keep")
    assert kept.status_code == 409 and "not decided yet" in kept.text
    assert decide_by(as_(head), asked).status_code == 302
    block.refresh_from_db()
    assert not block.is_in_force


def test_a_block_that_ended_by_its_date_leaves_nothing_to_keep(
    cast: Cast, as_: As, travel: Callable[[date], None]
) -> None:
    head = with_head(cast)
    block = decided(cast, review_on=today() + timedelta(days=30))
    asked = matched(cast, block)
    BlockPlace.objects.update(is_blocked=True)
    travel(today() + timedelta(days=31))
    page = as_(head).get(page_of(asked, "decide/")).text
    assert 'value="keep"' not in page and "Ended" in page
    assert "is over here, but still shown on" in page and 'value="over"' not in page
    with pytest.raises(RuleBroken, match="still shows it"):
        answered(cast, asked, head, outcome="over")
    assert decide_by(as_(head), asked).status_code == 302
    assert "still blocked there" in as_(head).get(page_of(asked)).text


def test_a_block_that_is_over_is_answered_so(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    block = decided(cast)
    asked = matched(cast, block)
    with pytest.raises(RuleBroken, match="still stands"):
        answered(cast, asked, head, outcome="over")
    lifted(cast, block)
    page = as_(head).get(page_of(asked, "decide/")).text
    assert 'value="over"' in page and 'value="unblock"' not in page
    assert "It is over" in page and "still necessary" not in page
    assert decide_by(as_(head), asked, outcome="over").status_code == 302
    letter = again(asked).letters.get().words
    assert "Nothing that we control keeps the profile" in letter and REASONS not in letter
    assert "Not blocked any more" in as_(head).get(page_of(asked)).text
