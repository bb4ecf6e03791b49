"""The cracked swing: reported in a comment on a Saturday, and dealt with as notice served."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from accounts.dates import LONDON, today
from moderation.demo import COUNCILS, make
from moderation.demo.enquiries import topics_and_answers
from moderation.enquiries.models import Enquiry
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

SWING = "The big swing at Millennium Park is cracked right through."


def last_saturday() -> datetime:
    """Half past two on the Saturday before today."""
    day = today() - timedelta(days=(today().weekday() - 5) % 7 or 7)
    return datetime(day.year, day.month, day.day, 14, 30, tzinfo=LONDON)


def fill_moment(page: Page, group: str, moment: datetime) -> None:
    box = page.get_by_role("group", name=group)
    for label, value in (
        ("Day", str(moment.day)),
        ("Month", str(moment.month)),
        ("Year", str(moment.year)),
        ("Time", "2:30pm"),
    ):
        box.get_by_label(label).fill(value)


@pytest.mark.clause("FTC-A-17")
def test_the_cracked_swing_is_notice_served(visitor: Visitor, transactional_db: None) -> None:
    council = make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    clerk = council.memberships.get(person__email="clerk@flitwick.example").person
    topics_and_answers(council, clerk)
    page = visitor.page
    visitor.become("comms@flitwick.example")
    visitor.go("/c/flitwick/enquiries/")
    visitor.look("enquiries-none", "Enquiries")
    page.get_by_role("link", name="Raise an enquiry").click()
    visitor.look("enquiry-new", "Raise an enquiry")
    page.get_by_label("Report of a problem").check()
    page.get_by_label("Topic (optional)").select_option("Play areas")
    page.get_by_label("What is it about?").fill("Cracked swing at Millennium Park")
    page.get_by_role("group", name="Where was it?").get_by_role("radio").first.check()
    page.get_by_label("Who posted it (optional)").fill("@kerry.lowe")
    page.get_by_label("What it says (optional)").fill(SWING)
    fill_moment(page, "When was it posted? (optional)", last_saturday())
    page.get_by_role("button", name="Raise the enquiry").click()
    visitor.look("enquiry", "Cracked swing at Millennium Park")
    expect(page.get_by_text("Notice served", exact=True)).to_be_visible()
    expect(page.get_by_text(SWING)).to_be_visible()
    rows = page.locator(".govuk-summary-list__row")
    expect(rows.filter(has_text="Owner")).to_contain_text("Town Clerk")
    expect(rows.filter(has_text="Clock runs from")).to_contain_text("Saturday")
    expect(rows.filter(has_text="Due")).to_contain_text("3 working days after Saturday")

    page.get_by_role("link", name="Acknowledge it").click()
    visitor.look("enquiry-acknowledge", "Acknowledge it")
    page.get_by_label("How and where? (optional)").fill("Under the comment")
    page.get_by_role("button", name="Record that it was acknowledged").click()
    expect(page.get_by_text("Acknowledged", exact=True)).to_have_count(2)
    page.get_by_role("link", name="Pass it on").click()
    page.get_by_label("To whom?").fill("Grounds team")
    page.get_by_role("button", name="Record that it was passed on").click()
    expect(page.get_by_text("Passed on: Grounds team")).to_be_visible()

    page.get_by_role("link", name="Reply", exact=True).click()
    visitor.look("enquiry-reply", "Reply")
    page.get_by_label("Words of the reply").fill("The swing is closed until it is mended.")
    page.get_by_label("It is not controversial").check()
    page.get_by_role("button", name="Log the reply").click()
    page.get_by_role("link", name="Record outcome").click()
    visitor.look("enquiry-close", "Record outcome")
    page.get_by_label("Dealt with").check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what was done")
    page.get_by_label("The action taken").fill("New seat fitted on Monday morning.")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("New seat fitted on Monday morning.")).to_be_visible()
    visitor.look("enquiry-closed", "Cracked swing at Millennium Park")
    assert Enquiry.objects.get().outcome == "acted"

    visitor.go("/c/flitwick/enquiries/?show=all")
    visitor.look("enquiries", "Enquiries")
    visitor.go("/c/flitwick/enquiries/replies/")
    page.get_by_label("Look for").fill("hall")
    page.locator("main").get_by_role("button", name="Find").click()
    visitor.look("standard-replies", "Standard replies")
    expect(page.get_by_role("link", name="How to book a hall")).to_be_visible()
    expect(page.get_by_role("link", name="No private contact")).to_have_count(0)
    page.get_by_role("link", name="How to book a hall").click()
    visitor.look("standard-reply", "How to book a hall")
    visitor.go("/c/flitwick/enquiries/looking/")
    visitor.look("looking", "Who looks where")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="I have looked").click()
    expect(page.get_by_text("Looked at 1 account.")).to_be_visible()
    visitor.go("/c/flitwick/enquiries/topics/")
    visitor.look("topics", "Topics of enquiries")
