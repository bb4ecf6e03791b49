"""Road closures at Flitwick: approved once, then only the blanks are filled in."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.dates import today
from moderation.demo import COUNCILS, make
from moderation.drafts.models import Decision
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser
CLERK, OFFICER = "clerk@flitwick.example", "comms@flitwick.example"
WORDS = "{place} is closed to traffic on {date} from {time}. Find a way round: {link}"


@pytest.fixture
def flitwick(transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def fill_date(visitor: Visitor, group: str, days: int) -> None:
    day = today() + timedelta(days=days)
    box = visitor.page.get_by_role("group", name=group)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(label).fill(str(value))


def test_a_standing_approval_for_road_closures(visitor: Visitor, flitwick: None) -> None:
    page = visitor.page
    visitor.become(OFFICER)
    page.get_by_role("link", name="Standing approvals").click()
    visitor.look("standing-none", "Standing approvals")
    page.get_by_role("link", name="Ask for a standing approval").click()
    page.get_by_label("Title").fill("Road closures")
    page.get_by_role("checkbox", name="Facebook: Main page").check()
    page.get_by_label("The words, with blanks").fill(WORDS)
    page.get_by_label("What {place} may say").fill("Station Road\nHigh Street")
    page.get_by_label("Sites that {link} may lead to").fill("one.network")
    visitor.look("standing-new", "Ask for a standing approval")
    fill_date(visitor, "Until which day?", 180)
    page.get_by_role("button", name="Ask for approval").click()
    expect(page.locator(".app-message")).to_contain_text("SA-0001")
    visitor.look("standing-waiting", "Road closures")

    visitor.become(CLERK)
    page.get_by_role("link", name="1 standing approval to decide").click()
    page.get_by_role("link", name="SA-0001 Road closures").click()
    page.get_by_role("radio", name="Approve", exact=True).check()
    visitor.look("standing-decide", "Road closures")
    page.get_by_role("button", name="Save decision").click()
    expect(page.locator(".app-message")).to_contain_text("your decision is recorded")

    visitor.become(OFFICER)
    page.get_by_role("link", name="Standing approvals").click()
    visitor.look("standing-list", "Standing approvals")
    page.get_by_role("link", name="Use it").click()
    page.get_by_label("Place").select_option("Station Road")
    fill_date(visitor, "Date", 3)
    page.get_by_label("Time", exact=True).first.fill("<b>6am</b>")
    page.get_by_label("Link").fill("https://one.network/flitwick")
    page.get_by_role("button", name="Use it").click()
    visitor.look("standing-bad-blank", "Road closures")
    expect(page.get_by_role("alert")).to_contain_text("Enter a real time")
    page.get_by_label("Time", exact=True).first.fill("6am to 4pm")
    page.get_by_role("button", name="Use it").click()
    expect(page.locator(".app-message")).to_contain_text("is approved under SA-0001")
    visitor.look("standing-used", "Road closures: Station Road")
    made = Decision.objects.latest("pk")
    assert made.standing and made.standing.reference == "SA-0001"
    assert (made.decider.name, made.author.name) == ("Margaret Ellis", "Sana Malik")
