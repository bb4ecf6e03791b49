"""A new account: proposed, approved by each office that the rules name, then opened."""

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
    propose_account,
    record_meeting_approval,
    refuse_account,
)
from accounts.register.models import AccountApproval, OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.changing import in_boxes
from tests.accounts.registering import LIST, a_proposal, another, approved, proposed
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
NEW = f"{LIST}new/"
TWO = chosen({"offices": ["town-clerk", "comms-officer"]})
MEETING = chosen({"offices": ["town-clerk"], "meeting": True})
YES = {"outcome": "approve", "proposal": 1}
NO = {"outcome": "refuse", "reason": "We have one for young people.", "proposal": 1}


def page(account: OfficialAccount, part: str = "") -> str:
    return f"{LIST}{account.pk}/{part}"


@pytest.fixture
def two(cast: Cast) -> Cast:
    """Ashford, where two offices approve a new account, as at Dunstable."""
    a_rulebook(cast.ashford, **RULES, new_account=TWO)
    return cast


def status(account: OfficialAccount) -> str:
    account.refresh_from_db()
    return account.status


# --- Proposing ----------------------------------------------------------------------------------


def test_anybody_proposes_and_is_told_that_it_waits(cast: Cast, as_: As) -> None:
    response = as_(cast.ana).post(NEW, proposed(), follow=True)
    account = OfficialAccount.objects.get(platform="tiktok")
    assert (account.status, account.handle) == ("proposed", "AshfordYouth")
    assert account.proposed_by == cast.ana
    assert "Nobody opens it before it is approved" in response.text
    assert "Wanted" in response.text
    assert "Town Clerk" in response.text
    event = AuditEvent.objects.about(account).get()
    assert (event.verb, event.actor_id) == ("account.proposed", cast.ana.pk)


def test_a_pasted_address_fills_in_platform_and_handle(cast: Cast, as_: As) -> None:
    pasted = proposed(url="www.tiktok.com/@ashford.tc", platform="", handle="")
    as_(cast.ana).post(NEW, pasted)
    account = OfficialAccount.objects.get(platform="tiktok")
    assert (account.handle, account.url) == ("ashford.tc", "https://www.tiktok.com/@ashford.tc")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"purpose": ""}, "purpose"),
        ({"purpose": " \n"}, "purpose"),
        ({"handle": "", "url": ""}, "handle"),
        ({"platform": ""}, "platform"),
        ({"platform": "myspace"}, "platform"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://192.168.0.1/x"}, "url"),
        ({"purpose": "Reach all. Password: Summer2026"}, "purpose"),
        ({"owner": "999999"}, "owner"),
        ({"name": "n" * 121}, "name"),
    ],
)
def test_bad_input_comes_back_with_everything_typed(
    cast: Cast, as_: As, wrong: dict[str, str], field: str
) -> None:
    response = as_(cast.ana).post(NEW, proposed(monitored_when="Kept words", **wrong))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Kept words" in response.text
    assert not OfficialAccount.objects.filter(platform="tiktok").exists()


def test_an_office_of_another_council_is_no_choice(cast: Cast, as_: As) -> None:
    theirs = cast.barham.offices.get(key="town-clerk")
    response = as_(cast.ana).post(NEW, proposed(owner=theirs.pk))
    assert "owner" in response.context["form"].errors


def test_what_is_on_the_register_is_linked_to(cast: Cast, as_: As) -> None:
    other = another(cast)
    known = proposed(url="https://www.instagram.com/ashfordevents/", platform="", handle="")
    response = as_(cast.ana).post(NEW, known)
    assert response.status_code == 422
    assert f'href="{page(other)}"' in response.text
    assert as_(cast.oscar).post("/c/barham/accounts/new/", known).status_code == 302


def test_the_action_refuses_no_purpose_and_the_same_again(cast: Cast) -> None:
    a_proposal(cast)
    for wrong in ({"purpose": " "}, {"handle": "AshfordYouth"}, {"purpose": "PIN: 1234"}):
        with pytest.raises(RuleBroken):
            a_proposal(cast, **wrong)


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


def test_who_made_a_proposal_or_keeps_the_register_changes_it(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    assert as_(cast.cora).get(page(account, "change/")).status_code == 403
    for number, (person, words) in enumerate(((cast.ana, "One"), (cast.adam, "Two")), 1):
        typed = proposed(purpose=words, proposal=number)
        assert as_(person).post(page(account, "change/"), typed).url == page(account)
    account.refresh_from_db()
    assert account.purpose == "Two"
    same = as_(cast.adam).post(page(account, "change/"), proposed(purpose="Two", proposal=3))
    assert (same.status_code, "Nothing would change" in same.text) == (409, True)
    assert as_(cast.oscar).get(page(account, "change/")).status_code == 404
    assert as_(cast.adam).get(page(cast.page, "change/")).status_code == 409


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


# --- An old page --------------------------------------------------------------------------------


def test_the_later_of_two_changes_is_told_of_the_first(cast: Cast, as_: As) -> None:
    account = a_proposal(cast)
    as_(cast.adam).post(page(account, "change/"), proposed(name="Youth", proposal=1))
    typed = proposed(name="Young people", proposal=1)
    late = as_(cast.ana).post(page(account, "change/"), typed)
    assert late.status_code == 409
    assert "changed while your page was open" in late.text
    assert 'name="proposal" value="2"' in late.text
    account.refresh_from_db()
    assert account.name == "Youth"
    assert as_(cast.ana).post(page(account, "change/"), proposed()).status_code == 422


def test_who_proposed_it_changes_nothing_once_it_is_open(cast: Cast) -> None:
    account = approved(cast)
    opened_by(cast, account)
    evil = {"handle": "evil", "url": "https://www.tiktok.com/@evil"}
    with pytest.raises(RuleBroken, match="keeps the register"):
        change_account(account=account, actor=cast.ana, **evil)
    with pytest.raises(Stale, match="is live by now"):
        change_account(account=account, actor=cast.ana, proposal=1, **evil)
    assert change_account(account=account, actor=cast.adam, **evil).handle == "evil"


# --- Opening, and what was found ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"url": ""}, 422),
        ({"url": "https://10.0.0.1/"}, 422),
        ({"handle": ""}, 422),
        (in_boxes("opened_on", today() + timedelta(days=2)), 409),
        ({"handle": "AshfordEvents", "url": "https://www.tiktok.com/@ashfordevents"}, 409),
    ],
)
def test_opening_needs_a_public_address_and_a_day(
    cast: Cast, as_: As, wrong: dict[str, str], code: int
) -> None:
    another(cast, platform="tiktok", url="https://www.tiktok.com/@ashfordevents")
    account = approve_account(account=a_proposal(cast), proposal=1, actor=cast.priya)
    right = {"handle": "ashfordyouth", "url": "https://www.tiktok.com/@ashfordyouth"}
    opened = right | in_boxes("opened_on", today()) | wrong
    response = as_(cast.adam).post(page(account, "open/"), opened)
    assert response.status_code == code
    assert as_(cast.priya).post(page(account, "open/"), opened).status_code == 403
    assert status(account) == "approved"


