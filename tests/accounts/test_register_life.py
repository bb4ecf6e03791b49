"""What becomes of an account after it is open, and checks of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import approve_account, change_state, state_no_accounts
from accounts.register.models import OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.registering import LIST, a_proposal, another
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload

As = Callable[[Person], Client]
TOMORROW = today() + timedelta(days=1)
EXPORT = "/c/ashford/registers/accounts.csv"


def page(account: OfficialAccount, part: str = "") -> str:
    return f"{LIST}{account.pk}/{part}"


# --- Its life -----------------------------------------------------------------------------------


def becoming(status: str, **more: Any) -> dict[str, Any]:
    return {"status": status, "reason": "Nobody reads it.", **in_boxes("on", today()), **more}


def test_an_account_is_dormant_lost_live_again_and_closed(cast: Cast, as_: As) -> None:
    successor = another(cast)
    for state in ("dormant", "lost", "live"):
        assert as_(cast.adam).post(page(cast.page, "state/"), becoming(state)).status_code == 302
        cast.page.refresh_from_db()
        assert cast.page.status == state
    as_(cast.adam).post(page(cast.page, "state/"), becoming("closed", successor=successor.pk))
    cast.page.refresh_from_db()
    assert (cast.page.closed_on, cast.page.successor) == (today(), successor)
    text = as_(cast.ana).get(page(cast.page)).text
    assert "Closed on" in text
    assert "Taken over by" in text
    assert "Nobody reads it." in text
    day = today()
    assert f"Closed since {day.day} {day:%B %Y}" in text


@pytest.mark.clause("FTC-4-a")
def test_one_that_the_council_lost_hold_of_stays_its_account(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(page(cast.page, "state/"), becoming("lost"))
    listed = as_(cast.ana).get(LIST)
    assert [row["account"] for row in listed.context["rows"]] == [cast.page]
    assert "Lost control" in listed.text
    assert "Main page" in as_(cast.ana).get(f"{LIST}gaps/").text
    exported = b"".join(as_(cast.rita).get(EXPORT).streaming_content).decode()
    assert "Lost control" in exported


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"reason": ""}, 422),
        ({"status": ""}, 422),
        ({"status": "proposed"}, 422),
        ({"status": "live"}, 422),
        (in_boxes("on", TOMORROW), 409),
        ({"on_month": "13"}, 422),
    ],
)
def test_a_state_needs_a_day_and_a_reason(
    cast: Cast, as_: As, wrong: dict[str, str], status: int
) -> None:
    response = as_(cast.adam).post(page(cast.page, "state/"), becoming("dormant") | wrong)
    assert response.status_code == status
    cast.page.refresh_from_db()
    assert cast.page.status == "live"


def test_its_state_is_the_keepers_and_stays_in_the_council(cast: Cast, as_: As) -> None:
    assert as_(cast.ana).post(page(cast.page, "state/"), becoming("closed")).status_code == 403
    theirs = OfficialAccount.objects.get(council=cast.barham)
    response = as_(cast.adam).post(
        page(cast.page, "state/"), becoming("closed", successor=theirs.pk)
    )
    assert response.status_code == 422
    assert as_(cast.adam).post(page(theirs, "state/"), becoming("closed")).status_code == 404
    with pytest.raises(RuleBroken, match="own place"):
        change_state(
            account=cast.page,
            status="closed",
            on=today(),
            reason="x",
            successor=cast.page,
            actor=cast.adam,
        )


def test_a_proposal_becomes_nothing_by_itself(cast: Cast, as_: As) -> None:
    proposal = a_proposal(cast)
    assert as_(cast.adam).post(page(proposal, "state/"), becoming("live")).status_code == 422
    assert "Record what has become of it" not in as_(cast.adam).get(page(proposal)).text


# --- Live again ---------------------------------------------------------------------------------


@pytest.fixture
def gone_live(cast: Cast) -> Cast:
    """Ashford on and after its go-live date."""
    cast.ashford.go_live_on = today()
    cast.ashford.save()
    return cast


def state_after(cast: Cast, as_: As, account: OfficialAccount, *states: str) -> str:
    for state in states:
        answer = as_(cast.adam).post(page(account, "state/"), becoming(state))
        assert answer.status_code == 302, state
    account.refresh_from_db()
    return account.status


@pytest.mark.clause("FTC-6.2-j", "DTC-1.1-g")
def test_what_was_found_is_not_live_by_a_way_round(gone_live: Cast, as_: As) -> None:
    found = another(gone_live)
    assert state_after(gone_live, as_, found, "lost", "live") == "found"
    asleep = another(gone_live, handle="asleep", status="dormant")
    assert state_after(gone_live, as_, asleep, "live") == "found"
    approve_account(account=asleep, proposal=1, actor=gone_live.priya)
    assert state_after(gone_live, as_, asleep, "dormant", "live") == "live"


def test_what_the_council_had_before_is_live_again_without_them(cast: Cast, as_: As) -> None:
    had = another(cast)
    assert had.found_on is None
    assert "Found on" not in as_(cast.ana).get(page(had)).text
    cast.ashford.go_live_on = today()
    cast.ashford.save()
    assert state_after(cast, as_, had, "lost", "live") == "live"


def test_one_that_was_closed_by_mistake_comes_back(cast: Cast, as_: As) -> None:
    state_after(cast, as_, cast.page, "closed")
    state_no_accounts(council=cast.ashford, minute="1", starts_on=today(), actor=cast.adam)
    assert state_after(cast, as_, cast.page, "live") == "live"
    assert cast.page.closed_on is None
    assert not cast.ashford.no_accounts_statements.filter(ends_on=None).exists()


@pytest.mark.clause("FTC-6.2-j")
def test_once_live_it_comes_back_through_its_approvals(gone_live: Cast, as_: As) -> None:
    account = gone_live.page
    closed = state_after(gone_live, as_, account, "closed")
    shown = as_(gone_live.adam).get(page(account, "state/")).text
    assert closed == "closed" and "The approvals of a new account come first" in shown
    assert state_after(gone_live, as_, account, "live") == "found"
    assert state_after(gone_live, as_, account, "lost", "live") == "found"
    approve_account(account=account, proposal=2, actor=gone_live.priya)
    account.refresh_from_db()
    assert (account.status, account.live_since, account.closed_on) == ("live", today(), None)


def test_it_is_live_since_it_was_and_never_closed_before(cast: Cast, as_: As) -> None:
    began = date(2015, 1, 1)
    OfficialAccount.objects.filter(pk=cast.page.pk).update(live_since=began)
    state_after(cast, as_, cast.page, "dormant", "live")
    assert cast.page.live_since == began
    early = becoming("closed") | in_boxes("on", began - timedelta(days=1))
    answer = as_(cast.adam).post(page(cast.page, "state/"), early)
    assert answer.status_code == 409
    assert "not live before 1 January 2015" in answer.text


# --- Checks -------------------------------------------------------------------------------------


def test_a_check_is_recorded_with_a_note(cast: Cast, as_: As) -> None:
    shown = as_(cast.adam).get(page(cast.page, "check/")).text
    assert "Page setup, then Page access" in shown
    typed = {"found": "different", "note": "Leo is still there."}
    as_(cast.adam).post(page(cast.page, "check/"), typed)
    check = cast.page.checks.get()
    assert (check.as_registered, check.note, check.checked_by) == (False, typed["note"], cast.adam)
    text = as_(cast.ana).get(page(cast.page)).text
    assert "Something differed" in text
    assert "Leo is still there." in text
    event = AuditEvent.objects.about(cast.page).get()
    assert event.verb == "account.checked"


def test_a_screenshot_is_proof_enough(cast: Cast, as_: As) -> None:
    typed = {"found": "same", "note": "", "evidence": upload(picture())}
    assert as_(cast.adam).post(page(cast.page, "check/"), typed).status_code == 302
    assert cast.page.checks.get().evidence is not None


def test_a_check_that_is_sent_twice_is_one(cast: Cast, as_: As) -> None:
    typed = {"found": "same", "note": "As it is."}
    assert as_(cast.adam).post(page(cast.page, "check/"), typed).status_code == 302
    assert as_(cast.adam).post(page(cast.page, "check/"), typed).status_code == 409
    assert as_(cast.adam).post(page(cast.page, "check/"), typed | {"note": "x"}).status_code == 302
    assert cast.page.checks.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"found": "same", "note": ""},
        {"found": "", "note": "Same"},
        {"found": "same", "note": "password: Summer2026"},
        {"found": "same", "note": "n" * 2001},
    ],
)
def test_a_check_without_proof_is_none(cast: Cast, as_: As, wrong: dict[str, str]) -> None:
    assert as_(cast.adam).post(page(cast.page, "check/"), wrong).status_code == 422
    assert as_(cast.ana).post(page(cast.page, "check/"), wrong).status_code == 403
    assert not cast.page.checks.exists()


def test_what_does_not_exist_is_not_checked(cast: Cast, as_: As) -> None:
    proposal = a_proposal(cast)
    response = as_(cast.adam).post(page(proposal, "check/"), {"found": "same", "note": "Same"})
    assert response.status_code == 409
