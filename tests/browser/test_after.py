"""After approval: what goes out past councilsm, and what is put right once it is out."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from councilsm.audit.verification import first_fault
from moderation.demo import COUNCILS, make
from moderation.posts.models import OutsideReview, Post, PostChange
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

CLERK, DEPUTY, COMMS = (f"{who}@flitwick.example" for who in ("clerk", "deputy", "comms"))
BURST = "A water main has burst in Dunstable Road. Please use Station Road."
URL = "https://www.facebook.com/flitwickcouncil/posts/2002"


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    return make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def at_ten_past_midnight(page: Page) -> None:
    night = timezone.localtime() - timedelta(days=1)
    for part, value in {"Day": night.day, "Month": night.month, "Year": night.year}.items():
        page.get_by_label(part, exact=True).fill(str(value))
    page.get_by_label("Time", exact=True).fill("12:10am")


def record_outside(visitor: Visitor) -> None:
    """The deputy posted at ten past midnight, and says so."""
    page = visitor.page
    visitor.go("/c/flitwick/posts/")
    page.get_by_role("link", name="Record a post made outside councilsm").click()
    page.get_by_label("On which account?").select_option(label="Facebook: Main page")
    page.get_by_label("Address of the post").fill(URL)
    page.get_by_label("The exact words").fill(BURST)
    at_ten_past_midnight(page)
    page.get_by_label("The council’s").check()
    page.get_by_label("On what authority was it posted?").fill("The clerk agreed by telephone.")
    page.get_by_label("I did").check()


def test_a_midnight_post_is_recorded_and_accepted_next_morning(
    visitor: Visitor, flitwick: Council
) -> None:
    page = visitor.page
    visitor.become(DEPUTY)
    record_outside(visitor)
    visitor.look("outside-form", "Record a post made outside councilsm")
    page.get_by_role("button", name="Record this post").click()
    expect(page.get_by_text("Not approved beforehand").first).to_be_visible()
    visitor.look("outside-waits", "A water main")

    visitor.become(CLERK)
    visitor.go("/c/flitwick/posts/")
    visitor.look("posts", "Posts")
    page.get_by_role("link", name="1 not approved beforehand").click()
    visitor.look("posts-to-see-to", "Posts to see to")
    page.get_by_role("link", name=re.compile("^Decide")).click()
    page.get_by_label("Accept it as the council’s").check()
    page.get_by_label("Note (optional)").fill("Rightly done.")
    visitor.look("outside-review", "Decide about a post made outside councilsm")
    page.get_by_role("button", name="Save decision").click()
    expect(page.locator(".app-message")).to_contain_text("accepted as the council’s")
    visitor.look("outside-accepted", "A water main")
    review = OutsideReview.objects.get()
    assert review.office and review.office.key == "town-clerk"
    assert review.source.startswith("FTC-6.3-a")
    assert first_fault(flitwick.pk) is None


def test_a_midnight_post_without_scripts(plain: Visitor, flitwick: Council) -> None:
    page = plain.page
    plain.become(DEPUTY)
    record_outside(plain)
    page.get_by_role("button", name="Record this post").click()
    expect(page.get_by_text("Not approved beforehand").first).to_be_visible()
    assert Post.objects.latest("pk").poster is not None


def test_a_correction_and_a_take_down_with_its_record_copy(
    visitor: Visitor, flitwick: Council
) -> None:
    page = visitor.page
    visitor.become(COMMS)
    visitor.go("/c/flitwick/posts/P-0001/")
    page.get_by_role("link", name="I made a mistake").click()
    page.get_by_label("What happened?").fill("The bins are the district’s, not ours.")
    visitor.look("mistake", "I made a mistake")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".app-message")).to_contain_text("Margaret Ellis")

    page.get_by_role("link", name="Write a correction").click()
    page.get_by_label("What is wrong with the post?").fill("It names the wrong council.")
    visitor.look("correct", "Write a correction")
    page.get_by_role("button", name="Start the correction").click()
    page.get_by_label("The exact words").first.fill("We were wrong: ask Bedford about bins.")
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.locator(".app-message")).to_contain_text("submitted for approval")

    visitor.become(CLERK)
    visitor.go("/c/flitwick/approvals/")
    page.get_by_role("link", name="Correction: Bin collections").click()
    page.get_by_role("radio", name="Approve").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")
    visitor.go("/c/flitwick/posts/changes/")
    visitor.look("changes", "Posts to see to")
    page.get_by_role("table").get_by_role("link", name=re.compile("^Post and record")).click()
    page.get_by_role("link", name=re.compile("Record as posted")).click()
    visitor.look("record", "Post it, then record it")
    page.get_by_label("Address of the post").fill("https://www.facebook.com/somebody/posts/1")
    page.get_by_role("button", name="Save post record").click()
    expect(page.get_by_label("It is right, save it anyway")).to_be_visible()
    visitor.look("record-doubted", "Post it, then record it")
    page.get_by_label("Address of the post").fill(URL)
    page.get_by_role("button", name="Save post record").click()
    expect(page.locator(".app-message")).to_contain_text("recorded as posted")
    assert PostChange.objects.get().proof_note == "Posted as P-0002."

    visitor.go("/c/flitwick/posts/P-0001/")
    page.get_by_role("link", name="Take it down").click()
    visitor.look("take-down", "Take it down")
    expect(page.get_by_text("FTC-A-15")).to_be_visible()
    page.get_by_label("Why must it be taken down?").fill("People still share it.")
    page.get_by_role("button", name="Decide to take it down").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    visitor.look("take-down-refused", "Take it down")
    page.get_by_label("Where is the record copy?").fill("paper file, ref 12")
    page.get_by_role("button", name="Decide to take it down").click()
    visitor.look("to-be-taken-down", "Bin collections")
    page.get_by_role("link", name="Confirm it is done").click()
    page.get_by_label("How can it be seen that it is done?").fill("The address is empty.")
    visitor.look("confirm", "Take it down")
    page.get_by_role("button", name="Confirm it is done").click()
    expect(page.locator(".app-message")).to_contain_text("confirmed")
    visitor.look("taken-down", "Bin collections")
    visitor.go("/c/flitwick/posts/period/")
    visitor.look("period", "Posts from")
    down = PostChange.objects.get(kind="taken_down")
    assert down.record_copy == "paper file, ref 12"
    assert first_fault(flitwick.pk) is None


def test_words_are_copied_and_differences_told(visitor: Visitor, flitwick: Council) -> None:
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.become(CLERK)
    visitor.go("/c/flitwick/approvals/next/")
    page.get_by_role("radio", name="Approve").check()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")
    visitor.go("/c/flitwick/drafts/?status=approved")
    page.get_by_role("link", name="Market day road closure").click()
    page.get_by_role("link", name=re.compile("Record as posted")).click()
    page.get_by_role("button", name="Copy the words").click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Market Square is closed")
    page.get_by_label("Address of the post").fill(URL)
    page.get_by_label("No, they differ").check()
    page.get_by_label("The words as they were posted").fill(copied.replace("4pm", "5pm"))
    page.get_by_label("Why do they differ?").fill("The market rang: it ends at 5pm.")
    page.get_by_label("My own device").check()
    page.get_by_label("Who gave permission, and when?").fill("I did, today.")
    visitor.look("record-differs", "Post it, then record it")
    page.get_by_role("button", name="Save post record").click()
    expect(page.locator(".app-message")).to_contain_text("recorded as posted")
    visitor.go("/c/flitwick/posts/P-0002/")
    expect(page.locator("ins")).to_contain_text("5pm")
    visitor.look("post-differs", "Market day road closure")
