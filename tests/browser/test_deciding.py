"""The decide page under a mouse, a keyboard, and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from councilsm.files.intake import take_in
from moderation.checks.content import Content, Particulars, PictureContent
from moderation.demo import COUNCILS, make
from moderation.drafts.actions import create_draft, request_changes, submit_draft
from moderation.drafts.models import Decision, Draft
from moderation.ideas.models import Idea
from tests.browser.conftest import Visitor
from tests.councilsm.files.samples import drawn, encoded, upload

pytestmark = pytest.mark.browser
CLERK = "clerk@flitwick.example"
QUEUE = "/c/flitwick/approvals/"


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    return make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def submitted(
    council: Council, title: str, text: str, draft: Draft | None = None, pictures: int = 2
) -> Draft:
    """The events officer's draft with pictures, in the queue."""
    author = Person.objects.get(email="events@flitwick.example")
    account = OfficialAccount.objects.filter(council=council).first()
    assert account
    if draft is None:
        draft = create_draft(council=council, title=title, working_copy={}, actor=author)
    shown = tuple(
        PictureContent(
            file=take_in(upload(encoded(drawn(colour=colour))), council=council, actor=author),
            alt=f"A {colour} tent on the green.",
            rights="permission",
            rights_detail="Jo Hart, email of 3 May",
            people="nobody",
        )
        for colour in ("red", "blue")[:pictures]
    )
    content = Content(
        kind="new_post",
        title=title,
        texts={account: text},
        pictures=shown,
        particulars=Particulars(urgent="It starts tomorrow."),
    )
    submit_draft(draft=draft, content=content, version=draft.version, actor=author)
    draft.refresh_from_db()
    return draft


def bottom(page: Page, selector: str) -> float:
    box = page.locator(selector).last.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_two_clicks_from_the_queue_approve(visitor: Visitor, flitwick: Council) -> None:
    draft = submitted(flitwick, "Fair on the green", "The fair is on Saturday from noon.")
    visitor.become(CLERK)
    visitor.go(QUEUE)
    visitor.look("deciding-queue", "Approvals")
    page = visitor.page
    page.get_by_role("link", name="Fair on the green").click()  # the first
    visitor.look("deciding-pictures", "Fair on the green")
    page.set_viewport_size({"width": 1366, "height": 768})
    assert bottom(page, "#images") <= 768, "two pictures need scrolling"
    assert bottom(page, "[data-decide-button]") <= 768, "deciding needs scrolling"
    page.get_by_role("button", name="Approve").click()  # the second
    expect(page.locator(".app-message")).to_contain_text(f"{draft.reference} approved.")
    assert Decision.objects.latest("pk").draft == draft


def test_after_a_decision_the_next_heading_has_the_focus(
    visitor: Visitor, flitwick: Council
) -> None:
    for title in ("First", "Second"):
        submitted(flitwick, title, f"{title}: the fair is on Saturday from noon.")
    visitor.become(CLERK)
    page = visitor.page
    visitor.go(f"{QUEUE}next/")
    expect(page.locator("body")).to_be_focused()  # nothing was decided yet
    for _ in range(Draft.objects.filter(council=flitwick, status="waiting").count()):
        before = page.locator("h1").inner_text()
        page.get_by_label("Approve", exact=True).check()
        page.get_by_role("button", name="Approve").click()
        expect(page.locator(".app-message")).to_contain_text("approved")
        expect(page.locator("h1")).not_to_have_text(before)
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_be_focused()
        expect(heading).to_have_accessible_description(re.compile("approved"))
    visitor.look("deciding-done", "Approvals")


def test_an_idea_leaves_the_checks_and_the_picture_in_sight(
    visitor: Visitor, flitwick: Council
) -> None:
    draft = submitted(flitwick, "Bluebells", "The bluebells in Hall Wood are out.", pictures=1)
    idea = Idea.objects.create(
        council=flitwick,
        number=1,
        name="Sam Reed",
        draft=draft,
        status="drafted",
        wanted_on=today() + timedelta(days=9),
        decided_by=draft.author,
        decided_at=timezone.now(),
    )
    visitor.become(CLERK)
    visitor.go(f"/c/flitwick/drafts/{draft.reference}/decide/")
    page = visitor.page
    visitor.look("deciding-idea", "Bluebells")
    assert bottom(page, "#images") <= 768, "the picture needs scrolling"
    assert bottom(page, "[data-decide-button]") <= 768, "deciding needs scrolling"
    page.get_by_text("From an idea by").click()
    expect(page.get_by_text(idea.reference)).to_be_visible()


