"""The decide page under a mouse, a keyboard, and without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from accounts.people.demo import DEMO_PASSWORD
from moderation.demo import COUNCILS, make
from moderation.drafts.models import Decision
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
CLERK = "clerk@flitwick.example"


@pytest.fixture
def flitwick(transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def test_one_click_sends_a_note_back(visitor: Visitor, flitwick: None) -> None:
    """A button whose words changed between press and release would swallow the click."""
    visitor.sign_in(CLERK, DEMO_PASSWORD)
    visitor.go("/c/flitwick/approvals/next/")
    page = visitor.page
    page.get_by_role("radio", name="Request changes").check()
    visitor.look("flitwick-changes", "Market day")
    page.get_by_label("What the author should change").fill("Say which Friday.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.get_by_role("alert")).to_contain_text("sent back for changes")


def test_by_keyboard_alone(visitor: Visitor, flitwick: None) -> None:
    visitor.sign_in(CLERK, DEMO_PASSWORD)
    visitor.go("/c/flitwick/approvals/")
    page = visitor.page
    page.get_by_role("link", name="Market day road closure").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Approve").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("approved")


@pytest.fixture
def plain(browser: Browser, live_server: object) -> Iterator[Visitor]:
    """A browser without scripts."""
    context = browser.new_context(java_script_enabled=False)
    yield Visitor(context.new_page(), live_server.url, None)  # type: ignore[attr-defined]
    context.close()


def test_without_scripts(plain: Visitor, flitwick: None) -> None:
    plain.sign_in(CLERK, DEMO_PASSWORD)
    plain.go("/c/flitwick/approvals/next/")
    page = plain.page
    page.get_by_role("radio", name="Reject").check()
    page.get_by_label("Reason", exact=True).select_option("misleading")
    page.get_by_label("Why it is rejected").fill("It is on Saturday.")
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("rejected.")).to_be_visible()
    assert Decision.objects.latest("pk").outcome == "rejected"
