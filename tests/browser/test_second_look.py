"""A series of a sole officer’s, the month’s list for the council, and a look at a rejection."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from accounts.councils.models import Council
from accounts.dates import today
from moderation.checks.content import Content
from moderation.demo import COUNCILS, make
from moderation.drafts.actions import approve_draft, create_draft, reject_draft, submit_draft
from moderation.drafts.models import Draft
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def a_council(slug: str) -> Council:
    return make(next(demo for demo in COUNCILS if demo.slug == slug))


def submitted(council: Council, mailbox: str, text: str) -> Draft:
    author = council.memberships.get(person__email=f"{mailbox}@{council.slug}.example").person
    draft = create_draft(council=council, title="The hall", working_copy={}, actor=author)
    page = council.official_accounts.get()
    content = Content(kind="new_post", title="The hall", texts={page: text})
    submit_draft(draft=draft, content=content, version=1, actor=author)
    draft.refresh_from_db()
    return draft


def test_the_month_is_printed_and_noted(visitor: Visitor, transactional_db: None) -> None:
    last_month = timezone.now() - timedelta(days=today().day + 3)
    with time_machine.travel(last_month, tick=False):
        council = a_council("little-wickham")
        for text in ("The hall reopens on Monday.", "The bins are emptied a day late this week."):
            draft = submitted(council, "clerk", text)
            assert draft.current
            approve_draft(draft=draft, digest=draft.current.digest, actor=draft.author)
    page = visitor.page
    visitor.become("clerk@little-wickham.example")
    page.get_by_role("link", name="print them for the council").click()
    visitor.look("month", "Posts on own authority in")
    page.get_by_label("Minute reference").fill("26/311")
    box = page.get_by_role("group", name="When did the council note it?")
    for label, value in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        box.get_by_label(label).fill(str(value))
    page.get_by_role("button", name="Record the minute").click()
    expect(page.locator(".app-message")).to_contain_text("Its list is closed")
    visitor.look("month-noted", "Posts on own authority in")
    page.get_by_role("link", name="Posts on own authority").click()
    visitor.look("months", "Posts on own authority")
    expect(page.get_by_text("Noted", exact=True)).to_be_visible()


def test_a_series_of_market_reminders(visitor: Visitor, transactional_db: None) -> None:
    a_council("little-wickham")
    page = visitor.page
    visitor.become("clerk@little-wickham.example")
    visitor.go("/c/little-wickham/drafts/new/")
    page.get_by_label("Title").fill("Market today")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_label("The exact words").fill("The market is open in the square until 2pm.")
    page.get_by_role("button", name="Save and go on later").click()
    page.get_by_role("link", name="Make a series of this draft").click()
    days = [today() + timedelta(days=7 * week) for week in (1, 2, 3)]
    lines = "\n".join(f"{day.day} {day.month} {day.year} at 8am" for day in days)
    page.get_by_label("When should each of them go out?").fill(lines)
    visitor.look("series-new", "Make a series of this draft")
    page.get_by_role("button", name="Submit all for approval").click()
    expect(page.locator(".app-message")).to_contain_text("3 drafts submitted")
    visitor.look("series", "Market today")


def test_a_rejection_is_looked_at_again(visitor: Visitor, transactional_db: None) -> None:
    council = a_council("flitwick")
    clerk = council.memberships.get(person__email="clerk@flitwick.example").person
    draft = submitted(council, "events", "The hall is free on Saturdays in May.")
    assert draft.current
    reject_draft(
        draft=draft, digest=draft.current.digest, reason=None, note="It is booked.", actor=clerk
    )
    page = visitor.page
    visitor.become("events@flitwick.example")
    visitor.go(f"/c/flitwick/drafts/{draft.reference}/")
    page.get_by_role("link", name="Ask for another look").click()
    visitor.look("review-ask", "Ask for another look")
    page.get_by_label("Why should it be looked at again?").fill("The booking was cancelled today.")
    page.get_by_role("button", name="Ask for another look").click()
    expect(page.locator(".app-message")).to_contain_text("you asked for another look")
    visitor.become("deputy@flitwick.example")
    page.get_by_role("link", name="1 rejection to look at again").click()
    visitor.look("second-looks", "Second looks")
    page.get_by_role("link", name=draft.reference).click()
    page.get_by_role("radio", name="Give it back").check()
    page.get_by_label("Why?").fill("The diary agrees.")
    visitor.look("review-answer", "Look again at a rejection")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".app-message")).to_contain_text("your answer is with Beth Howe")
    visitor.look("review-given-back", "The hall")
