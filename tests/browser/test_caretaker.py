"""A sole clerk dies: the Chair, as caretaker, ends the sign-in and brings in a locum."""

import re

import pytest
from playwright.sync_api import expect

from councilsm.inbox.models import OutboxMessage
from moderation.demo import COUNCILS, make
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

COUNCIL = "/c/little-wickham/"
CHOSEN = "three long words"


def test_a_sole_clerk_dies_and_a_locum_comes(visitor: Visitor, transactional_db: None) -> None:
    make(next(demo for demo in COUNCILS if demo.slug == "little-wickham"))
    page = visitor.page
    assert page.context.browser
    elsewhere = page.context.browser.new_context()
    clerk = Visitor(elsewhere.new_page(), visitor.address, visitor.shots)
    clerk.become("clerk@little-wickham.example")

    visitor.become("chair@little-wickham.example")
    visitor.go(f"{COUNCIL}caretaker/")
    visitor.look("caretaker", "Caretaker")
    expect(page.get_by_text("Jo Marsh is Town Clerk and is there")).to_be_visible()
    page.get_by_role("link", name="Record that they died, or were dismissed or suspended").click()
    page.get_by_role("button", name="End their sign-in now").click()
    visitor.look("caretaker-gone-wrong", "The Town Clerk is gone")
    page.get_by_label("Died").check()
    page.get_by_role("button", name="End their sign-in now").click()
    expect(page.locator(".app-message")).to_contain_text("The council’s address is told")

    # The session that was open on the clerk's computer opens nothing any more.
    clerk.go(f"{COUNCIL}drafts/")
    expect(clerk.page.get_by_role("heading", level=1)).to_contain_text("Sign in")

    page.get_by_role("link", name="Bring in an acting or locum Town Clerk").click()
    page.get_by_label("Somebody new").check()
    page.get_by_label("Full name").fill("Lucy Locum")
    page.get_by_label("Email address").fill("lucy@locums.example")
    page.get_by_label("How do they belong to the council?").select_option("Agency worker")
    page.get_by_label("Locum:").check()
    page.get_by_label("Minute by which the council appointed them").fill("26/14")
    visitor.look("caretaker-locum", "Bring in an acting or locum Town Clerk")
    page.get_by_role("button", name="Appoint them").click()
    expect(page.locator(".app-message")).to_contain_text("appointed as Town Clerk")
    visitor.look("caretaker-done", "Caretaker")

    sent = OutboxMessage.objects.get(recipient="lucy@locums.example", subject__startswith="Join")
    link = re.search(r"/join/\S+", sent.body)
    assert link
    clerk.page.context.clear_cookies()
    clerk.go(link[0])
    clerk.page.get_by_label("Choose a password").fill(CHOSEN)
    clerk.page.get_by_role("button", name="Join").click()
    clerk.page.wait_for_url(f"{clerk.address}{COUNCIL}**")
    clerk.go(f"{COUNCIL}leavers/")
    clerk.look("locum-leavers", "Leavers")
    clerk.page.get_by_role("link", name="Jo Marsh").first.click()
    clerk.look("locum-departure", "Jo Marsh")
    clerk.page.get_by_role("link", name="Town Clerk: say who takes over").click()
    clerk.page.get_by_label("How, and how do you know?").fill("Lucy Locum, by minute 26/14.")
    clerk.page.get_by_role("button", name="Record that it is done").click()
    expect(clerk.page.locator(".app-message")).to_contain_text("Done")

    visitor.go(f"{COUNCIL}caretaker/")
    page.get_by_role("link", name="L-0001 Jo Marsh").click()
    visitor.look("caretaker-attest", "Attest the departure of Jo Marsh")
    page.get_by_role("button", name="Attest it").click()
    expect(page.locator(".app-message")).to_contain_text("You attested L-0001")
    elsewhere.close()
