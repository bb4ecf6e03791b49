"""August with nobody in: seen in July, closed in part, and filled by somebody who comes back."""

from datetime import date, datetime

import pytest
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.people.actions.absences import record_absence
from moderation.demo import COUNCILS
from moderation.demo.making import make_with_examples
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

#: A Monday. Its August has the Summer bank holiday on Monday 30, and ends on a Tuesday.
JULY = datetime(2027, 7, 12, 12, tzinfo=LONDON)
FIRST, LAST = date(2027, 8, 1), date(2027, 8, 31)


@pytest.fixture
def flitwick(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Council:
    """In July everybody but the clerk has said that they are away in August."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: JULY)
    council = make_with_examples(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    staying = council.memberships.filter(ends_on__isnull=True).select_related("person")
    for member in staying.exclude(person__email="clerk@flitwick.example"):
        record_absence(membership=member, starts_on=FIRST, ends_on=LAST, actor=member.person)
    return council


def fill_day(page: Page, group: str, day: date) -> None:
    box = page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(label).fill(str(value))


def test_august_with_nobody_in(visitor: Visitor, flitwick: Council) -> None:
    page = visitor.page
    visitor.become("clerk@flitwick.example")
    page.get_by_role("link", name="Accounts and people").click()
    page.get_by_role("link", name="Cover", exact=True).click()
    visitor.look("cover-none", "Cover")
    expect(page.get_by_text("Somebody is there on every working day until")).to_be_visible()

    page.get_by_role("link", name="Who is away").click()
    page.get_by_role("link", name="Record an absence").click()
    fill_day(page, "First day", FIRST)
    fill_day(page, "Last day", LAST)
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="See on which days nobody is there").click()
    page.get_by_role("link", name="3 months").click()
    visitor.look("cover-august", "Cover")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(2)  # its heading and one line for the whole month
    expect(rows.nth(1)).to_contain_text("Monday 2 August to Tuesday 31 August 2027")
    expect(rows.nth(1)).to_contain_text("Nobody who approves new posts")

    # The office closes for the first two weeks.
    page.get_by_role("link", name="Closures of the office").click()
    visitor.look("closures", "Closures of the office")
    page.get_by_role("link", name="Add a closure").click()
    page.get_by_label("What is it called?").fill("Summer closure")
    fill_day(page, "First day", FIRST)
    fill_day(page, "Last day", date(2027, 8, 14))
    visitor.look("closure", "Add a closure")
    page.get_by_role("button", name="Add the closure").click()
    expect(page.locator(".app-message")).to_contain_text("Summer closure is added")
    visitor.go("/c/flitwick/cover/?weeks=13")
    expect(rows.nth(1)).to_contain_text("Monday 16 August to Tuesday 31 August 2027")
    expect(page.get_by_text("Monday 2 August to Friday 13 August 2027")).to_be_visible()

    # The deputy comes back for Thursdays.
    visitor.become("deputy@flitwick.example")
    visitor.go("/c/flitwick/cover/")
    page.get_by_role("link", name="Your hours").click()
    expect(page.get_by_text("None are recorded")).to_be_visible()
    for day in ("Monday", "Tuesday", "Wednesday", "Friday"):
        box = page.get_by_role("group", name=day)
        box.get_by_label("From").fill("")
        box.get_by_label("To").fill("")
    page.get_by_role("group", name="Thursday").get_by_label("To").fill("half past")
    page.get_by_role("button", name="Record the hours").click()
    expect(page.get_by_role("alert")).to_contain_text("Thursday: enter a real time")
    page.get_by_role("group", name="Thursday").get_by_label("To").fill("4:30pm")
    visitor.look("hours", "Hours of Tom Barker")
    page.get_by_role("button", name="Record the hours").click()
    expect(page.get_by_text("Thursday: 9am to 4:30pm")).to_be_visible()
    visitor.go("/c/flitwick/absences/")
    page.get_by_role("link", name="Change the absence of Tom Barker").click()
    page.get_by_role("button", name="Call it off").click()
    visitor.go("/c/flitwick/cover/?weeks=13")
    visitor.look("cover-thursdays", "Cover")
    expect(rows.filter(has_text="Thursday")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="3 months")).to_be_hidden()
    expect(rows.nth(1)).to_be_visible()
