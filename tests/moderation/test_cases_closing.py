"""Restricted cases referred to others, closed with an outcome, and opened again."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.cases.actions import add_item_to_case
from moderation.cases.models import Case, CaseEntry, Referral
from moderation.evidence.actions import ask_destruction
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.capturing import captured
from tests.moderation.casing import CASES, form, logged, opened

As = Callable[[Person], Client]


@pytest.mark.clause("FTC-6.5-m", "LLTC-6.2-a", "DTC-3.2-b")
def test_grooming_goes_to_the_safeguarding_contact_and_is_referred(cast: Cast, as_: As) -> None:
    """The police's reference stands on the case and in its download."""
    a_rulebook(cast.ashford, **RULES | {"safeguarding": chosen("events-officer")})
    a_member(cast.ashford, "Sam", "events-officer")
    as_(cast.dev).post(f"{CASES}new/", form(kind="crime", grooming="on"))
    case = Case.objects.get()
    assert case.kind == Case.Kind.SAFEGUARDING
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert told == {cast.ana.email, "sam@example.org"}
    assert as_(cast.priya).get(f"{CASES}RC-0001/").status_code == 404
    browser = as_(cast.ana)
    assert "Events Officer" in browser.get(f"{CASES}RC-0001/").content.decode()
    refer = {"body": "police", "name": "Kent Police", "when": "now"}
    assert browser.post(f"{CASES}RC-0001/referral/", refer).status_code == 422
    refer["reference"] = "45/123/26"
    assert browser.post(f"{CASES}RC-0001/referral/", refer).status_code == 302
    sheet = b"".join(browser.get(f"{CASES}RC-0001/referrals.csv").streaming_content).decode()
    assert "Police (Kent Police)" in sheet
    assert "45/123/26" in sheet
    closing = {"outcome": "passed_on", "words": "With the police."}
    assert browser.post(f"{CASES}RC-0001/close/", closing).status_code == 302


@pytest.mark.clause("LLTC-8.1-a")
def test_abuse_is_closed_with_the_advice_given_and_the_person_reads_it(cast: Cast, as_: As) -> None:
    """They read the advice and what they said; not what others noted."""
    opened(cast, affected=cast.ana)
    clerk, ana = as_(cast.priya), as_(cast.ana)
    note = {"words": "Known to the police.", "when": "now"}
    assert clerk.post(f"{CASES}RC-0001/note/", note).status_code == 302
    closing = {"outcome": "advised", "words": "Settled."}
    assert clerk.post(f"{CASES}RC-0001/close/", closing).status_code == 422
    closing["advice"] = "Do not answer. Come in by the front door."
    assert clerk.post(f"{CASES}RC-0001/close/", closing).status_code == 302
    page = ana.get(f"{CASES}RC-0001/").content.decode()
    assert "Come in by the front door." in page
    assert "Somebody threatened me." in page
    assert "Closed" in page
    assert "Known to the police." not in page
    assert "Settled." not in page
    assert ana.get(f"{CASES}RC-0001/note/").status_code == 404
    assert ana.post(f"{CASES}RC-0001/say/", {"words": "He came again."}).status_code == 302
    assert "He came again." in clerk.get(f"{CASES}RC-0001/").content.decode()


def test_closed_case_is_opened_again_by_a_line_that_names_the_closing(cast: Cast, as_: As) -> None:
    opened(cast)
    clerk = as_(cast.priya)
    closing = {"outcome": "advised", "words": "Settled.", "advice": "Do not answer."}
    clerk.post(f"{CASES}RC-0001/close/", closing)
    assert clerk.post(f"{CASES}RC-0001/note/", {"words": "x", "when": "now"}).status_code == 409
    assert clerk.post(f"{CASES}RC-0001/reopen/", {"words": ""}).status_code == 422
    assert clerk.post(f"{CASES}RC-0001/reopen/", {"words": "Again."}).status_code == 302
    again = CaseEntry.objects.get(kind="reopened")
    assert again.follows == CaseEntry.objects.get(kind="closed")
    assert Case.objects.get().closed_at is None
    assert clerk.post(f"{CASES}RC-0001/reopen/", {"words": "Again."}).status_code == 409


@pytest.mark.clause("DTC-3.2-e")
def test_referral_to_a_solicitor_keeps_it_for_legal_action(cast: Cast, as_: As) -> None:
    opened(cast)
    clerk = as_(cast.priya)
    refer = {"body": "solicitor", "none_given": "on", "when": "now"}
    assert clerk.post(f"{CASES}RC-0001/referral/", refer).status_code == 302
    assert Case.objects.get().hold
    evidence = captured(cast)
    add_item_to_case(case=Case.objects.get(), item=evidence.item, actor=cast.priya)
    with pytest.raises(RuleBroken, match="kept for legal action"):
        ask_destruction(evidence=evidence, reason="error", why="Wrong file.", actor=cast.priya)
    assert "Kept for legal action" in clerk.get(f"{CASES}RC-0001/").content.decode()
    assert clerk.post(f"{CASES}RC-0001/hold/", {"words": "Not pursued."}).status_code == 302
    assert not Case.objects.get().hold


@pytest.mark.clause("HLTC-capture-6", "DTC-3.2-b")
def test_report_to_the_platform_is_an_entry_of_the_log_and_a_referral(cast: Cast, as_: As) -> None:
    item = logged(cast)
    opened(cast, item=item)
    clerk = as_(cast.priya)
    act = f"{CASES}RC-0001/posted/{item.reference}/action/"
    assert clerk.post(act, {"kind": "reported"}).status_code == 422
    assert clerk.post(act, {"kind": "reported", "reference": "FB-77"}).status_code == 302
    referral = Referral.objects.get()
    assert referral.action == item.actions.get()
    assert (referral.body, referral.reference) == ("platform", "FB-77")
    assert as_(cast.cora).get(act).status_code == 404
    assert clerk.post(act, {"kind": "police", "none_given": "on"}).status_code == 302
    assert Referral.objects.filter(body="police", none_given=True).exists()
    sheet = b"".join(clerk.get(f"{CASES}RC-0001/referrals.csv").streaming_content).decode()
    assert "The platform" in sheet and "FB-77" in sheet
    refer = {"body": "monitoring", "none_given": "on", "when": "now"}
    assert clerk.post(f"{CASES}RC-0001/referral/", refer).status_code == 302
