"""Three pictures, one of a child: stopped, mended, compared, refused when stale, approved."""

import re

import pytest
from playwright.sync_api import Page, expect

from moderation.demo import COUNCILS, make
from moderation.drafts.models import Draft
from tests.browser.conftest import Visitor
from tests.councilsm.files.samples import picture

pytestmark = pytest.mark.browser

FLITWICK = next(demo for demo in COUNCILS if demo.slug == "flitwick")
AUTHOR, CLERK = "events@flitwick.example", "clerk@flitwick.example"
ALTS = ("Amy holds the winning marrow", "The judges’ table", "The hall before it opened")


def write(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/c/flitwick/drafts/new/")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_label("Title").fill("Flower show")
    page.get_by_label("The exact words").fill("The flower show had 300 entries this year.")
    page.get_by_label("Add pictures").set_input_files(
        [
            {"name": f"show{n}.jpg", "mimeType": "image/jpeg", "buffer": picture(width=300 + n)}
            for n in range(3)
        ]
    )
    page.get_by_role("button", name="Add these pictures").click()
    expect(page.get_by_label("What does it show?")).to_have_count(3)
    for box, words in zip(page.get_by_label("What does it show?").all(), ALTS, strict=True):
        box.fill(words)
    page.get_by_text("Answer for all pictures at once").click()
    everywhere = page.locator("details", has_text="Answer for all pictures at once")
    everywhere.get_by_label("The council made it").check()
    everywhere.get_by_label("Nobody who could be recognised").check()
    the_child(page).get_by_label("Under-18s").check()
    page.get_by_role("button", name="Submit for approval").click()


def the_child(page: Page) -> "Page":
    return page.get_by_role("group", name=re.compile("Picture 1 of 3"))  # type: ignore[return-value]


def record_permission(visitor: Visitor) -> None:
    page = visitor.page
    visitor.go("/c/flitwick/permissions/new/")
    page.get_by_label("What does it cover?").fill("Flower show 2026")
    page.get_by_label("Name", exact=True).fill("Amy Field")
    page.get_by_label("Under 18").check()
    page.get_by_label("Who agreed?").fill("Pat Field")
    page.get_by_label("They are").select_option("A parent")
    given = page.get_by_role("group", name="When was it given?")
    for part, text in (("Day", "1"), ("Month", "9"), ("Year", "2025")):
        given.get_by_label(part).fill(text)
    page.get_by_label("Where is the signed paper kept?").fill("Events file, sheet 12")
    visitor.look("permission-new", "Record a permission")
    page.get_by_role("button", name="Record the permission").click()
    visitor.look("permission", "Flower show 2026")


def test_three_pictures_and_a_childs_permission(visitor: Visitor, transactional_db: None) -> None:
    make(FLITWICK)
    page = visitor.page
    visitor.become(AUTHOR)
    write(visitor)
    expect(page.get_by_role("alert")).to_contain_text("parent or legal guardian")
    visitor.look("compose-refused", "Edit D-")
    draft = page.url
    record_permission(visitor)
    page.goto(draft)
    the_child(page).get_by_label("Permissions on record, from").fill("C-0001")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".app-message")).to_contain_text("submitted for approval")
    visitor.look("pictures-waiting", "Flower show")
    number = Draft.objects.get(title="Flower show").number
    decide = f"/c/flitwick/drafts/D-{number:04}/decide/"

    visitor.become(CLERK)
    visitor.go(decide)
    expect(page.get_by_text("Amy Field")).to_be_visible()
    visitor.look("pictures-decide", "Flower show")
    page.get_by_label("Request changes").check()
    page.get_by_label("What the author should change").fill("Say who won.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.locator(".app-message")).to_contain_text("sent back for changes")

    visitor.become(AUTHOR)
    change(visitor, number, "The flower show had 300 entries. Amy's marrow won.")

    visitor.become(CLERK)
    visitor.go(decide)
    expect(page.locator("ins").first).to_be_visible()
    visitor.look("pictures-differences", "Flower show")
    # While the page is open the author takes it back and submits other words.
    assert page.context.browser
    elsewhere = Visitor(page.context.browser.new_page(), visitor.address, None)
    elsewhere.become(AUTHOR)
    elsewhere.go(f"/c/flitwick/drafts/D-{number:04}/")
    elsewhere.page.get_by_role("button", name="Take back to change").click()
    change(elsewhere, number, "The flower show had 310 entries. Amy's marrow won.")
    elsewhere.page.close()
    page.get_by_label("Approve", exact=True).check()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("alert")).to_contain_text("changed while your page was open")
    visitor.look("pictures-stale", "Flower show")
    page.get_by_label("Approve", exact=True).check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")
    assert Draft.objects.get(number=number).status == "approved"


def change(visitor: Visitor, number: int, words: str) -> None:
    visitor.go(f"/c/flitwick/drafts/D-{number:04}/edit/")
    visitor.page.get_by_label("The exact words").fill(words)
    visitor.page.get_by_role("button", name="Submit for approval").click()
    expect(visitor.page.locator(".app-message")).to_contain_text("submitted for approval")
