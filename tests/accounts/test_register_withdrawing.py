"""A proposal that comes to nothing: taken back, refused by a meeting, or by who approved before."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import approve_account, record_meeting_refusal, withdraw_proposal
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.changing import in_boxes
from tests.accounts.registering import LIST, a_proposal, another, approved, proposed
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
WHY = {"reason": "The library does it now."}


def page(account: OfficialAccount, part: str = "") -> str:
    return f"{LIST}{account.pk}/{part}"


def rule(cast: Cast, **approvals: Any) -> None:
    a_rulebook(cast.ashford, **RULES, new_account=chosen(approvals))
    cast.ashford.refresh_from_db()


def status(account: OfficialAccount) -> str:
    account.refresh_from_db()
    return account.status


# --- Taken back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ana", "adam"])
def test_who_proposed_it_or_keeps_the_register_takes_it_back(cast: Cast, as_: As, who: str) -> None:
    account, person = a_proposal(cast), getattr(cast, who)
    assert "Take the proposal back" in as_(person).get(page(account)).text
    assert as_(person).post(page(account, "withdraw/"), {"reason": ""}).status_code == 422
    shown = as_(person).post(page(account, "withdraw/"), WHY, follow=True).text
    assert status(account) == "refused"
    assert "Not going ahead" in shown and "The library does it now." in shown
    assert "Take the proposal back" not in shown
    event = AuditEvent.objects.about(account).order_by("-sequence")[0]
    assert (event.verb, event.actor_id) == ("account.withdrawn", person.pk)
    told = OutboxMessage.objects.filter(subject__startswith="Taken back").values_list("recipient")
    assert list(told) == ([] if who == "ana" else [(cast.ana.email,)])


def test_nobody_else_takes_it_back_and_nothing_that_is_open(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    assert as_(cast.cora).post(page(account, "withdraw/"), WHY).status_code == 403
    assert as_(cast.oscar).post(page(account, "withdraw/"), WHY).status_code == 404
    with pytest.raises(RuleBroken, match="keeps the register"):
        withdraw_proposal(account=account, reason="x", actor=cast.cora)
    with pytest.raises(RuleBroken, match="password"):
        withdraw_proposal(account=account, reason="password: Summer2026", actor=cast.ana)
    assert as_(cast.adam).post(page(cast.page, "withdraw/"), WHY).status_code == 409
    with pytest.raises(RuleBroken, match="nothing to take back"):
        withdraw_proposal(account=cast.page, reason="x", actor=cast.adam)


def test_one_that_was_approved_and_never_opened_is_taken_back_too(cast: Cast, as_: As) -> None:
    account = approved(cast)
    closed = {"status": "closed", "reason": "Not needed", **in_boxes("on", today())}
    assert as_(cast.adam).post(page(account, "state/"), closed).status_code == 422
    as_(cast.adam).post(page(account, "withdraw/"), WHY)
    assert status(account) == "refused"
    as_(cast.ana).post(page(account, "change/"), proposed(purpose="For the fair.", proposal=1))
    assert status(account) == "proposed"


# --- A meeting that did not approve ---------------------------------------------------------------


def decided(**more: Any) -> dict[str, Any]:
    typed = {"outcome": "refused", "reason": "Too dear.", "minute": "26/78", "proposal": 1}
    return {**typed, **in_boxes("met_on", today()), **more}


def test_a_meeting_that_alone_decides_may_say_no(cast: Cast, as_: As) -> None:
    rule(cast, offices=[], meeting=True)
    account = a_proposal(cast)
    assert as_(cast.adam).post(page(account, "meeting/"), decided(minute="")).status_code == 422
    assert as_(cast.priya).post(page(account, "meeting/"), decided()).status_code == 403
    as_(cast.adam).post(page(account, "meeting/"), decided())
    assert status(account) == "refused"
    shown = as_(cast.ana).get(page(account)).text
    for words in ("Not approved", "minute 26/78", "Too dear."):
        assert words in shown
    assert OutboxMessage.objects.filter(recipient=cast.ana.email, body__contains="Too dear")


def test_a_meeting_is_asked_only_where_the_rules_ask_it(cast: Cast, as_: As) -> None:
    rule(cast, offices=["town-clerk"], meeting=False)
    account = a_proposal(cast)
    assert as_(cast.adam).get(page(account, "meeting/")).status_code == 409
    values: dict[str, Any] = {"minute": "1", "met_on": today(), "reason": "", "actor": cast.adam}
    with pytest.raises(RuleBroken, match="No approval by a meeting"):
        record_meeting_refusal(account=account, proposal=1, **values)
    with pytest.raises(Stale):
        record_meeting_refusal(account=account, proposal=2, **values)


def test_where_no_rule_says_who_approves_a_minute_is_enough(cast: Cast, as_: As) -> None:
    account, adam = a_proposal(cast), as_(cast.adam)
    shown = adam.get(page(account)).text
    assert "Your rules do not say yet who approves a new account" in shown
    assert "/c/ashford/rules/new_account/" in shown
    assert page(account, "meeting/") in shown
    decided = {"outcome": "approved", "minute": "26/41", "proposal": 1}
    posted = adam.post(page(account, "meeting/"), decided | in_boxes("met_on", today()))
    assert posted.status_code == 302
    assert status(account) == "approved"
    assert adam.get(page(account, "meeting/")).status_code == 409


def test_a_found_account_that_a_meeting_refused_is_there_to_be_closed(cast: Cast) -> None:
    rule(cast, offices=[], meeting=True)
    cast.ashford.go_live_on = today()
    cast.ashford.save()
    account = another(cast)
    values: dict[str, Any] = {"minute": "1", "met_on": today(), "reason": "", "actor": cast.adam}
    record_meeting_refusal(account=account, proposal=1, **values)
    account.refresh_from_db()
    assert (account.status, account.proposal) == ("found", 2)


# --- Who approved before --------------------------------------------------------------------------


@pytest.mark.clause("DTC-1.1-g")
def test_who_approved_for_one_office_does_not_refuse_for_another(cast: Cast, as_: As) -> None:
    rule(cast, offices=["town-clerk", "comms-officer"])
    both = a_member(cast.ashford, "Bo", "town-clerk", "comms-officer")
    account = a_proposal(cast)
    approve_account(account=account, proposal=1, actor=both)
    no = {"outcome": "refuse", "reason": "Changed my mind.", "proposal": 1}
    answer = as_(both).post(page(account, "decide/"), no)
    assert answer.status_code == 409
    assert "different person" in answer.text
    as_(cast.cora).post(page(account, "decide/"), no)
    assert status(account) == "refused"


# --- What waits for whom --------------------------------------------------------------------------


def test_home_leads_to_exactly_what_waits_for_ones_approval(cast: Cast, as_: As) -> None:
    waiting = [a_proposal(cast, handle=f"youth{number}") for number in range(2)]
    approved(cast)
    listed = f"{LIST}?state=to_approve"
    assert f'href="{listed}"' in as_(cast.priya).get("/c/ashford/home/").text
    rows = as_(cast.priya).get(listed).context["rows"]
    assert [row["account"] for row in rows] == waiting
    assert "Waiting for your approval" in as_(cast.priya).get(LIST).text
    assert "Waiting for your approval" not in as_(cast.ana).get(LIST).text
    assert not as_(cast.ana).get(listed).context["rows"]
