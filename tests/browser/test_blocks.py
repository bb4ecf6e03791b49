"""Blocks in a browser: from a warning to a block on one platform, its end, and a notice before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.councils.actions import change_rules
from accounts.councils.models import Council
from accounts.dates import months_later, today
from accounts.people.models import Person
from accounts.register.actions import add_account
from accounts.register.models import OfficialAccount
from moderation.blocks.models import Block, BlockPlace
from moderation.demo import COUNCILS
from moderation.demo.blocks import decided, entry_about, propose
from moderation.demo.councils import chosen
from moderation.demo.making import make
from moderation.log.models import ModerationAction
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

BLOCKS = "/c/flitwick/blocks/"
SLUR = "You filthy liars. Crawl back under your stone."
ANSWERS = {
    "Why are they blocked?": "You insulted people who work here, again after a warning.",
    "Why is hiding or deleting what they post not enough?": "Another followed each time.",
    "Why is a warning not enough?": "They were warned.",
    "Why is restricting them": "The page has nothing between.",
    "Why is a shorter block not enough?": "It is as short as it can be.",
    "How can they still reach the council?": "By e-mail and at the office.",
}


@pytest.fixture
def flitwick(transactional_db: None, settings: Any, tmp_path: Any) -> Council:
    """Flitwick, with a second account on another platform."""
    kept = settings.STORAGES
    settings.STORAGES = kept | {"files": kept["files"] | {"OPTIONS": {"location": tmp_path}}}
    council = make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    add_account(
        council=council,
        name="Town life",
        platform=OfficialAccount.Platform.INSTAGRAM,
        handle="flitwicklife",
        url="https://www.instagram.com/flitwicklife",
        actor=person("clerk"),
    )
    return council


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@flitwick.example")


def page_of(council: Council) -> OfficialAccount:
    page = council.official_accounts.get(platform="facebook")
    page.council = council
    return page


def removed(council: Council, place: int) -> ModerationAction:
    """A slur that the communications officer hid."""
    return entry_about(page_of(council), person("comms"), place, SLUR, "stone.thrower")


def sign_in(visitor: Visitor, mailbox: str) -> Page:
    visitor.become(f"{mailbox}@flitwick.example")
    return visitor.page


def fill_date(page: Page, label: str, day: Any) -> None:
    group = page.get_by_role("group", name=label)
    for part, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(part).fill(str(value))


def weigh(page: Page) -> None:
    """Answers what is asked of every block."""
    page.get_by_label("Block them", exact=True).check()
    page.get_by_label("Offensive or discriminatory").check()
    for question, answer in ANSWERS.items():
        page.get_by_label(question).fill(answer)
    page.get_by_role("group", name="Does the account carry").get_by_label("No", exact=True).check()


def record(page: Page, choice: str, note: str) -> None:
    """Says what was done on the platform."""
    page.get_by_label(choice, exact=True).check()
    page.get_by_label("How do you know?").fill(note)
    page.get_by_role("button", name="Record it").click()


@pytest.mark.clause("FTC-6.5-l", "FTC-A-8", "FTC-A-21")
def test_warned_back_again_and_blocked_on_one_platform(visitor: Visitor, flitwick: Council) -> None:
    """The warning and the earlier removal stand before whoever decides; Instagram stays open."""
    removed(flitwick, 1)
    page = sign_in(visitor, "comms")
    visitor.go("/c/flitwick/moderation/M-0001/action/?kind=warned")
    page.get_by_label("Note").fill("More of it, and we block you.")
    page.get_by_role("button", name="Save this action", exact=True).click()
    expect(page.get_by_role("heading", name="Warned")).to_be_visible()
    removed(flitwick, 2)
    visitor.go("/c/flitwick/moderation/M-0002/")
    expect(page.get_by_text("1 earlier post of this person came down.")).to_be_visible()
    page.get_by_role("link", name="Propose a block", exact=True).first.click()
    page.get_by_label("Why should they be blocked?").fill("It goes on after the warning.")
    visitor.look("block-propose", "stone.thrower")
    page.get_by_role("button", name="Propose the block").click()
    expect(page.locator(".app-message--success")).to_contain_text("B-0001 is proposed")
    expect(page.get_by_text("Nobody has looked there yet.")).to_have_count(1)

    page = sign_in(visitor, "clerk")
    visitor.go("/c/flitwick/home/")
    page.get_by_role("link", name="1 block proposed, to decide").click()
    page.get_by_role("link", name="B-0001 stone.thrower").click()
    page.get_by_role("link", name="Decide", exact=True).click()
    expect(page.get_by_text("More of it, and we block you.").first).to_be_visible()
    weigh(page)
    page.get_by_label("Until its review").check()
    fill_date(page, "The day of its review", months_later(today(), 3))
    page.get_by_role("group", name="Are they told?").get_by_label("Yes.").check()
    visitor.look("block-decide", "stone.thrower")
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("Still to block there")).to_be_visible()
    visitor.look("block-decided", "stone.thrower")

    page = sign_in(visitor, "comms")
    visitor.go(f"{BLOCKS}?show=mismatched")
    visitor.look("blocks-mismatched", "Blocks")
    page.get_by_role("link", name="B-0001 stone.thrower").click()
    page.get_by_role("link", name="Record it").click()
    visitor.look("block-place", "Main page")
    record(page, "I blocked them there", "They stand in its list of blocked people")
    expect(page.get_by_text("Blocked there", exact=True)).to_be_visible()
    visitor.look("block-detail", "stone.thrower")
    visitor.go(BLOCKS)
    visitor.look("blocks", "Blocks")
    assert BlockPlace.objects.get().account.platform == "facebook"


def test_it_ends_by_its_day_while_no_worker_runs(
    visitor: Visitor, flitwick: Council, travel: Callable[..., None]
) -> None:
    """The day after its last it is over; that it is still so on the platform is seen and undone."""
    page_of_ours = page_of(flitwick)
    block = propose(removed(flitwick, 1), page_of_ours, person("comms"))
    block = decided(block, page_of_ours, person("comms"), person("clerk"))
    ends_on = Block.objects.get().ends_on
    assert ends_on
    travel(ends_on + timedelta(days=1))
    page = sign_in(visitor, "comms")
    visitor.go(BLOCKS)
    expect(page.get_by_text("Nobody is blocked")).to_be_visible()
    visitor.look("blocks-none", "Blocks")
    page.get_by_role("link", name="Not as decided (1)").click()
    page.get_by_role("link", name="B-0001 stone.thrower").click()
    expect(page.get_by_text("Ended here, still blocked there").first).to_be_visible()
    visitor.look("block-ended", "stone.thrower")
    page.get_by_role("link", name="Record it").click()
    record(page, "I unblocked them there", "Taken out of its list")
    expect(page.get_by_text("Nothing is left to do.")).to_be_visible()


def test_a_fixed_length_after_a_notice_by_the_rulebook_alone(
    visitor: Visitor, flitwick: Council
) -> None:
    """Two rules more, and the same pages ask for a notice, wait for the response, and end it."""
    change_rules(
        council=flitwick,
        changes={
            "block_length": chosen({"length": "fixed", "months": 3}),
            "block_telling": chosen({"telling": "notice", "days": 5}),
        },
        in_force_from=today(),
        why="The council heard advice.",
        based_on=2,
        actor=person("clerk"),
    )
    flitwick.refresh_from_db()
    propose(removed(flitwick, 1), page_of(flitwick), person("comms"))
    page = sign_in(visitor, "comms")
    visitor.go(f"{BLOCKS}B-0001/")
    expect(page.get_by_text("Send the notice of intention, then record it.")).to_be_visible()
    page.get_by_role("link", name="Record the notice").click()
    page.get_by_label("What was sent?").fill("We mean to block you. Tell us why we should not.")
    page.get_by_role("button", name="Record the notice").click()
    expect(page.get_by_text("They can respond until").last).to_be_visible()

    page = sign_in(visitor, "clerk")
    visitor.go(f"{BLOCKS}B-0001/decide/")
    expect(page.get_by_text("Decide after that day").first).to_be_visible()
    visitor.go(f"{BLOCKS}B-0001/response/")
    page.get_by_label("What did they say?").fill("I was angry about the bins.")
    page.get_by_role("button", name="Record their response").click()
    visitor.go(f"{BLOCKS}B-0001/decide/")
    weigh(page)
    page.get_by_label("What do you make of their response?").fill("It explains, and stops nothing.")
    fill_date(page, "Its last day", today() + timedelta(days=30))
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("I was angry about the bins.")).to_be_visible()
    visitor.look("block-noticed", "stone.thrower")
    block = Block.objects.get()
    assert (block.state, block.ends_on) == ("stands", today() + timedelta(days=30))


def test_a_second_person_agrees_before_it_stands(visitor: Visitor, flitwick: Council) -> None:
    """Whoever decided it cannot; whoever may not decide reads who does."""
    change_rules(
        council=flitwick,
        changes={
            "block_second_person": chosen(True),
            "decide_blocks": chosen({"offices": ["town-clerk", "deputy-town-clerk"]}),
        },
        in_force_from=today(),
        why="The council heard advice.",
        based_on=2,
        actor=person("clerk"),
    )
    flitwick.refresh_from_db()
    propose(removed(flitwick, 1), page_of(flitwick), person("comms"))
    page = sign_in(visitor, "auditor")
    visitor.go(f"{BLOCKS}B-0001/")
    visitor.look("block-not-yours", "stone.thrower")
    expect(page.get_by_text("decides it. Today that is")).to_contain_text(
        "Margaret Ellis or Tom Barker"
    )

    page = sign_in(visitor, "clerk")
    visitor.go(f"{BLOCKS}B-0001/decide/")
    page.get_by_role("link", name="FTC-A-20").first.click()
    visitor.look("block-clause", "")
    page.go_back()
    weigh(page)
    page.get_by_label("Until its review").check()
    fill_date(page, "The day of its review", months_later(today(), 3))
    page.get_by_role("group", name="Are they told?").get_by_label("Yes.").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("Somebody else than Margaret Ellis must agree.")).to_be_visible()
    visitor.look("block-for-second", "stone.thrower")
    visitor.go(f"{BLOCKS}B-0001/second/")
    expect(page.get_by_text("You decided this yourself.")).to_be_visible()
    expect(page.get_by_role("button", name="Save answer")).to_have_count(0)

    page = sign_in(visitor, "deputy")
    visitor.go("/c/flitwick/home/")
    page.get_by_role("link", name="1 block for a second person").click()
    page.get_by_role("link", name="B-0001 stone.thrower").click()
    page.get_by_role("link", name="Answer").click()
    visitor.look("block-second", "Do you agree to block stone.thrower?")
    page.get_by_label("No, I do not agree").check()
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why you do not agree")
    visitor.look("block-second-wrong", "Do you agree to block stone.thrower?")
    page.get_by_label("Yes, I agree").check()
    page.get_by_role("button", name="Save answer").click()
    expect(page.get_by_text("Still to block there")).to_be_visible()
    assert Block.objects.get().state == "stands"


def test_an_urgent_block_is_made_first_and_decided_after(
    visitor: Visitor, flitwick: Council
) -> None:
    removed(flitwick, 1)
    page = sign_in(visitor, "comms")
    visitor.go("/c/flitwick/moderation/M-0001/")
    page.get_by_role("link", name="Propose a block").first.click()
    page.get_by_label("Why should they be blocked?").fill("They threaten the clerk.")
    page.get_by_label("No, they are blocked at once").check()
    page.get_by_role("button", name="Propose the block").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why it could not wait")
    visitor.look("block-urgent-wrong", "stone.thrower")
    page.get_by_label("Why can it not wait?").fill("They say that they wait outside the office.")
    page.get_by_role("button", name="Propose the block").click()
    visitor.look("block-urgent", "stone.thrower")
    assert Block.objects.get().is_in_force
    page.get_by_role("link", name="Record it").click()
    record(page, "I blocked them there", "They stand in its list of blocked people")

    page = sign_in(visitor, "clerk")
    visitor.go("/c/flitwick/home/")
    page.get_by_role("link", name="1 urgent block to decide properly").click()
    page.get_by_role("link", name="B-0001 stone.thrower").click()
    expect(page.get_by_text("Decide it by")).to_be_visible()
    page.get_by_role("link", name="Decide", exact=True).click()
    weigh(page)
    page.get_by_label("Until its review").check()
    fill_date(page, "The day of its review", months_later(today(), 3))
    page.get_by_role("group", name="Are they told?").get_by_label("Yes.").check()
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("Send them the decision with its reasons")).to_be_visible()
    visitor.look("block-urgent-decided", "stone.thrower")
    assert Block.objects.get().state == "stands"
