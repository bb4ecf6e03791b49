"""Who can get into which account: taken stock of, given for a carnival, over by date, removed."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.grants.models import AccessGrant
from accounts.people.actions import add_member, appoint
from accounts.people.demo import DEMO_PASSWORD
from accounts.people.models import Person
from councilsm.audit.verification import first_fault
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

SEVEN = (
    "Margaret Ellis",
    "Tom B",
    "Sana M",
    "Flitwick Events",
    "Old Clerk",
    "Web Designer Ltd",
    "J Smith",
)


def made(slug: str) -> Council:
    council = make(next(demo for demo in COUNCILS if demo.slug == slug))
    council.refresh_from_db()
    return council


def fill_day(page: Page, legend: str, day: date) -> None:
    boxes = page.get_by_role("group", name=legend)
    for part, value in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        boxes.get_by_label(part, exact=True).fill(str(value))


def sign_in(visitor: Visitor, mailbox: str) -> None:
    visitor.become(f"{mailbox}.example")


def button(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def link(page: Page, name: str) -> None:
    """Follows a link of the page itself: the header has one's own name too."""
    page.locator("main").get_by_role("link", name=name).first.click()


def write_down(page: Page, name: str, *, last: bool) -> None:
    page.get_by_label("Name, as the platform shows it").fill(name)
    page.get_by_label("Full control").check()
    page.get_by_label("Where did you see it?").fill("Page access, looked at together")
    button(page, "Save, that is all" if last else "Save and write down the next")


