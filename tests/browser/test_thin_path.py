"""Officer, clerk and comms officer take a draft from the first word to the record."""

import re

import pytest
from playwright.sync_api import expect

from accounts.people.demo import DEMO_PASSWORD
from councilsm.audit.verification import first_fault
from moderation.demo import COUNCILS, make
from moderation.drafts.models import Decision, Post
from tests.browser.conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.main_flow]

DEMOS = {demo.slug: demo for demo in COUNCILS}
WORDS = "The carnival procession leaves Station Road at noon on Saturday.\n\nRoads reopen at 4pm."


def write(visitor: Visitor, slug: str) -> None:
    """Writes and submits a draft."""
    page = visitor.page
    page.get_by_role("link", name="Drafts", exact=True).click()
    page.get_by_role("link", name="New draft").click()
    visitor.look(f"{slug}-compose")
    page.get_by_label("Title").fill("Carnival procession")
    page.get_by_label("Facebook: Main page").check()
    page.get_by_label("The exact words").fill(WORDS)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("submitted for approval")
    visitor.look(f"{slug}-draft-waiting")


def approve(visitor: Visitor, slug: str) -> None:
    """Finds the draft in the queue and approves it."""
    page = visitor.page
    page.get_by_role("link", name="Approvals", exact=True).click()
    visitor.look(f"{slug}-queue")
    page.get_by_role("link", name="Carnival procession").click()
    expect(page.get_by_text("leaves Station Road at noon")).to_be_visible()
    visitor.look(f"{slug}-decide")
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("approved")


def post(visitor: Visitor, slug: str) -> None:
    """Posts by hand (in the story) and records it."""
    page = visitor.page
    page.get_by_role("link", name="Drafts", exact=True).click()
    page.get_by_role("link", name="Carnival procession").click()
    page.get_by_role("link", name=re.compile("Record as posted")).click()
    visitor.look(f"{slug}-record")
    page.get_by_label("Address of the post").fill("https://www.facebook.com/council/posts/77")
    page.get_by_role("button", name="Save post record").click()
    expect(page.get_by_role("alert")).to_contain_text("recorded as posted")
    visitor.look(f"{slug}-draft-posted")
    page.get_by_role("link", name="Posts", exact=True).click()
    page.get_by_role("link", name="Carnival procession").click()
    visitor.look(f"{slug}-post")


def test_flitwick_with_a_second_person(visitor: Visitor, transactional_db: None) -> None:
    council = make(DEMOS["flitwick"])
    visitor.sign_in("events@flitwick.example", DEMO_PASSWORD)
    write(visitor, "flitwick")
    visitor.sign_in("clerk@flitwick.example", DEMO_PASSWORD)
    approve(visitor, "flitwick")
    visitor.sign_in("comms@flitwick.example", DEMO_PASSWORD)
    post(visitor, "flitwick")
    decision = Decision.objects.get(draft__title="Carnival procession")
    assert not decision.own_authority
    assert decision.source.startswith("FTC-6.3-a")
    assert Post.objects.filter(target__text=WORDS).exists()
    assert first_fault(council.pk) is None


def test_ludlow_where_the_clerk_alone_approves(visitor: Visitor, transactional_db: None) -> None:
    council = make(DEMOS["ludlow"])
    visitor.sign_in("officer@ludlow.example", DEMO_PASSWORD)
    write(visitor, "ludlow")
    visitor.sign_in("clerk@ludlow.example", DEMO_PASSWORD)
    approve(visitor, "ludlow")
    post(visitor, "ludlow")
    assert Decision.objects.get().source.startswith("LTC-4.2-a")
    assert first_fault(council.pk) is None
