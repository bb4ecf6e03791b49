"""A resident checks an account on a telephone; the clerk keeps lookalikes and places."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from accounts.lookalikes.demo import accounts_and_a_lookalike
from accounts.people.models import Person
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
FRONT = "/c/flitwick/"
LOOKALIKE = "https://www.facebook.com/flitwick.council.refunds"


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    council = make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    accounts_and_a_lookalike(council, Person.objects.get(email="clerk@flitwick.example"))
    return council


@pytest.fixture
def telephone(plain: Visitor) -> Visitor:
    """A small browser without scripts."""
    plain.page.set_viewport_size({"width": 390, "height": 844})
    return plain


def check(page: Page, text: str) -> None:
    page.get_by_label("Link or name of the account").fill(text)
    page.get_by_role("button", name="Check").click()


def test_a_resident_checks_a_lookalike(visitor: Visitor, flitwick: Council) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.go(FRONT)
    page.get_by_role("link", name="Is this account ours?").click()
    visitor.look("check", "Is this account ours?")
    check(page, LOOKALIKE)
    expect(page.get_by_role("heading", name="This is not on our list")).to_be_visible()
    expect(page.get_by_role("heading", name="Yes, this is ours")).to_have_count(0)
    expect(page.get_by_role("link", name="office@flitwick.example")).to_have_attribute(
        "href", re.compile(r"^mailto:office@flitwick\.example\?.*refunds")
    )
    visitor.look("check-not-listed", "Is this account ours?")
    check(page, "")
    visitor.look("check-empty", "Is this account ours?")
    check(page, "facebook.com/flitwickcouncil")
    visitor.look("check-ours", "Is this account ours?")
    check(page, "@flitwicktc")
    expect(page.get_by_role("heading", name="This was ours")).to_be_visible()
    visitor.look("check-former", "Is this account ours?")
    page.get_by_role("link", name=re.compile("All official accounts")).click()
    expect(page.get_by_text("Not in use now")).to_be_visible()
    visitor.look("official-accounts", "Official accounts")


def test_without_scripts(telephone: Visitor, flitwick: Council) -> None:
    page = telephone.page
    telephone.go(FRONT)
    page.get_by_role("link", name="Official accounts of the council").click()
    expect(page.get_by_role("link", name="https://x.com/flitwicknews")).to_be_visible()
    page.get_by_role("link", name=re.compile("Check a link or a name")).click()
    check(page, "https://x.com/flitwicknews")
    expect(page.get_by_role("heading", name="Yes, this is ours")).to_be_visible()


def test_the_clerk_follows_up_and_warns(visitor: Visitor, flitwick: Council) -> None:
    page = visitor.page
    visitor.become("clerk@flitwick.example")
    page.get_by_role("link", name="1 lookalike account to follow up").click()
    visitor.look("lookalikes", "Lookalikes")
    page.get_by_role("link", name="Flitwick Council Refunds").click()
    visitor.look("lookalike", "Flitwick Council Refunds")
    page.get_by_role("link", name="Record what was done").click()
    visitor.look("lookalike-effort", "Record what was done")
    page.get_by_label("How?").fill("Facebook, by telephone")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Facebook, by telephone").first).to_be_visible()
    page.get_by_role("link", name="Warn the public").click()
    page.get_by_label("What should the public read?").fill("A page asks for bank details.")
    page.get_by_label("Why is a warning needed?").fill("Two residents asked.")
    visitor.look("lookalike-warning", "Warn the public")
    page.get_by_role("button", name="Publish the warning").click()
    visitor.look("lookalike-warned", "Flitwick Council Refunds")
    page.context.clear_cookies()
    visitor.go("/c/flitwick/check/")
    check(page, LOOKALIKE)
    expect(page.get_by_text("A page asks for bank details.")).to_be_visible()
    visitor.look("check-warned", "Is this account ours?")
    visitor.go("/c/flitwick/official-accounts/")
    visitor.look("official-accounts-warned", "Official accounts")


def test_places(visitor: Visitor, flitwick: Council) -> None:
    page = visitor.page
    visitor.become("clerk@flitwick.example")
    visitor.go("/c/flitwick/places/")
    visitor.look("places", "Places we watch")
    page.get_by_role("link", name="Add a place").click()
    visitor.look("place-new", "Add a place")
    page.get_by_role("button", name="Add the place").click()
    visitor.look("place-new-errors", "Add a place")
    visitor.go("/c/flitwick/places/")
    page.get_by_role("link", name="Spotted in Flitwick").click()
    visitor.look("place", "Spotted in Flitwick")
    page.get_by_role("link", name="Record a post made here").click()
    visitor.look("place-record", "Record a post in Spotted in Flitwick")
    page.get_by_label("Words of the post").fill("The road is open.")
    page.get_by_label("Address of the post").fill(
        "https://www.facebook.com/groups/spottedinflitwick/posts/1"
    )
    page.get_by_label("On whose authority?").fill("Town Clerk")
    page.get_by_role("button", name="Record the post").click()
    expect(page.locator(".app-message")).to_contain_text("recorded")
    visitor.look("place-posted", "Spotted in Flitwick")
    page.get_by_role("link", name="Places we watch").click()
    page.get_by_role("link", name="What was posted in such places").click()
    visitor.look("place-posts", "Posts in places that are not ours")
    visitor.go("/c/flitwick/lookalikes/new/")
    visitor.look("lookalike-new", "Record a lookalike")
