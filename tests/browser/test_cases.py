"""A threat at ten past two in the morning: opened, read by few, with the police, closed."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from accounts.dates import LONDON
from councilsm.inbox.models import OutboxMessage
from moderation.cases.models import Case
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor
from tests.councilsm.files.samples import drawn, encoded

pytestmark = pytest.mark.browser
CLERK, COMMS = "clerk@flitwick.example", "comms@flitwick.example"
EVENTS = "events@flitwick.example"
THREAT = "I know which bus you take home"


@pytest.fixture
def flitwick(transactional_db: None) -> Council:
    return make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))


def fill_moment(page: Page, name: str, clock: str) -> None:
    """Yesterday at this time."""
    day = timezone.now().astimezone(LONDON).date() - timedelta(days=1)
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name={name}_{part}]").fill(str(value))
    page.locator(f"[name={name}_time]").fill(clock)


@pytest.mark.clause("LTC-4.2.3-b", "FTC-6.5-m")
def test_threat_at_ten_past_two(visitor: Visitor, flitwick: Council) -> None:
    page = visitor.page
    visitor.become(EVENTS)
    visitor.go("/c/flitwick/cases/new/")
    page.get_by_label("Threats or abuse").check()
    mine = flitwick.memberships.get(person__email=EVENTS)
    page.get_by_label("Somebody else of the council").check()
    page.get_by_label("Who was it?").select_option(str(mine.pk))
    page.get_by_label("What happened?").fill("He wrote to me at night.")
    page.get_by_label("Happened earlier").check()
    fill_moment(page, "seen_at", "2:10am")
    fill_moment(page, "reported_at", "2:16am")
    page.get_by_label("The words, exactly as they were posted").fill(THREAT)
    page.get_by_label("Evidence").set_input_files(
        {"name": "threat.png", "mimeType": "image/png", "buffer": encoded(drawn(colour="red"))}
    )
    visitor.look("cases-new", "Open a restricted case")
    page.get_by_role("button", name="Open the case").click()
    visitor.look("cases-own", "What happened to you")
    expect(page.locator("main")).not_to_contain_text(THREAT)

    mail = OutboxMessage.objects.get(subject__contains="estricted")
    assert mail.recipient == CLERK
    assert THREAT not in mail.body
    case = Case.objects.get()
    address = f"/c/flitwick/cases/{case.reference}/"

    visitor.become(COMMS)
    answer = page.goto(visitor.address + address)
    assert answer is not None
    assert answer.status == 404
    item = case.items.get().item
    log = page.goto(f"{visitor.address}/c/flitwick/moderation/{item.reference}/")
    assert log is not None
    assert log.status == 404

    visitor.become(CLERK)
    page.get_by_role("link", name="1 restricted case is open").click()
    visitor.look("cases-list", "Restricted cases")
    page.get_by_role("link", name=case.reference).click()
    expect(page.locator("main")).to_contain_text("6 minutes after it was seen")
    expect(page.locator("main")).to_contain_text(THREAT)
    visitor.look("cases-detail", "Threats or abuse")

    page.get_by_role("link", name="Record a referral").click()
    page.get_by_label("Police").check()
    page.get_by_label("Which one?").fill("Bedfordshire Police")
    page.get_by_label("Their reference").fill("40/12345/26")
    visitor.look("cases-refer", "Record a referral")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("table")).to_contain_text("40/12345/26")

    page.get_by_role("link", name="Log what was done on the platform").click()
    visitor.look("cases-act", f"Log what was done: {item.reference}")
    page.get_by_label("Reported to the platform").check()
    page.get_by_label("They gave no reference").check()
    page.get_by_role("button", name="Log it").click()
    expect(page.get_by_role("table")).to_contain_text("The platform")

    page.get_by_role("link", name="Close the case").click()
    visitor.look("cases-close", "Close the case")
    page.get_by_label("What came of it?").fill("He is known.")
    page.get_by_role("button", name="Close the case").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what advice was given")
    page.get_by_label("What advice was given?").fill("Do not answer him. Ring me at any hour.")
    page.get_by_role("button", name="Close the case").click()
    visitor.look("cases-closed", "Threats or abuse")

    visitor.become(EVENTS)
    visitor.go(address)
    expect(page.locator("main")).to_contain_text("Ring me at any hour.")
    expect(page.locator("main")).not_to_contain_text("He is known.")
    visitor.look("cases-own-advised", "What happened to you")
