"""Officer, clerk and comms officer take a draft from the first word to the record."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from accounts.councils.questions import QUESTIONS
from accounts.people.demo import DEMO_PASSWORD
from councilsm.audit.verification import first_fault
from moderation.demo import COUNCILS, make
from moderation.drafts.models import Decision
from moderation.posts.models import Post
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DEMOS = {demo.slug: demo for demo in COUNCILS}
WORDS = "The carnival procession leaves Station Road at noon on Saturday.\n\nRoads reopen at 4pm."


def write(visitor: Visitor, slug: str) -> None:
    """Writes and submits a draft."""
    page = visitor.page
    page.get_by_role("link", name="Drafts and posts").click()
    page.get_by_role("link", name="New draft").click()
    visitor.look(f"{slug}-compose", "New draft")
    page.get_by_label("Title").fill("Carnival procession")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_label("The exact words").fill(WORDS)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".app-message")).to_contain_text("submitted for approval")
    visitor.look(f"{slug}-draft-waiting", "Carnival procession")


def approve(visitor: Visitor, slug: str) -> None:
    """Finds the draft in the queue and approves it."""
    page = visitor.page
    page.get_by_role("link", name="Approvals", exact=True).click()
    visitor.look(f"{slug}-queue", "Approvals")
    page.get_by_role("link", name="Carnival procession").click()
    expect(page.get_by_text("leaves Station Road at noon")).to_be_visible()
    visitor.look(f"{slug}-decide", "Carnival procession")
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")


def post(visitor: Visitor, slug: str) -> None:
    """Posts by hand (in the story) and records it."""
    page = visitor.page
    page.get_by_role("link", name="Drafts and posts").click()
    page.get_by_role("link", name="Carnival procession").click()
    page.get_by_role("link", name=re.compile("Record as posted")).click()
    visitor.look(f"{slug}-record", "Post it, then record it")
    page.get_by_label("Address of the post").fill(
        "https://www.facebook.com/permalink.php?story_fbid=77&id=1"
    )
    page.get_by_role("button", name="Save post record").click()
    expect(page.locator(".app-message")).to_contain_text("recorded as posted")
    visitor.look(f"{slug}-draft-posted", "Carnival procession")
    page.get_by_role("link", name="Drafts and posts").click()
    page.get_by_role("link", name="Posts", exact=True).click()
    page.get_by_role("link", name="Carnival procession").click()
    visitor.look(f"{slug}-post", "Carnival procession")


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


@pytest.mark.main_flow
def test_ludlow_where_the_clerk_alone_approves(visitor: Visitor, transactional_db: None) -> None:
    council = make(DEMOS["ludlow"])
    visitor.sign_in("officer@ludlow.example", DEMO_PASSWORD)
    write(visitor, "ludlow")
    visitor.sign_in("clerk@ludlow.example", DEMO_PASSWORD)
    approve(visitor, "ludlow")
    post(visitor, "ludlow")
    assert Decision.objects.get().source.startswith("LTC-4.2-a")
    assert first_fault(council.pk) is None


def choose_by_minute(visitor: Visitor) -> None:
    """Says that the council chose this at a meeting, and goes on to the next question."""
    page = visitor.page
    page.get_by_label("Our policy is silent; the council has chosen").check()
    page.get_by_label("Minute reference").fill("26/14")
    for part, value in {"Day": "12", "Month": "5", "Year": "2026"}.items():
        page.get_by_label(part, exact=True).last.fill(value)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.locator(".app-message")).to_contain_text("Saved")


@pytest.mark.main_flow
def test_a_sole_officer_sets_up_a_council_and_posts(
    visitor: Visitor, transactional_db: None
) -> None:
    out = StringIO()
    call_command(
        "setup",
        council="Brook End Parish Council",
        slug="brook-end",
        email="office@brook-end.example",
        rulebook="starter",
        clerk_name="Jo Marsh",
        clerk_email="clerk@brook-end.example",
        interactive=False,
        stdout=out,
    )
    link = re.search(r"/join/\S+", out.getvalue())
    assert link
    page = visitor.page
    visitor.go(link[0])
    visitor.look("setup-join", "Join Brook End")
    page.get_by_label("Choose a password").fill("three words I remember")
    page.get_by_role("button", name="Join").click()
    visitor.look("setup-home", "Home")
    page.get_by_role("link", name="Go on with setup").click()
    visitor.look("setup-overview", "Set up Brook End")
    page.get_by_role("link", name="Who authorises what the council posts?").click()
    page.get_by_label("Town Clerk").first.check()
    visitor.look("setup-question", "Who authorises")
    choose_by_minute(visitor)
    page.get_by_label("Nothing", exact=False).first.check()
    choose_by_minute(visitor)
    for question in QUESTIONS[2:]:
        expect(page.get_by_role("heading", level=1)).to_contain_text(question.title)
        page.get_by_label("Decide later").check()
        page.get_by_role("button", name="Save and go on").click()
    visitor.look("setup-done", "Brook End")
    sections = page.get_by_role("navigation", name="Sections")
    sections.get_by_role("link", name="Policies and trail").click()
    page.get_by_role("link", name="Rules", exact=True).click()
    visitor.look("setup-rules", "Rules")

    page.get_by_role("link", name="Home", exact=True).click()
    page.get_by_role("link", name="Add an official account").click()
    page.locator("#id_platform").select_option("facebook")
    page.get_by_label("Name:", exact=True).fill("Main page")
    page.get_by_label("Handle").fill("brookend")
    page.get_by_label("Address").fill("https://www.facebook.com/brookend")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()

    visitor.go("/c/brook-end/home/")
    write(visitor, "brook-end")
    approve(visitor, "brook-end")
    post(visitor, "brook-end")
    decision = Decision.objects.get()
    assert decision.own_authority
    assert "minute 26/14" in decision.source
    assert first_fault(decision.council_id) is None
