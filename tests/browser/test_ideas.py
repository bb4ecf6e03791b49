"""A resident's idea, from a telephone to a credited post, through the pages that people use."""

import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from moderation.demo import COUNCILS, make
from moderation.ideas.models import Idea
from moderation.posts.models import Post
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
NEW = "/c/flitwick/ideas/new/"


@pytest.fixture
def flitwick(transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_0412.jpg"
    Image.effect_mandelbrot((800, 600), (-2, -1.5, 1, 1.5), 40).convert("RGB").save(path)
    return path


def on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def answer_all(visitor: Visitor, picture: Path) -> None:
    """Fills in every page, looking at each."""
    page = visitor.page
    visitor.go(NEW)
    visitor.look("idea-new", "Send an idea")
    on(page)
    visitor.look("idea-new-errors", "Send an idea")
    page.get_by_label("What is your idea for a post?").fill("The bluebells are out")
    page.get_by_label("What should the post say?").fill(
        "The bluebells in Flitwick Wood are out. Paths are muddy."
    )
    on(page)
    visitor.look("idea-pictures", "Do you have pictures for it?")
    page.get_by_label("Add pictures").set_input_files(picture)
    page.get_by_role("button", name="Add and choose more").click()
    visitor.look("idea-pictures-added", "Do you have pictures for it?")
    on(page)
    page.get_by_label("Who took it?").fill("Sam Reed")
    page.get_by_role("radio", name="Adults who could be recognised").check()
    visitor.look("idea-about", "About your pictures")
    on(page)
    visitor.look("idea-about-errors", "About your pictures")
    page.get_by_role("radio", name="Nobody who could be recognised").check()
    page.get_by_label("Whoever took the pictures agrees").check()
    on(page)
    visitor.look("idea-you", "Where can the council reply?")
    page.get_by_label("What is your name?").fill("Sam Reed")
    page.get_by_label("What is your email address?").fill("")
    page.get_by_label("Name me").check()
    on(page)
    visitor.look("idea-check", "Check your answers")
    page.get_by_role("button", name="Send your idea").click()


def test_from_a_residents_telephone_to_a_credited_post(
    visitor: Visitor, flitwick: None, picture: Path
) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    answer_all(visitor, picture)
    visitor.look("idea-sent", "Idea sent")
    own = Idea.objects.get().status_url
    visitor.go(own)
    visitor.look("idea-status", "Your idea")
    expect(page.get_by_text("Waiting to be read")).to_be_visible()

    visitor.become("comms@flitwick.example")
    page.get_by_role("link", name="Drafts and posts").click()
    page.get_by_role("link", name="Ideas", exact=True).click()
    visitor.look("ideas-inbox", "Ideas")
    page.get_by_role("link", name="The bluebells are out").click()
    expect(page.get_by_role("img", name="Picture 1")).to_be_visible()
    page.wait_for_function("() => document.querySelector('main img').naturalWidth > 0")
    visitor.look("idea-detail", "The bluebells are out")
    page.get_by_role("button", name="Make a draft").click()
    expect(page.locator(".app-message")).to_contain_text("made of I-0001")
    visitor.look("idea-composer", "Edit")
    page.get_by_label("What does it show?").fill("Bluebells between birches")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".app-message")).to_contain_text("submitted for approval")
    visitor.look("idea-draft", "The bluebells are out")
    expect(page.get_by_text("Sam Reed, member of the public")).to_be_visible()

    visitor.become("clerk@flitwick.example")
    page.get_by_role("link", name="Approvals", exact=True).click()
    page.get_by_role("link", name="The bluebells are out").click()
    page.get_by_label("Approve", exact=True).check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")

    visitor.become("comms@flitwick.example")
    page.get_by_role("link", name="Drafts and posts").click()
    page.get_by_role("link", name="The bluebells are out").click()
    page.get_by_role("link", name=re.compile("Record as posted")).click()
    page.get_by_label("Address of the post").fill(
        "https://www.facebook.com/flitwickcouncil/posts/9"
    )
    page.get_by_role("button", name="Save post record").click()
    expect(page.locator(".app-message")).to_contain_text("recorded as posted")
    assert Post.objects.filter(target__revision__draft__idea__number=1).exists()

    page.context.clear_cookies()
    visitor.go(own)
    expect(page.get_by_text("It names Sam Reed.")).to_be_visible()
    visitor.look("idea-posted", "Your idea")


def test_declined(visitor: Visitor, flitwick: None, picture: Path) -> None:
    page = visitor.page
    visitor.go(NEW)
    page.get_by_label("What is your idea for a post?").fill("My cat")
    on(page)
    on(page)
    on(page)
    page.get_by_role("button", name="Send your idea").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Idea sent")
    visitor.become("comms@flitwick.example")
    page.get_by_role("link", name="Drafts and posts").click()
    page.get_by_role("link", name="Ideas", exact=True).click()
    page.get_by_role("link", name="My cat").click()
    page.get_by_role("link", name="Decline with a reason").click()
    visitor.look("idea-decline", "Decline an idea")
    page.get_by_label("Why will it not be posted?").fill("We post about the town only.")
    page.get_by_role("button", name="Decline idea").click()
    expect(page.locator(".app-message")).to_contain_text("I-0001 declined")
    visitor.look("ideas-inbox-empty", "Ideas")
    visitor.go(Idea.objects.get().status_url)
    expect(page.get_by_text("We post about the town only.")).to_be_visible()
    visitor.look("idea-declined", "Your idea")


def test_without_scripts(plain: Visitor, flitwick: None, picture: Path) -> None:
    page = plain.page
    plain.go(NEW)
    page.get_by_label("What is your idea for a post?").fill("The bluebells are out")
    on(page)
    page.get_by_label("Add pictures").set_input_files(picture)
    on(page)
    page.get_by_label("Who took it?").fill("Sam Reed")
    page.get_by_role("radio", name="A crowd at a public event").check()
    page.get_by_label("Whoever took the pictures agrees").check()
    on(page)
    page.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_label("Who took it?")).to_have_value("Sam Reed")
    on(page)
    on(page)
    page.get_by_role("button", name="Send your idea").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Idea sent")
    assert Idea.objects.get().pictures.get().shows == "crowd"