def test_what_changed_is_seen_and_can_be_withdrawn_again(
    visitor: Visitor, flitwick: Council
) -> None:
    draft = submitted(flitwick, "Fair", "The fair is on Saturday from noon.")
    clerk = Person.objects.get(email=CLERK)
    assert draft.current
    request_changes(
        draft=draft, digest=draft.current.digest, reason=None, note="From when?", actor=clerk
    )
    draft.refresh_from_db()
    submitted(flitwick, "Fair", "The fair is on Saturday from 2pm.", draft)
    visitor.become(CLERK)
    visitor.go(f"/c/flitwick/drafts/{draft.reference}/decide/")
    page = visitor.page
    visitor.look("deciding-changed", "Fair")
    expect(page.locator("#differences del")).to_contain_text("noon.")
    expect(page.locator("#differences ins")).to_contain_text("2pm.")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved")
    visitor.go(f"/c/flitwick/drafts/{draft.reference}/")
    page.get_by_role("link", name="Compare its versions").click()
    visitor.look("deciding-compare", "From version 1 to version 2")
    page.get_by_role("link", name="Back to draft").click()
    page.get_by_role("link", name="Withdraw the approval").click()
    visitor.look("deciding-withdraw", "Withdraw the approval")
    page.get_by_label("Why do you withdraw the approval?").fill("It rains.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".app-message")).to_contain_text("withdrawn")
    visitor.look("deciding-withdrawn", "Fair")
    visitor.go(f"{QUEUE}decided/")
    visitor.look("deciding-decided", "Approvals")


def test_one_click_sends_a_note_back(visitor: Visitor, flitwick: Council) -> None:
    """A button whose words changed between press and release would swallow the click."""
    visitor.become(CLERK)
    visitor.go("/c/flitwick/approvals/next/")
    page = visitor.page
    page.get_by_role("radio", name="Request changes").check()
    visitor.look("flitwick-changes", "Market day")
    page.get_by_label("What the author should change").fill("Say which Friday.")
    page.get_by_role("button", name="Request changes").click()
    expect(page.locator(".app-message")).to_contain_text("sent back for changes")


def test_by_keyboard_alone(visitor: Visitor, flitwick: Council) -> None:
    visitor.become(CLERK)
    visitor.go(QUEUE)
    page = visitor.page
    page.get_by_role("link", name="Market day road closure").focus()
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Approve").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".app-message")).to_contain_text("approved")


def test_control_and_enter_decide_anywhere_but_on_a_link(
    visitor: Visitor, flitwick: Council
) -> None:
    draft = submitted(flitwick, "Fair", "The fair is on Saturday from noon.")
    visitor.become(CLERK)
    visitor.go(f"/c/flitwick/drafts/{draft.reference}/decide/")
    page = visitor.page
    page.get_by_role("link", name="All of its history").focus()
    page.keyboard.press("Control+Enter")  # opens the link beside this page
    page.wait_for_timeout(300)
    assert not Decision.objects.filter(draft=draft).exists()
    page.bring_to_front()
    page.locator("#words-1").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".app-message")).to_contain_text(f"{draft.reference} approved.")
    page.locator(".app-message").get_by_role("link", name=draft.reference).click()
    page.wait_for_url(f"**/drafts/{draft.reference}/")


def test_after_a_decision_the_next_form_needs_no_scrolling(
    visitor: Visitor, flitwick: Council
) -> None:
    for title in ("Fair", "Market"):
        submitted(flitwick, title, "It is on Saturday from noon.")
    visitor.become(CLERK)
    visitor.go("/c/flitwick/approvals/next/")
    page = visitor.page
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".app-message")).to_contain_text("approved.")
    page.set_viewport_size({"width": 1366, "height": 768})
    assert bottom(page, "[data-decide-button]") <= 768, "deciding needs scrolling"
    visitor.look("deciding-next", "")


def test_single_keys_are_off_until_they_are_turned_on(visitor: Visitor, flitwick: Council) -> None:
    first = submitted(flitwick, "Fair", "The fair is on Saturday from noon.")
    visitor.become(CLERK)
    decide = f"/c/flitwick/drafts/{first.reference}/decide/"
    visitor.go(decide)
    page = visitor.page
    reject = page.get_by_role("radio", name="Reject")
    page.keyboard.press("r")
    expect(reject).not_to_be_checked()

    page.get_by_text("Keyboard shortcuts").click()
    page.get_by_role("button", name="Turn on single keys").click()
    visitor.look("deciding-keys", "Fair")
    page.keyboard.press("r")
    expect(reject).to_be_checked()
    expect(reject).to_be_focused()
    page.keyboard.press("c")
    expect(page.get_by_role("radio", name="Request changes")).to_be_checked()
    note = page.get_by_label("What the author should change")
    note.focus()
    page.keyboard.type("a car and a ring")  # what is typed is typed
    expect(note).to_have_value("a car and a ring")
    expect(page.get_by_role("radio", name="Request changes")).to_be_checked()

    visitor.go(decide)  # remembered
    page.keyboard.press("d")
    expect(page.locator("#differences")).to_be_focused()
    page.keyboard.press("i")
    expect(page.locator("#images")).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("[data-shortcuts]")).to_have_attribute("open", "")
    page.keyboard.press("n")
    page.wait_for_url(lambda url: first.reference not in url)
    page.keyboard.press("n")
    page.wait_for_url(f"**{decide}")
    assert not Decision.objects.filter(draft=first).exists()  # no key saved anything
    page.keyboard.press("a")
    expect(page.get_by_role("radio", name="Approve")).to_be_focused()
    page.keyboard.press("d")  # the focus need not be in the form
    expect(page.locator("#differences")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".app-message")).to_contain_text(f"{first.reference} approved.")

    page.get_by_text("Keyboard shortcuts").click()
    page.get_by_role("button", name="Turn off single keys").click()
    page.keyboard.press("r")
    expect(page.get_by_role("radio", name="Reject")).not_to_be_checked()


def test_without_scripts(plain: Visitor, flitwick: Council) -> None:
    plain.become(CLERK)
    plain.go("/c/flitwick/approvals/next/")
    page = plain.page
    page.get_by_role("radio", name="Reject").check()
    page.get_by_label("Reason", exact=True).select_option("misleading")
    page.get_by_label("Why it is rejected").fill("It is on Saturday.")
    page.get_by_role("button", name="Save decision").click()
    expect(page.get_by_text("rejected.")).to_be_visible()
    assert Decision.objects.latest("pk").outcome == "rejected"
