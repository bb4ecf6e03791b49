"""An urgent change to the team that the clerk looks at, and permission for a personal device."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, expect

from accounts.dates import today
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


@pytest.fixture
def flitwick(visitor: Visitor, transactional_db: None) -> Visitor:
    make(next(demo for demo in COUNCILS if demo.slug == "flitwick"))
    return visitor


def fill_date(box: Locator, day: date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        box.get_by_label(label).fill(str(value))


def test_an_urgent_change_of_the_deputys_is_reviewed_by_the_clerk(flitwick: Visitor) -> None:
    visitor, page = flitwick, flitwick.page
    visitor.become("deputy@flitwick.example")
    visitor.go("/c/flitwick/team/")
    visitor.look("team", "Social Media Administration Team (SMAT)")
    page.get_by_role("link", name="Add somebody").click()
    visitor.look("team-join", "Add somebody to the Social Media")
    newcomer = page.get_by_label("Who?").locator("option").nth(1).inner_text()
    page.get_by_label("Who?").select_option(label=newcomer)
    page.get_by_label("Why does their job need it?").fill("They run the events page.")
    page.get_by_role("button", name="Add to the team").click()
    expect(page.get_by_role("alert")).to_contain_text("Only the Town Clerk decides")
    visitor.look("team-join-refused", "Add somebody to the Social Media")
    page.get_by_label("Why can it not wait?").fill("The flood warnings have nobody tonight.")
    page.get_by_label("Why is the Town Clerk unavailable?").fill("In hospital until Monday.")
    page.get_by_role("button", name="Add to the team").click()
    expect(page.locator(".app-message")).to_contain_text("It now awaits review")
    visitor.look("team-awaiting", "Social Media Administration Team (SMAT)")

    visitor.become("clerk@flitwick.example")
    page.get_by_role("link", name="1 change to the Social Media").click()
    page.get_by_role("link", name="Look at it").click()
    visitor.look("team-review", f"{newcomer}: joined the team")
    expect(page.get_by_text("In hospital until Monday.")).to_be_visible()
    page.get_by_label("Confirm it").check()
    page.get_by_role("button", name="Save your decision").click()
    expect(page.locator(".app-message")).to_contain_text("The change is confirmed")
    page.get_by_role("link", name="All changes to the team").click()
    visitor.look("team-changes", "Changes to the Social Media")
    expect(page.get_by_text("Confirmed", exact=True).first).to_be_visible()


def test_a_personal_device_is_permitted_and_its_terms_accepted(flitwick: Visitor) -> None:
    visitor, page = flitwick, flitwick.page
    visitor.become("comms@flitwick.example")
    visitor.go("/c/flitwick/devices/")
    visitor.look("devices-none", "Devices")
    page.get_by_role("link", name="Add your own device").click()
    page.get_by_label("What do you call it?").fill("Sana’s phone")
    page.get_by_label("Telephone").check()
    visitor.look("device-add", "Add your own device")
    page.get_by_role("button", name="Add the device").click()
    visitor.look("device-unpermitted", "Sana’s phone")

    visitor.become("clerk@flitwick.example")
    page.get_by_role("link", name="1 personal device to permit or take out").click()
    visitor.look("devices", "Devices")
    page.get_by_role("link", name="Sana’s phone").click()
    page.get_by_role("link", name="Permit it").click()
    fill_date(page.get_by_role("group", name="Last day"), today() + timedelta(days=180))
    visitor.look("device-permit", "Permit Sana’s phone")
    page.get_by_role("button", name="Permit the device").click()
    expect(page.get_by_text("Terms not accepted")).to_be_visible()

    visitor.become("comms@flitwick.example")
    page.get_by_role("link", name="Accept the terms for Sana’s phone").click()
    expect(page.get_by_label("PIN or password of at least 6 characters")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    visitor.look("device-accept", "Accept the terms for Sana’s phone")
    page.get_by_role("button", name="Accept the terms").click()
    expect(page.get_by_text("Permitted", exact=True)).to_be_visible()
    visitor.look("device-permitted", "Sana’s phone")
    page.get_by_role("link", name="It is lost or stolen").click()
    visitor.look("device-lose", "Sana’s phone is lost or stolen")


def test_the_undertaking_and_the_training_of_the_team(flitwick: Visitor) -> None:
    visitor, page = flitwick, flitwick.page
    visitor.become("clerk@flitwick.example")
    visitor.go("/c/flitwick/team/")
    page.get_by_role("link", name="Write its words").click()
    visitor.look("undertaking-words", "Words of the undertaking")
    page.get_by_role("button", name="Save the words").click()
    expect(page.locator(".app-message")).to_contain_text("has its words")
    visitor.look("team-owing", "Social Media Administration Team (SMAT)")
    page.get_by_role("link", name="Read it and give it").click()
    page.get_by_label("I undertake this").check()
    visitor.look("undertaking", "The undertaking of the team")
    page.get_by_role("button", name="Give the undertaking").click()
    expect(page.locator(".app-message")).to_contain_text("Your undertaking is recorded")

    visitor.go("/c/flitwick/training/")
    page.get_by_role("link", name="Add a course").click()
    page.get_by_label("Name of the course").fill("Using social media")
    page.get_by_label("How many months does it count?").fill("24")
    page.get_by_label("Everybody on the Social Media").check()
    visitor.look("course-add", "Add a course")
    page.get_by_role("button", name="Add the course").click()
    visitor.look("training", "Training")
    page.get_by_role("link", name="Record Using social media for Sana Malik").click()
    fill_date(page.get_by_role("group", name="When was it done?"), today() - timedelta(days=9))
    page.get_by_label("Where is the certificate kept?").fill("Personnel file 7")
    visitor.look("training-record", "Record training")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("Done", exact=True).last).to_be_visible()
    page.get_by_role("link", name="Using social media", exact=True).click()
    visitor.look("course", "Using social media")
