"""A new account is approved by each office that the rules name, and by a meeting; who is told."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import (
    approve_account,
    change_account,
    open_account,
    record_meeting_approval,
    refuse_account,
)
from accounts.register.models import AccountApproval
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.changing import in_boxes
from tests.accounts.registering import (
    NO,
    YES,
    a_proposal,
    page,
    proposed,
    status,
    told,
    two_approve,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
MEETING = chosen({"offices": ["town-clerk"], "meeting": True})


@pytest.fixture
def two(cast: Cast) -> Cast:
    return two_approve(cast)


# --- Approvals ----------------------------------------------------------------------------------


@pytest.mark.clause("DTC-1.1-g")
def test_two_offices_approve_before_it_may_be_opened(two: Cast, as_: As) -> None:
    account = a_proposal(two)
    as_(two.priya).post(page(account, "decide/"), YES)
    assert status(account) == "proposed"
    shown = as_(two.ana).get(page(account)).text
    assert "Town Clerk: Priya" in shown
    assert "Wanted" in shown
    assert "minute 24/101" in shown
    with pytest.raises(RuleBroken, match="Only an approved account"):
        open_account(
            account=account,
            handle="x",
            url="https://www.tiktok.com/@x",
            opened_on=today(),
            actor=two.adam,
        )
    as_(two.cora).post(page(account, "decide/"), YES)
    assert status(account) == "approved"
    offices = AccountApproval.objects.filter(account=account).values_list("office__key", flat=True)
    assert list(offices) == ["town-clerk", "comms-officer"]
    event = AuditEvent.objects.about(account).order_by("-sequence").first()
    assert event is not None
    assert (event.verb, event.actor_id) == ("account.approved", two.cora.pk)


@pytest.mark.clause("DTC-1.1-g")
def test_whoever_holds_both_offices_gives_one_approval_only(two: Cast, as_: As) -> None:
    both = a_member(two.ashford, "Bea", "town-clerk", "comms-officer")
    account = a_proposal(two)
    assert as_(both).post(page(account, "decide/"), YES).status_code == 302
    again = as_(both).post(page(account, "decide/"), YES)
    assert again.status_code == 409
    assert "different person" in again.text
    assert status(account) == "proposed"
    assert "The other approvals come from different people" in as_(both).get(page(account)).text


@pytest.mark.clause("FTC-6.2-j", "LTC-4.2.1-b")
def test_nothing_is_live_without_the_clerks_approval(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    opened = {"handle": "ashfordyouth", "url": "https://www.tiktok.com/@ashfordyouth"}
    opened |= in_boxes("opened_on", today())
    refused = as_(cast.adam).post(page(account, "open/"), opened)
    assert refused.status_code == 409
    assert "Only an approved account can be opened" in refused.text
    as_(cast.priya).post(page(account, "decide/"), YES)
    as_(cast.adam).post(page(account, "open/"), opened)
    account.refresh_from_db()
    assert (account.status, account.live_since) == ("live", today())
    assert account.names.get().plain == "ashfordyouth"


def test_those_without_the_office_do_not_decide(two: Cast, as_: As) -> None:
    account = a_proposal(two)
    assert as_(two.ana).post(page(account, "decide/"), YES).status_code == 403
    assert as_(two.oscar).post(page(account, "decide/"), YES).status_code == 404
    assert "Your decision" not in as_(two.ana).get(page(account)).text
    assert as_(two.priya).get(page(account, "decide/")).url == page(account)
    with pytest.raises(RuleBroken, match="office that you hold"):
        approve_account(account=account, proposal=1, actor=two.ana)
    with pytest.raises(RuleBroken, match="office that you hold"):
        refuse_account(account=account, proposal=1, reason="No", actor=two.ana)


def test_a_changed_proposal_needs_every_approval_anew(two: Cast, as_: As) -> None:
    account = a_proposal(two)
    as_(two.priya).post(page(account, "decide/"), YES)
    as_(two.ana).post(page(account, "change/"), proposed(purpose="Reach everybody.", proposal=1))
    account.refresh_from_db()
    assert account.proposal == 2
    stale = as_(two.cora).post(page(account, "decide/"), YES)
    assert stale.status_code == 409
    assert "changed while you read it" in stale.text
    assert "Reach everybody." in stale.text
    assert 'name="proposal" value="2"' in stale.text
    as_(two.cora).post(page(account, "decide/"), YES | {"proposal": 2})
    assert status(account) == "proposed"
    as_(two.priya).post(page(account, "decide/"), YES | {"proposal": 2})
    assert status(account) == "approved"


def test_an_approved_proposal_that_is_changed_is_proposed_again(cast: Cast) -> None:
    account = approve_account(account=a_proposal(cast), proposal=1, actor=cast.priya)
    assert account.status == "approved"
    change_account(account=account, platform="x", actor=cast.adam)
    assert status(account) == "proposed"
    assert not account.names.exists()


def test_a_refusal_says_why_and_ends_it(two: Cast, as_: As) -> None:
    account = a_proposal(two)
    silent = as_(two.cora).post(page(account, "decide/"), NO | {"reason": " "})
    assert silent.status_code == 422
    assert "Say why it is not approved" in silent.text
    as_(two.cora).post(page(account, "decide/"), NO)
    assert status(account) == "refused"
    assert "We have one for young people." in as_(two.ana).get(page(account)).text
    late = as_(two.priya).post(page(account, "decide/"), YES)
    assert late.status_code == 409
    assert "waits for no approval" in late.text


def test_one_that_was_refused_is_proposed_again_by_changing_it(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    refuse_account(account=account, proposal=1, reason="No need", actor=cast.priya)
    as_(cast.ana).post(page(account, "change/"), proposed(purpose="For the festival.", proposal=1))
    assert status(account) == "proposed"
    approve_account(account=account, proposal=2, actor=cast.priya)
    assert status(account) == "approved"


# --- A meeting ----------------------------------------------------------------------------------


def minuted(**more: Any) -> dict[str, Any]:
    typed = {"outcome": "approved", "minute": "26/77", "proposal": 1}
    return {**typed, **in_boxes("met_on", today()), **more}


def test_a_meetings_approval_is_recorded_with_its_minute(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES, new_account=MEETING)
    account = a_proposal(cast)
    assert "A meeting, with its minute" in as_(cast.ana).get(page(account)).text
    as_(cast.priya).post(page(account, "decide/"), YES)
    assert status(account) == "proposed"
    assert as_(cast.priya).post(page(account, "meeting/"), minuted()).status_code == 403
    for wrong in (
        {"minute": ""},
        {"outcome": ""},
        in_boxes("met_on", today()) | {"met_on_day": "32"},
    ):
        response = as_(cast.adam).post(page(account, "meeting/"), minuted(**wrong))
        assert response.status_code == 422
    ahead = in_boxes("met_on", today() + timedelta(days=1))
    assert as_(cast.adam).post(page(account, "meeting/"), minuted(**ahead)).status_code == 409
    as_(cast.adam).post(page(account, "meeting/"), minuted())
    assert status(account) == "approved"
    assert "minute 26/77" in as_(cast.ana).get(page(account)).text


def test_no_minute_stands_in_for_an_office(two: Cast) -> None:
    account = a_proposal(two)
    values: dict[str, Any] = {"minute": "26/77", "met_on": today(), "actor": two.adam}
    with pytest.raises(RuleBroken, match="No approval by a meeting"):
        record_meeting_approval(account=account, proposal=1, **values)
    with pytest.raises(Stale):
        record_meeting_approval(account=account, proposal=7, **values)


# --- Who is told --------------------------------------------------------------------------------


def test_those_who_approve_and_who_proposed_are_told(two: Cast, as_: As) -> None:
    account = a_proposal(two)
    asked = ['New account proposed: "Youth council" on TikTok']
    assert told(two.priya) == told(two.cora) == asked
    assert told(two.ana) == told(two.oscar) == []
    as_(two.priya).post(page(account, "decide/"), YES)
    assert told(two.ana) == []
    as_(two.cora).post(page(account, "decide/"), YES)
    assert told(two.ana) == ['Approved: "Youth council" on TikTok']


def test_who_proposed_is_told_why_not(cast: Cast) -> None:
    refuse_account(account=a_proposal(cast), proposal=1, reason="No need.", actor=cast.priya)
    assert told(cast.ana) == ['Not approved: "Youth council" on TikTok']
    assert "No need." in OutboxMessage.objects.get(recipient=cast.ana.email).body


def test_home_tells_what_is_to_approve_and_to_open(two: Cast, as_: As) -> None:
    def home(person: Person) -> str:
        return as_(person).get("/c/ashford/home/").text

    account = a_proposal(two)
    assert "1 new account to approve" in home(two.priya)
    assert "to approve" not in home(two.ana)
    as_(two.priya).post(page(account, "decide/"), YES)
    assert "1 new account to approve" not in home(two.priya)
    assert "1 new account to approve" in home(two.cora)
    assert "to open" not in home(two.adam)
    as_(two.cora).post(page(account, "decide/"), YES)
    assert "1 approved account to open" in home(two.adam)