def test_seven_found_administrators_are_sorted_out(
    visitor: Visitor, transactional_db: None
) -> None:
    council = made("flitwick")
    page = visitor.page
    sign_in(visitor, "clerk@flitwick")
    visitor.go("/c/flitwick/access/stock/")
    visitor.look("stock-empty", "Taking stock")
    page.get_by_role("link", name="who has access to Facebook: Main page").click()
    visitor.look("stock-found", "Who has access there?")
    for name in SEVEN:
        write_down(page, name, last=name == SEVEN[-1])
    expect(page.get_by_text("7 to confirm or end")).to_be_visible()
    visitor.look("stock-seven", "Taking stock")
    # The clerk's own stands on the office.
    link(page, "Margaret Ellis")
    link(page, "It is held by an office")
    page.get_by_label("Who holds the office?").select_option(label="Margaret Ellis")
    page.get_by_label("Which office?").select_option(label="Town Clerk")
    visitor.look("by-office", "Access that an office carries by itself")
    button(page, "Record it")
    expect(page.get_by_role("heading", name="On what it stands")).to_be_visible()
    expect(page.get_by_text("FTC-6.2-a").first).to_be_visible()
    for shown, person in (("Tom B", "Tom Barker"), ("Sana M", "Sana Malik")):
        visitor.go("/c/flitwick/access/stock/")
        link(page, shown)
        link(page, "Say who it is")
        page.get_by_label("Who is it?").select_option(label=person)
        button(page, "Save")
        link(page, "Confirm it")
        page.get_by_label("Why does their job need it?").fill("Posts for the council")
        visitor.look("keep", f"Confirm that {person} keeps it")
        button(page, "Confirm it")
        expect(page.get_by_text("In force", exact=True)).to_be_visible()
    for shown in SEVEN[3:]:
        visitor.go("/c/flitwick/access/stock/")
        link(page, shown)
        link(page, "End it")
        page.get_by_label("Why?").fill("Belongs to nobody here")
        button(page, "End it")
    visitor.go("/c/flitwick/access/?show=to_remove")
    visitor.look("to-remove", "Access to official accounts")
    assert council.access_grants.filter(status="granted").count() == 3
    assert page.get_by_role("row").filter(has_text="To remove").count() == 4
    visitor.go("/c/flitwick/access/whole/")
    visitor.look("matrix", "Everybody against every account")
    assert first_fault(council.pk) is None


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Makes it midday of another day everywhere, and runs nothing in between."""

    def travel(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)

    return travel


def ask_for_the_carnival(visitor: Visitor, first: date, last: date) -> None:
    page = visitor.page
    visitor.go("/c/leighton-linslade/access/ask/")
    visitor.look("ask", "What do you need access to?")
    link(page, "Facebook: Main page")
    page.get_by_label("Why does the job need it?").fill("Posts from the carnival")
    fill_day(page, "First day", first)
    fill_day(page, "Last day", last)
    visitor.look("ask-for", "Ask for access")
    button(page, "Ask for access")
    expect(page.get_by_text("Asked for", exact=True)).to_be_visible()


def test_carnival_access_is_over_by_its_date_and_confirmed_removed(
    visitor: Visitor, transactional_db: None, at: Callable[[date], None]
) -> None:
    year = date.today().year + 1
    first, last = date(year, 6, 10), date(year, 6, 15)
    council = made("leighton-linslade")
    clerk = council.memberships.get(person__name="Rachel Dunn")
    manager = council.offices.get(key="manager")
    appoint(office=manager, membership=clerk, starts_on=clerk.starts_on, actor=None)
    page = visitor.page
    at(date(year, 6, 1))
    sign_in(visitor, "officer@leighton-linslade")
    ask_for_the_carnival(visitor, first, last)
    sign_in(visitor, "clerk@leighton-linslade")
    page.get_by_role("link", name="1 request for access to decide").click()
    link(page, "Kofi Mensah")
    link(page, "Decide")
    page.get_by_label("Grant", exact=True).check()
    visitor.look("decide", "Decide: Kofi Mensah")
    button(page, "Save decision")
    expect(page.get_by_text("A message with account and level")).to_be_visible()
    at(first)
    sign_in(visitor, "clerk@leighton-linslade")
    visitor.go("/c/leighton-linslade/access/?show=to_confirm")
    link(page, "Kofi Mensah")
    link(page, "Confirm on the platform")
    page.get_by_label("What does the platform show?").fill("Page access lists him, task access")
    visitor.look("confirm", "Confirm on the platform")
    button(page, "Confirm")
    visitor.look("grant", "Kofi Mensah, Facebook: Main page")
    at(last)
    sign_in(visitor, "clerk@leighton-linslade")
    visitor.go("/c/leighton-linslade/access/")
    expect(page.get_by_role("link", name="Kofi Mensah")).to_be_visible()
    # No worker runs, and the next morning it is over.
    at(last + timedelta(days=1))
    sign_in(visitor, "clerk@leighton-linslade")
    visitor.go("/c/leighton-linslade/access/")
    expect(page.get_by_role("link", name="Kofi Mensah")).to_have_count(0)
    visitor.go("/c/leighton-linslade/home/")
    expect(page.get_by_text("Overdue: the first ended on")).to_be_visible()
    page.get_by_role("link", name="1 access right to remove on the platform").click()
    link(page, "Kofi Mensah")
    link(page, "Confirm that it is removed")
    how = page.get_by_label("How was it removed, and how do you know?")
    how.fill("Removed under Page access; the list no longer shows him")
    visitor.look("removed", "Confirm that it is removed")
    button(page, "Confirm the removal")
    expect(page.get_by_text("Ended", exact=True)).to_be_visible()
    grant = AccessGrant.objects.get()
    assert (grant.status, grant.removed_on) == ("granted", last + timedelta(days=1))


def test_a_locum_serves_two_councils(visitor: Visitor, transactional_db: None) -> None:
    flitwick, ludlow = made("flitwick"), made("ludlow")
    locum = Person.objects.get(email="clerk@ludlow.example")
    clerk = flitwick.memberships.get(person__name="Margaret Ellis")
    member = add_member(
        council=flitwick,
        name=locum.name,
        email=locum.email,
        category="contractor",
        starts_on=clerk.starts_on,
        actor=None,
    )
    page = visitor.page
    visitor.go("/sign-in/")
    page.get_by_label("Email").fill("clerk@ludlow.example")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    button(page, "Sign in")
    page.wait_for_url("**/councils/")  # he serves two
    for council in (flitwick, ludlow):
        account = council.official_accounts.first()
        assert account
        visitor.go(reverse("grants:ask_for", args=[council.slug, "account", account.pk]))
        if council == ludlow:  # there he grants access himself
            page.get_by_label("For whom?").select_option(label=locum.name)
        page.get_by_label("Why does the job need it?").fill("Stands in for the clerk")
        button(page, "Ask for access")
        expect(page.get_by_text("Asked for", exact=True)).to_be_visible()
    own: Any = ludlow.access_grants.get()
    visitor.go(reverse("grants:decide", args=["ludlow", own.number]))
    expect(page.get_by_role("heading", name="You cannot decide this one")).to_be_visible()
    sign_in(visitor, "clerk@flitwick")
    theirs = flitwick.access_grants.get(membership=member)
    visitor.go(reverse("grants:decide", args=["flitwick", theirs.number]))
    page.get_by_label("Grant", exact=True).check()
    button(page, "Save decision")
    expect(page.get_by_text("To set up", exact=True)).to_be_visible()
    visitor.go(f"/c/ludlow/access/{own.reference}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not found")
