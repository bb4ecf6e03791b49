"""A request to be unblocked, from the list to the letter and the platform: each by itself."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.councils.actions import change_rules
from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.actions import appoint
from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from moderation.blocks.models import Block
from moderation.demo import COUNCILS, make
from moderation.demo.blocks import block_after_a_slur
from moderation.demo.councils import chosen
from moderation.demo.log import platform_told_at
from moderation.demo.unblocks import SORRY, requests_at
from moderation.unblocks.actions.asking import send_request
from moderation.unblocks.actions.deciding import decide_request
from moderation.unblocks.before import before
from moderation.unblocks.models import UnblockRequest
from moderation.unblocks.request_letter import RequestLetter
from moderation.unblocks.verdict import Verdict
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser

LIST = "/c/dunstable/unblock-requests/"
REASONS = "You came to us, you said what was wrong about it, and you mean to keep to our rules."


@pytest.fixture
def dunstable(transactional_db: None, settings: Any, tmp_path: Any) -> Council:
    """Dunstable, where somebody is blocked for a slur, and asks to be unblocked."""
    kept = settings.STORAGES
    settings.STORAGES = kept | {"files": kept["files"] | {"OPTIONS": {"location": tmp_path}}}
    council = make(next(demo for demo in COUNCILS if demo.slug == "dunstable"))
    page, logs = council.official_accounts.get(), person("marketing")
    page.council = council
    platform_told_at(page, logs)
    block_after_a_slur(page, logs, person("clerk"))
    requests_at(page, logs)
    return council


def person(mailbox: str) -> Person:
    return Person.objects.get(email=f"{mailbox}@dunstable.example")


def also_head_of_service(council: Council, mailbox: str) -> None:
    """Somebody holds the office of Head of Service beside their own, as in a small council."""
    membership = council.memberships.get(person=person(mailbox))
    office = council.offices.get(key="head-of-service")
    appoint(office=office, membership=membership, starts_on=today(), actor=None)


def continue_with(page: Page, outcome: str, reasons: str) -> None:
    page.get_by_label("They answered us on the platform").check()
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Why?").fill(reasons)
    page.get_by_role("button", name="Continue to the letter").click()


@pytest.mark.clause("DTC-3.2-d")
def test_the_head_of_service_unblocks_somebody(visitor: Visitor, dunstable: Council) -> None:
    page = visitor.page
    visitor.become("marketing@dunstable.example")
    visitor.go(LIST)
    visitor.look("unblocks", "Unblock requests")
    page.get_by_role("link", name="U-0002").click()
    page.get_by_role("link", name="Find the block").click()
    page.get_by_label("Handle or reference of the block").fill("dunstable")
    page.get_by_role("button", name="Find", exact=True).last.click()
    visitor.look("unblock-match", "Find the block it is about")
    page.get_by_label("None of our blocks is about it").check()
    page.get_by_role("button", name="Save").click()
    visitor.look("unblock-matched", "U-0002")
    expect(page.get_by_role("link", name="Decide", exact=True)).to_have_count(0)

    visitor.become("head@dunstable.example")
    visitor.look("unblock-home", "Home")
    visitor.go(LIST)
    page.get_by_role("link", name="U-0001").click()
    visitor.look("unblock", "U-0001")
    page.get_by_role("link", name="Decide", exact=True).click()
    visitor.look("unblock-decide", "Decide this request")
    expect(page.get_by_text("What was decided for others is not shown")).to_be_visible()
    expect(page.get_by_text("U-0002")).to_have_count(0)
    page.get_by_role("button", name="Continue to the letter").click()
    expect(page.get_by_role("alert")).to_contain_text("Select what you decide")
    visitor.look("unblock-decide-wrong", "Decide this request")
    continue_with(page, "Unblock", REASONS)
    visitor.look("unblock-letter", "Read the letter before it goes")
    letter = page.get_by_label("How the letter begins")
    letter.fill(letter.input_value().replace("Hello", "Dear Mr Marsh"))
    page.get_by_role("button", name="Show the letter with my changes").click()
    expect(page.locator(".app-letter")).to_contain_text("Dear Mr Marsh")
    page.get_by_role("button", name="Confirm the decision").click()
    expect(page.get_by_text("Ended here, still blocked there")).to_be_visible()
    visitor.look("unblock-decided", "U-0001")
    sent = OutboxMessage.objects.get(recipient="w.marsh@example.org")
    assert REASONS in sent.body and "Dear Mr Marsh" in sent.body
    assert Block.objects.get().state == "lifted"

    visitor.become("marketing@dunstable.example")
    visitor.go(f"{LIST}U-0001/")
    page.get_by_role("link", name="Unblock them there, then confirm").click()
    page.get_by_label("I unblocked them there").check()
    page.get_by_label("How do you know?").fill("He is not on the list of blocked profiles.")
    page.get_by_role("button", name="Record it").click()
    visitor.go(f"{LIST}U-0001/")
    expect(page.get_by_text("still blocked there")).to_have_count(0)


@pytest.mark.clause("DTC-3.2-d")
def test_a_second_request_stands_alone(visitor: Visitor, dunstable: Council) -> None:
    first = UnblockRequest.objects.select_related("council", "block").get(number=1)
    decide_request(
        request=first,
        verdict=Verdict(
            outcome="keep", holder="platform", reasons="You wrote the same again on Friday."
        ),
        letter_words="Hello\n\nWe have decided to keep the block.",
        way="email",
        seen=before(first).seen,
        actor=person("head"),
    )
    send_request(
        council=dunstable,
        letter=RequestLetter(
            platform="facebook", handle="dunstable_truth", what="I ask again.", email="w@x.example"
        ),
        by_mail=False,
    )
    page = visitor.page
    visitor.become("head@dunstable.example")
    visitor.go(LIST)
    expect(page.get_by_role("link", name="U-0001")).to_have_count(0)
    page.get_by_role("link", name="U-0003").click()
    page.get_by_role("link", name="Find the block").click()
    page.get_by_role("button", name="Find", exact=True).last.click()
    page.get_by_label("B-0001").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("U-0003 is about B-0001.")).to_be_visible()
    page.get_by_role("link", name="Decide", exact=True).click()
    visitor.look("unblock-second", "Decide this request")
    expect(page.get_by_text("I ask again.")).to_be_visible()
    for said in ("You wrote the same again", SORRY[:40], "U-0001"):
        expect(page.get_by_text(said)).to_have_count(0)


def test_who_blocked_says_how_they_looked_afresh(visitor: Visitor, dunstable: Council) -> None:
    """At Dunstable the rules let them; where somebody else is required, they cannot."""
    also_head_of_service(dunstable, "clerk")
    page = visitor.page
    visitor.become("clerk@dunstable.example")
    visitor.go(f"{LIST}U-0001/decide/")
    visitor.look("unblock-same", "Decide this request")
    note = page.locator("#same-decider")
    expect(note).to_contain_text("You decided the block yourself. Your rules let you decide.")
    expect(note).to_contain_text("Farah Khan")
    continue_with(page, "Keep the block", "You wrote it again.")
    expect(page.get_by_role("alert")).to_contain_text("Say how you looked at it afresh")
    page.get_by_label("How did you look at it afresh?").fill("I read all of it with the Mayor.")
    page.get_by_role("button", name="Continue to the letter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Read the letter")

    change_rules(
        council=dunstable,
        changes={"unblock_other_decider": chosen("required")},
        in_force_from=today(),
        why="Somebody else decides from now on.",
        based_on=dunstable.rulebook_versions.latest("number").number,
        actor=person("clerk"),
    )
    page.get_by_role("button", name="Confirm the decision").click()
    expect(page.get_by_role("alert")).to_contain_text("somebody else decides this request")
    expect(page.get_by_role("alert")).to_contain_text("Farah Khan may decide it.")
    visitor.look("unblock-refused", "Read the letter")
    visitor.go(f"{LIST}U-0001/decide/")
    visitor.look("unblock-not-yours", "Decide this request")
    expect(page.get_by_role("button", name="Continue to the letter")).to_have_count(0)
    assert UnblockRequest.objects.get(number=1).state == "waiting"


def test_a_letter_on_paper_is_confirmed_and_then_printed(
    visitor: Visitor, dunstable: Council
) -> None:
    """The button fits a letter that nobody sends from here."""
    page = visitor.page
    visitor.become("head@dunstable.example")
    visitor.go(f"{LIST}U-0001/decide/")
    continue_with(page, "Unblock", REASONS)
    page.get_by_role("radio", name="Printed, and posted or handed over").check()
    visitor.look("unblock-letter-on-paper", "Read the letter before it goes")
    page.get_by_role("button", name="Confirm the decision").click()
    expect(page.get_by_role("link", name="Print the letter (PDF)").first).to_be_visible()
    assert not OutboxMessage.objects.filter(recipient="w.marsh@example.org").exists()


def test_a_data_protection_complaint_in_a_request_goes_its_own_way(
    visitor: Visitor, dunstable: Council
) -> None:
    page = visitor.page
    visitor.become("marketing@dunstable.example")
    visitor.go(f"{LIST}U-0001/")
    page.get_by_role("link", name="Split off what is about their personal data").click()
    visitor.look("unblock-complaint", "Split off what is about their personal data")
    page.get_by_role("button", name="Split it off").click()
    expect(page.get_by_role("alert")).to_contain_text("Select what it is")
    page.get_by_label("A complaint about how we use their personal data").check()
    page.get_by_label("What did they write about it?").fill("You told others where I live.")
    visitor.look("unblock-complaint-wrong", "Split off what is about their personal data")
    page.get_by_role("button", name="Split it off").click()
    expect(page.locator(".app-message")).to_contain_text("has it, with its own clock")
    visitor.look("unblock-complaint-enquiry", "")
    expect(page.get_by_text("You told others where I live.").first).to_be_visible()
    request = UnblockRequest.objects.get(number=1)
    assert request.complaint and request.complaint.kind == "data" and request.state == "waiting"
