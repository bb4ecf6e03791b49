"""What somebody blocked is sent and hears afterwards, and what a block asks before it is saved."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Person
from councilsm.inbox.due import due_for
from councilsm.refusals import RuleBroken
from moderation.blocks.actions import decide_block, lift_block, record_told, second_block
from moderation.blocks.models import Block, BlockDecision
from moderation.blocks.weighing import Weighing
from tests.cast import Cast
from tests.moderation.blocking import (
    a_block,
    a_second_decider,
    again,
    another_page,
    answers,
    day,
    decided,
    lifted,
    noticed,
    renewed,
    responded,
    weighed,
    with_block_rules,
)
from tests.moderation.test_blocks_ends import LIST, shown
from tests.moderation.unblocking import matched, with_head

As = Callable[[Person], Client]


def at(block: Block, name: str) -> str:
    return f"{block.get_absolute_url()}{name}/"


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer
    return " ".join(answer.text.split())


def test_the_words_to_send_tell_why_how_long_and_how_to_ask_again(cast: Cast, as_: As) -> None:
    block = decided(cast, statutory=True, statutory_how="Notices stand on the board.")
    words, ends = text(as_(cast.cora), at(block, "told")), block.ends_on
    assert ends
    for said in (
        *("You insulted staff four times after a warning.", "Abuse or a threat", "minute 24/101"),
        *("By e-mail, by telephone", "/c/ashford/unblock/new/", "unless we decide again"),
        *(f"{ends.day} {ends:%B %Y}", "Notices stand on the board."),
    ):
        assert said in words, said


def test_a_renewal_an_end_and_a_refusal_after_a_notice_are_told_too(cast: Cast, as_: As) -> None:
    cora, block = as_(cast.cora), decided(cast)
    assert cora.post(at(block, "told"), {"told_at_day": ""}).status_code == 302  # empty: just now
    assert cora.get(at(block, "told")).status_code == 302
    renewed(cast, block)
    words = text(cora, at(block, "told"))
    assert "It goes on, on: " in words and "He wrote to staff again from another page." in words
    record_told(block=again(block), actor=cast.cora)
    lift_block(block=again(block), reasons="He has apologised.", actor=cast.priya)
    assert "He has apologised." in text(cora, at(block, "told"))
    record_told(block=again(block), actor=cast.cora)
    assert all(one.told_at for one in BlockDecision.objects.all())
    refused = responded(cast, noticed(cast, a_block(cast, author=block.author)))
    weighing = Weighing(reasons="The response explains it.")
    decide_block(block=refused, outcome="not", weighing=weighing, actor=cast.priya)
    assert "The response explains it." in text(cora, at(refused, "told"))
    assert "Tell them" in text(cora, refused.get_absolute_url())


def test_who_never_heard_of_it_is_told_of_no_end(cast: Cast, as_: As) -> None:
    over = lifted(cast)
    assert as_(cast.cora).get(at(over, "told")).status_code == 302


@pytest.mark.parametrize("name", ["reasons", "why_not_hide", "why_not_shorter", "other_ways"])
def test_one_letter_is_no_answer(cast: Cast, name: str) -> None:
    block = a_block(cast)
    weighing = weighed(block, **{name: "n ."})
    with pytest.raises(RuleBroken, match="Say"):
        decide_block(block=block, outcome="block", weighing=weighing, actor=cast.priya)


def test_a_review_years_ahead_is_asked_about(cast: Cast, as_: As) -> None:
    block, clerk = a_block(cast), as_(cast.priya)
    page, far = (
        at(block, "decide"),
        answers(block, **day("review_until", months_later(today(), 50))),
    )
    assert "I mean that" not in clerk.get(page).text
    asked = clerk.post(page, far)
    assert asked.status_code == 422 and "for 4 years and 2 months" in asked.text
    assert 'name="meant"' in asked.text
    assert clerk.post(page, far | {"meant": "on"}).status_code == 302


def test_an_empty_decision_asks_for_the_decision_alone(cast: Cast, as_: As) -> None:
    page = at(a_block(cast), "decide")
    answer = as_(cast.priya).post(page, {"outcome": ""})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == ["outcome"]


def test_each_wrong_day_is_named_and_told_at_once(cast: Cast, as_: As) -> None:
    block = a_block(cast)
    days = day("fixed_until", date(2026, 1, 1)) | {
        "fixed_until_day": "31",
        "fixed_until_month": "2",
    }
    sent = answers(block, length="fixed", **days, **day("fixed_review", date(2020, 1, 1)))
    told = as_(cast.priya).post(at(block, "decide"), sent).text
    assert "Its last day: enter a real date" in told and "it must be after today" in told


def test_nobody_else_can_agree_is_said_before_and_stays_on_home(cast: Cast, as_: As) -> None:
    with_block_rules(cast, block_second_person=True)
    clerk, block = as_(cast.priya), a_block(cast)
    assert "Nobody else decides blocks today" in text(clerk, at(block, "decide"))
    block = decided(cast, block)
    page = text(clerk, block.get_absolute_url())
    assert "Nobody else decides blocks today" in page and "/second/" not in page
    mine = [one.text for one in due_for(cast.priya.require_membership_at(cast.ashford))]
    assert any("nobody else can agree today" in one for one in mine), mine
    assert shown(clerk, "second") == [block.reference]
    sam = a_second_decider(cast)
    assert shown(clerk, "second") == []
    second_block(block=block, agreed=True, note="", actor=sam)


def test_an_open_request_is_named_and_not_got_round(cast: Cast, as_: As) -> None:
    with_head(cast, unblock_other_decider="required")
    block = decided(cast)
    asked = matched(cast, block)
    for page in (block.get_absolute_url(), at(block, "lift"), at(block, "renew")):
        assert f"{asked.reference} asks that this block ends" in text(as_(cast.priya), page)
    refused = as_(cast.priya).post(at(block, "lift"), {"reasons": "He has apologised."})
    assert refused.status_code == 409 and "waits for somebody else" in refused.text
    sam = a_second_decider(cast)
    lift_block(block=block, reasons="He has apologised.", actor=sam)


def test_the_register_is_searched_by_name(cast: Cast, as_: As, queries: Any) -> None:
    decided(cast)
    cora = as_(cast.cora)
    with queries(at_most=12):
        assert "B-0001" in text(cora, f"{LIST}?who=%40REX")
    assert "No profile here has" in text(cora, f"{LIST}?who=nobody")


def test_the_proposal_page_knows_what_stands_and_was_decided(cast: Cast, as_: As) -> None:
    block = decided(cast)
    cora, entry = as_(cast.cora), block.prompted_by
    assert entry
    page = f"{LIST}new/?entry={entry.pk}"
    told = text(cora, page)
    assert "They are blocked on" in told and "Propose the block" not in told
    another_page(cast)
    assert "Propose the block" in text(cora, page)
    lifted(cast, block)
    assert "dealt with then" in text(cora, page)


def test_a_proposal_nobody_looked_at_is_not_called_open_there(cast: Cast, as_: As) -> None:
    block = a_block(cast)
    cora = as_(cast.cora)
    for page in (block.get_absolute_url(), f"{LIST}?show=proposed"):
        told = text(cora, page)
        assert "Nothing recorded" in told and "Not blocked there" not in told
