"""What stands around every page: header, footer, help; on the screen, by keyboard and on paper."""

import pytest
from playwright.sync_api import expect

from accounts.councils.models import Council
from accounts.people.demo import DEMO_PASSWORD
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

HELP = {
    "Help and contact": "Help and contact",
    "Accessibility": "Accessibility statement",
    "Privacy": "Privacy",
    "Cookies": "Cookies",
}


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    return make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def test_home_and_help_look_right_to_everybody(visitor: Visitor, flitwick: Council) -> None:
    visitor.sign_in("clerk@flitwick.example", DEMO_PASSWORD)
    visitor.look("home", "Home")
    for link, heading in HELP.items():
        visitor.page.get_by_role("contentinfo").get_by_role("link", name=link).click()
        expect(visitor.page).to_have_title(f"{heading} – Flitwick Town Council – councilsm")
        visitor.look(f"help-{link.split()[0].lower()}", heading.split()[0])
    visitor.go("/c/flitwick/nothing/")
    visitor.look("not-found", "Page not found")


def test_the_keyboard_passes_the_header_and_lands_on_errors(
    visitor: Visitor, flitwick: Council
) -> None:
    page = visitor.page
    visitor.sign_in("clerk@flitwick.example", DEMO_PASSWORD)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    visitor.go("/c/flitwick/people/new/")
    page.locator("main").get_by_role("button").first.click()
    expect(page).to_have_title("Error: Add a person – Flitwick Town Council – councilsm")
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_paper_shows_whose_list_it_is_and_when_it_was_printed(
    visitor: Visitor, flitwick: Council
) -> None:
    page = visitor.page
    visitor.sign_in("clerk@flitwick.example", DEMO_PASSWORD)
    for url in ("drafts/", "approvals/", "posts/", "people/", "trail/", "permissions/"):
        visitor.go(f"/c/flitwick/{url}")
        expect(page.get_by_text("Printed on")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.get_by_role("banner").get_by_text("Flitwick Town Council")).to_be_visible()
        expect(page.get_by_text("Printed on")).to_be_visible()
        expect(page.get_by_role("navigation")).to_have_count(0)
        expect(page.get_by_role("button")).to_have_count(0)
        expect(page.get_by_role("contentinfo")).to_be_hidden()
        page.emulate_media(media="screen")
