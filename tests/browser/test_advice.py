"""“I’m not sure” at Dunstable: its policy names two officers, and the draft waits for one."""

import pytest
from playwright.sync_api import expect

from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
CLERK, OFFICER = "clerk@dunstable.example", "marketing@dunstable.example"
QUESTION = "The market trader asked us not to say why the stall is shut. May I say that it is?"


@pytest.fixture
def dunstable(transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "dunstable"))


def test_nothing_goes_out_until_the_town_clerk_has_answered(
    visitor: Visitor, dunstable: None
) -> None:
    page = visitor.page
    visitor.become(OFFICER)
    visitor.go("/c/dunstable/drafts/new/")
    page.get_by_label("Title").fill("Market stall closed")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_label("The exact words").fill("One stall on Saturday's market stays closed.")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".app-message")).to_contain_text("submitted for approval")
    page.get_by_role("link", name="I’m not sure: ask somebody").click()
    visitor.look("dunstable-ask", "I’m not sure about this draft")
    expect(page.get_by_text("In doubt, ask one of two named officers")).to_be_visible()
    page.get_by_label("What are you not sure about?").fill(QUESTION)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator(".app-message")).to_contain_text("Nothing is approved or posted")
    visitor.look("dunstable-asked", "Market stall closed")

    visitor.become(CLERK)
    page.get_by_role("link", name="Approvals", exact=True).click()
    page.get_by_role("link", name="Market stall closed").click()
    expect(page.get_by_text(QUESTION).first).to_be_visible()
    visitor.look("dunstable-decide-held", "Market stall closed")
    visitor.go("/c/dunstable/home/")
    visitor.look("dunstable-home", "Home")
    page.get_by_role("link", name="1 question for you").click()
    visitor.look("dunstable-questions", "Questions for you")
    page.get_by_role("link", name="Market stall closed").click()
    visitor.look("dunstable-answer", "A question from Imran Aziz")
    page.get_by_label("Your answer").fill("Yes. Say only that it is closed.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".app-message")).to_contain_text("your answer is with Imran Aziz")
    visitor.look("dunstable-answered", "Market stall closed")
    page.get_by_role("link", name="Review and decide").click()
    page.get_by_role("radio", name="Approve").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")
