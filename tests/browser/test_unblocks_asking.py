"""Somebody asks to be unblocked, on the pages that people use, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from moderation.demo import COUNCILS, make
from moderation.unblocks.models import UnblockRequest
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
NEW = "/c/dunstable/unblock/new/"


@pytest.fixture
def dunstable(transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "dunstable"))


def on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def newest() -> UnblockRequest:
    return UnblockRequest.objects.latest("pk")


def test_from_the_councils_page_to_taking_it_back(visitor: Visitor, dunstable: None) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.go("/c/dunstable/")
    page.get_by_role("link", name="Ask to be unblocked").click()
    visitor.look("unblock-new", "Ask to be unblocked")
    expect(page.get_by_text("The Head of Service looks at your request")).to_be_visible()
    page.get_by_role("link", name="Start").click()
    visitor.look("unblock-where", "Which profile is it about?")
    on(page)
    visitor.look("unblock-where-errors", "Which profile is it about?")
    page.get_by_label("Platform").select_option("Facebook")
    page.get_by_label("Name of the profile").fill("Jo <b>Reed</b>")
    on(page)
    visitor.look("unblock-what", "What happened?")
    page.get_by_label("What happened?").fill("I asked about the bins. Now I cannot see the page.")
    on(page)
    visitor.look("unblock-more", "Is there anything you want to add?")
    on(page)
    page.get_by_label("Somebody else, whom I am helping").check()
    visitor.look("unblock-who", "Who are you asking for?")
    on(page)
    visitor.look("unblock-who-errors", "Who are you asking for?")
    page.get_by_label("Your own name").fill("Kim Hill")
    page.get_by_label("How do you help them?").fill("As a friend")
    on(page)
    page.get_by_label("By post").check()
    visitor.look("unblock-answer", "How should the council answer?")
    on(page)
    visitor.look("unblock-answer-errors", "How should the council answer?")
    page.get_by_label("Name and postal address").fill("Jo Reed\n1 High Street\nDunstable")
    on(page)
    visitor.look("unblock-check", "Check your answers")
    page.get_by_role("button", name="Send your request").click()
    visitor.look("unblock-sent", "Request sent")
    own = newest().status_url
    expect(page.get_by_role("link", name=own)).to_be_visible()
    visitor.go(own)
    visitor.look("unblock-status", "Your request to be unblocked")
    expect(page.get_by_text("Being looked at")).to_be_visible()

    # From a page that names no referrer to one with a form, which the server takes.
    page.get_by_role("link", name="Add to your request").click()
    visitor.look("unblock-add", "What do you want to add?")
    page.get_by_label("What do you want to add?").fill("My neighbour saw it too.")
    page.get_by_role("button", name="Add to your request").click()
    expect(page.get_by_text("My neighbour saw it too.")).to_be_visible()
    visitor.look("unblock-status-added", "Your request to be unblocked")
    page.get_by_role("link", name="Take it back").click()
    visitor.look("unblock-take-back", "Take your request back")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
    visitor.look("unblock-taken-back", "Your request to be unblocked")


def test_without_scripts(plain: Visitor, dunstable: None) -> None:
    page = plain.page
    plain.go(f"{NEW}where/")
    page.get_by_label("Platform").select_option("X")
    page.get_by_label("Name of the profile").fill("@jo")
    on(page)
    page.get_by_label("What happened?").fill("I cannot see your page.")
    on(page)
    on(page)
    page.get_by_label("Myself").check()
    on(page)
    # All boxes stand open, and what is in those that were not chosen is left out.
    page.get_by_label("Telephone number").fill("01234 567890")
    page.get_by_label("Email address").fill("jo@example.org")
    page.get_by_label("By e-mail").check()
    on(page)
    page.get_by_role("link", name="Change what happened").click()
    page.get_by_label("What happened?").fill("I cannot see your page any more.")
    on(page)
    page.get_by_role("button", name="Send your request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Request sent")
    asked = newest()
    assert (asked.email, asked.answer_to) == ("jo@example.org", "")
    assert asked.what == "I cannot see your page any more."
    plain.go(asked.status_url)
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("You have taken your request back.")).to_be_visible()
