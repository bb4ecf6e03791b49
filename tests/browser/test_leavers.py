"""Somebody leaves: what ends, what is changed first, and what is proved on the platforms."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, FilePayload, Page, expect

from accounts.dates import today
from accounts.leavers.actions import end_rights, set_aside_task
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.demo import DEMO_PASSWORD
from accounts.people.models import Membership, Person
from accounts.register.actions import add_account
from councilsm.audit.verification import first_fault
from moderation.demo import COUNCILS, make
from moderation.demo.leavers import ben_at
from moderation.demo.locum import locum_at
from tests.browser.conftest import Visitor
from tests.councilsm.files.samples import picture

pytestmark = pytest.mark.browser

Task = DepartureTask.Kind


@pytest.fixture
def other(browser: Browser, live_server: Any) -> Iterator[Visitor]:
    """Somebody else at another browser, at the same time."""
    context = browser.new_context()
    yield Visitor(context.new_page(), live_server.url, None)
    context.close()


def made(slug: str) -> Any:
    council = make(next(demo for demo in COUNCILS if demo.slug == slug))
    council.refresh_from_db()
    return council


def clerk_of(council: Any) -> Person:
    return Person.objects.get(email=f"clerk@{council.slug}.example")


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def link(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def fill_day(page: Page, legend: str, day: date) -> None:
    boxes = page.get_by_role("group", name=legend)
    for part, value in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        boxes.get_by_label(part, exact=True).fill(str(value))


def plan(visitor: Visitor, ben: Membership) -> Departure:
    """The clerk records that Ben goes on Friday week, from his page."""
    page = visitor.page
    visitor.go(ben.get_absolute_url())
    link(page, "Record that Ben Carter leaves")
    visitor.look("leavers-new", "Record that somebody leaves")
    page.get_by_label("Resignation or retirement").check()
    fill_day(page, "Last day", today() + timedelta(days=8))
    page.get_by_label("At what time?").fill("5pm")
    button(page, "Record it")
    visitor.look("leavers-planned", "Ben Carter")
    departure = Departure.objects.get()
    kinds = set(departure.tasks.values_list("kind", flat=True))
    assert {Task.PASSWORD, Task.GROUP, Task.DEVICE, Task.RECOVERY, Task.TWO_FACTOR} <= kinds
    expect(page.get_by_text("Without Ben Carter nobody does these")).to_be_visible()
    expect(page.get_by_role("link", name="X: News: nobody else is confirmed")).to_be_visible()
    return departure


def its_moment_comes(departure: Departure) -> None:
    """A second ago; and a worker has run."""
    moment = timezone.now() - timedelta(seconds=1)
    Departure.objects.filter(pk=departure.pk).update(ends_at=moment)
    members = Membership.objects.filter(pk=departure.membership_id)
    members.update(closes_at=moment, ends_on=today())
    departure.tasks.update(due_on=today() - timedelta(days=1))
    end_rights(departure=Departure.objects.get(pk=departure.pk))


@pytest.mark.clause("FTC-6.2-l", "FTC-6.2-m", "FTC-6.2-n")
def test_ben_leaves_flitwick(visitor: Visitor, other: Visitor, transactional_db: None) -> None:
    council = made("flitwick")
    add_account(
        council=council,
        name="News",
        platform="x",
        handle="flitwicknews",
        url="https://x.com/flitwicknews",
        actor=clerk_of(council),
    )
    ben = ben_at(council, clerk_of(council))
    page = visitor.page
    visitor.become("clerk@flitwick.example")
    departure = plan(visitor, ben)
    # He is off the group in time, with a picture of its list.
    link(page, "They no longer know Login")
    visitor.look("leavers-shared", "They no longer know Login")
    expect(page.get_by_text("but by a new password")).to_be_visible()
    visitor.go(departure.get_absolute_url())
    link(page, "Take them off WhatsApp")
    page.get_by_label("How, and how do you know?").fill("The list no longer shows him")
    shot: FilePayload = {"name": "group.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("A picture of it").set_input_files(files=[shot])
    visitor.look("leavers-task", "Take them off WhatsApp")
    button(page, "Record that it is done")
    expect(page.get_by_role("link", name="group.jpg")).to_be_visible()
    # Meanwhile he reads what is planned for him; then his moment comes while he watches.
    other.become("ben@flitwick.example")
    other.go(departure.get_absolute_url())
    other.look("leavers-own", "Your leaving")
    other.go("/c/flitwick/drafts/")
    its_moment_comes(departure)
    other.page.get_by_role("link", name="Access", exact=False).first.click()
    expect(other.page.get_by_role("heading", level=1)).not_to_contain_text("Access to")
    other.go("/c/flitwick/home/")
    expect(other.page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    # The password is changed too late, which stays.
    visitor.go(departure.get_absolute_url())
    link(page, "Change the password of")
    page.get_by_label("How, and how do you know?").fill("Changed by the deputy")
    button(page, "Record that it is done")
    row = page.get_by_role("listitem").filter(has_text="Change the password of").first
    expect(row.get_by_text("Late", exact=True)).to_be_visible()
    for task in departure.tasks.filter(state=DepartureTask.State.OPEN):
        state = "accepted" if task.is_risk else "not_applicable"
        set_aside_task(task=task, state=state, note="Seen to", actor=clerk_of(council))
    visitor.go(departure.get_absolute_url())
    link(page, "Close this departure")
    visitor.look("leavers-attest", "Close this departure")
    button(page, "Attest and close")
    expect(page.get_by_text("Closed", exact=True)).to_be_visible()
    visitor.look("leavers-closed", "Ben Carter")
    assert first_fault(council.pk) is None


def test_a_dismissal_today(visitor: Visitor, other: Visitor, transactional_db: None) -> None:
    council = made("flitwick")
    page = visitor.page
    other.become("comms@flitwick.example")
    visitor.become("clerk@flitwick.example")
    visitor.go("/c/flitwick/leavers/")
    visitor.look("leavers-none", "Leavers")
    link(page, "Record that somebody leaves")
    page.get_by_label("Who leaves?").select_option(label="Sana Malik")
    page.get_by_label("Dismissal", exact=True).check()
    button(page, "Record it")
    visitor.look("leavers-confirm", "This ends every right of Sana Malik now")
    button(page, "End every right of Sana Malik now")
    expect(page.get_by_text("Every right of Sana Malik here has ended.")).to_be_visible()
    other.go("/c/flitwick/drafts/")
    expect(other.page.get_by_role("heading", level=1)).to_contain_text("Sign in")
    # It was somebody else: the same day everything is given back.
    link(page, "It was recorded by mistake")
    visitor.look("leavers-mistake", "It was recorded by mistake")
    page.get_by_label("What was wrong?").fill("It was to be Tom Barker")
    button(page, "Give everything back")
    expect(page.get_by_text("Cancelled", exact=True).first).to_be_visible()
    visitor.go("/c/flitwick/leavers/new/")
    page.get_by_label("Who leaves?").select_option(label="Tom Barker")
    page.get_by_label("Dismissal", exact=True).check()
    button(page, "Record it")
    button(page, "End every right of Tom Barker now")
    visitor.go("/c/flitwick/leavers/")
    visitor.look("leavers-list", "Leavers")
    visitor.go("/c/flitwick/leavers/tasks/")
    visitor.look("leavers-tasks", "Still to do")
    assert first_fault(council.pk) is None


def test_a_locum_leaves_one_of_two_councils(
    visitor: Visitor, other: Visitor, transactional_db: None
) -> None:
    for slug in ("ludlow", "little-wickham"):
        locum_at(made(slug))
    locum = Membership.objects.get(council__slug="ludlow", person__name="Ruth Adeyemi")
    page = other.page
    other.go("/sign-in/")
    page.get_by_label("Email").fill("locum@clerks.example")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    button(page, "Sign in")
    page.wait_for_url("**/councils/")
    other.go("/c/ludlow/drafts/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Drafts")
    visitor.become("clerk@ludlow.example")
    visitor.go(f"/c/ludlow/leavers/new/?membership={locum.pk}")
    visitor.page.get_by_label("End of a contract or agency booking").check()
    fill_day(visitor.page, "Last day", today())
    visitor.page.get_by_label("At what time?").fill("00:01")
    button(visitor.page, "Record it")
    button(visitor.page, "End every right of Ruth Adeyemi now")
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text("Ruth Adeyemi")
    other.go("/c/ludlow/drafts/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("can no longer use")
    other.go("/c/little-wickham/drafts/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Drafts")
