"""A new TikTok at Dunstable with two approvals; the clerk in the admin site."""

import pytest
from playwright.sync_api import expect

from accounts.register.models import AccountApproval, OfficialAccount
from councilsm.audit.verification import first_fault
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

DEMOS = {demo.slug: demo for demo in COUNCILS}
PURPOSE = "Reach those under 25, whom none of our accounts does."


def propose(visitor: Visitor) -> None:
    """Asks for a TikTok account, its platform and handle found in the address."""
    page = visitor.page
    page.get_by_role("link", name="Accounts and people").click()
    visitor.look("register-list", "Accounts")
    page.get_by_role("link", name="Propose a new account").click()
    page.get_by_role("button", name="Propose the account").click()
    visitor.look("register-propose-errors", "Propose a new account")
    page.get_by_label("Its address").fill("https://www.tiktok.com/@dunstabletc")
    page.get_by_label("Name", exact=True).fill("Dunstable young people")
    page.get_by_label("What is it for?").fill(PURPOSE)
    page.get_by_role("button", name="Propose the account").click()
    expect(page.locator(".app-message")).to_contain_text("is proposed")
    visitor.look("register-proposed", "Dunstable young people")


def approve(visitor: Visitor) -> None:
    """Finds the account on Home and approves it."""
    page = visitor.page
    page.get_by_role("link", name="1 new account to approve").click()
    expect(page.get_by_text(PURPOSE)).to_be_visible()
    page.get_by_label("Approve", exact=True).check()
    visitor.look("register-decide", "Dunstable young people")
    page.get_by_role("button", name="Record my decision").click()
    expect(page.locator(".app-message")).to_contain_text("your decision is recorded")


@pytest.mark.clause("DTC-1.1-g")
def test_a_new_tiktok_at_dunstable(visitor: Visitor, transactional_db: None) -> None:
    council = make(DEMOS["dunstable"])
    page = visitor.page
    visitor.become("marketing@dunstable.example")
    propose(visitor)
    visitor.go("/c/dunstable/home/")
    approve(visitor)
    expect(page.get_by_text("Town Clerk and Chief Executive").first).to_be_visible()
    expect(page.get_by_text("DTC-1.1-g").first).to_be_visible()
    account = OfficialAccount.objects.get(platform="tiktok")
    assert account.status == "proposed"

    visitor.become("clerk@dunstable.example")
    approve(visitor)
    page.get_by_role("link", name="Record that it is open").click()
    visitor.look("register-open", "is open")
    page.get_by_role("button", name="Record it").click()
    expect(page.locator(".app-message")).to_contain_text("is live")
    visitor.look("register-live", "Dunstable young people")
    account.refresh_from_db()
    assert account.status == "live"
    approvers = AccountApproval.objects.filter(account=account).values_list("approver__name")
    assert {name for (name,) in approvers} == {"Imran Aziz", "Helen Price"}

    page.get_by_role("link", name="Add a way in").click()
    page.get_by_label("Login", exact=True).check()
    page.get_by_label("Name", exact=True).fill("youth@dunstable.example")
    page.get_by_label("Where is the password kept?").fill("Password: Summer2026")
    page.get_by_role("button", name="Save the way in").click()
    expect(page.get_by_role("alert")).to_contain_text("This looks like a password")
    page.get_by_label("Where is the password kept?").fill("In the clerk’s safe")
    page.get_by_role("button", name="Save the way in").click()
    visitor.look("register-way-in", "youth@dunstable.example")
    visitor.go("/c/dunstable/accounts/gaps/")
    visitor.look("register-gaps", "Gaps")
    page.get_by_role("link", name="Record that the council accepts it").first.click()
    visitor.look("register-accept-gap", "The council accepts a gap")
    visitor.go("/c/dunstable/registers/accounts/")
    visitor.look("register-print", "Register of official accounts")
    assert first_fault(council.pk) is None


@pytest.mark.main_flow
def test_the_clerk_keeps_the_register_of_one_council(
    visitor: Visitor, transactional_db: None
) -> None:
    make(DEMOS["dunstable"])
    theirs = make(DEMOS["ludlow"]).official_accounts.get()
    page = visitor.page
    visitor.become("clerk@dunstable.example")
    page.get_by_role("link", name="Accounts and people").click()
    page.get_by_role("link", name="Add an existing account").click()
    expect(page.get_by_text("Ludlow")).to_have_count(0)
    page.get_by_label("Address").fill("https://www.instagram.com/dunstableevents/?hl=en")
    page.get_by_label("Name:", exact=True).fill("Events")
    page.get_by_label("Purpose").fill("password = Summer2026")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This looks like a password").first).to_be_visible()
    page.get_by_label("Purpose").fill("What is on in the town")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    added = OfficialAccount.objects.get(platform="instagram")
    assert (added.handle, added.council.slug) == ("dunstableevents", "dunstable")

    page.get_by_role("link", name="Events").first.click()
    expect(page.get_by_label("Owner", exact=False).first).to_be_visible()
    visitor.go("/admin/accounts/officialaccount/")
    expect(page.get_by_text("Dunstable Town Council").first).to_be_visible()
    expect(page.get_by_text("Ludlow")).to_have_count(0)
    visitor.go(f"/admin/accounts/officialaccount/{theirs.pk}/change/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not found")
    visitor.go(f"/c/ludlow/accounts/{theirs.pk}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not found")