def opened_by(cast: Cast, account: OfficialAccount, **more: Any) -> OfficialAccount:
    right = {"handle": "AshfordYouth", "url": "https://www.tiktok.com/@ashfordyouth"}
    return open_account(account=account, actor=cast.adam, **{**right, "opened_on": today(), **more})


def test_it_opens_on_the_platform_that_was_approved(cast: Cast, as_: As) -> None:
    account = approved(cast)
    elsewhere = {"handle": "other", "url": "facebook.com/other", **in_boxes("opened_on", today())}
    answer = as_(cast.adam).post(page(account, "open/"), elsewhere)
    assert answer.status_code == 409
    assert "is on Facebook, but the platform is TikTok" in answer.text
    for url in ("https://example.org/@youth", r"https://evil.example\.tiktok.com/@ashfordyouth"):
        with pytest.raises(RuleBroken):
            opened_by(cast, account, url=url)
    assert status(account) == "approved"
    with pytest.raises(RuleBroken, match="not on TikTok"):
        a_proposal(cast, handle="b", url="https://example.org/b")


def test_who_approved_it_is_told_of_another_name(cast: Cast) -> None:
    same = opened_by(cast, approved(cast))
    assert same.handle == "AshfordYouth"
    assert not [subject for subject in told(cast.priya) if "Opened" in subject]
    account = approved(cast, handle="ashfordteens")
    opened_by(cast, account, handle="ashford14", url="https://www.tiktok.com/@ashford14")
    subject = 'Opened as "ashford14": Youth council on TikTok'
    assert told(cast.priya)[-1] == told(cast.ana)[-1] == subject
    assert told(cast.adam) == []


def test_nobody_opens_it_before_it_was_approved_or_twice(cast: Cast) -> None:
    account = approved(cast, platform="facebook", handle="ashfordyouth")
    page_of = {"handle": "ashfordyouth", "url": "https://www.facebook.com/ashfordyouth"}
    with pytest.raises(RuleBroken, match="Nobody could open it before"):
        opened_by(cast, account, **page_of, opened_on=today() - timedelta(days=1))
    again = {"handle": "ashford.council", "url": "https://www.facebook.com/ashford.council/"}
    with pytest.raises(RuleBroken, match="on your register already"):
        opened_by(cast, account, **again)
    with pytest.raises(RuleBroken, match="on your register already"):
        a_proposal(cast, platform="facebook", handle="ashford.youth")
    assert opened_by(cast, account, **page_of).status == "live"


def test_one_that_is_found_after_going_live_needs_the_approvals(two: Cast, as_: As) -> None:
    two.ashford.go_live_on = today()
    two.ashford.save()
    account = another(two)
    assert (account.status, account.found_on) == ("found", today())
    for person in (two.priya, two.cora):
        as_(person).post(page(account, "decide/"), YES)
    assert status(account) == "live"


def test_a_found_one_that_is_refused_exists_and_is_decided_anew(two: Cast, as_: As) -> None:
    two.ashford.go_live_on = today()
    two.ashford.save()
    account = another(two)
    as_(two.priya).post(page(account, "decide/"), YES)
    as_(two.cora).post(page(account, "decide/"), NO)
    account.refresh_from_db()
    assert (account.status, account.proposal) == ("found", 2)
    for person in (two.cora, two.priya):
        as_(person).post(page(account, "decide/"), YES | {"proposal": 2})
    assert status(account) == "live"


def test_before_going_live_an_account_is_entered_as_it_is(cast: Cast) -> None:
    assert another(cast).status == "live"


def test_another_councils_proposal_is_not_found(cast: Cast, as_: As) -> None:
    theirs = propose_account(
        council=cast.barham,
        actor=cast.oscar,
        name="Youth",
        platform="x",
        handle="b",
        purpose="Youth",
    )
    for part in ("", "change/", "decide/", "meeting/", "open/", "state/", "check/"):
        for person in (cast.adam, cast.priya):
            found = as_(person).get(page(theirs, part)).status_code
            assert found in {404, 403}, part
    assert as_(cast.adam).get(page(theirs)).status_code == 404


# --- Who is told --------------------------------------------------------------------------------


def told(person: Person) -> list[str]:
    """The subjects of what waits to be sent to somebody."""
    sent = OutboxMessage.objects.filter(recipient=person.email).order_by("pk")
    return list(sent.values_list("subject", flat=True))


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
