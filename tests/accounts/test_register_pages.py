"""The register's own pages: the list, one account, checks, its life, on paper and as CSV."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from accounts.register.actions import (
    change_account,
    change_state,
    propose_account,
    state_no_accounts,
)
from accounts.register.models import NoAccounts, OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.registering import LIST, a_login, a_proposal, another, has_access
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
REGISTERS = "/c/ashford/registers/"
EXPORT, PRINT, NONE = f"{REGISTERS}accounts.csv", f"{REGISTERS}accounts/", f"{LIST}none/"
TOMORROW = today() + timedelta(days=1)


def page(account: OfficialAccount, part: str = "") -> str:
    return f"{LIST}{account.pk}/{part}"


# --- The list -----------------------------------------------------------------------------------


def test_the_list_shows_each_account_with_what_matters(cast: Cast, as_: As) -> None:
    has_access(cast, cast.adam)
    has_access(cast, cast.ana, a_login(cast))
    office = cast.ashford.offices.get(key="events-officer")
    change_account(account=cast.page, owner=office, actor=cast.adam)
    response = as_(cast.rita).get(LIST)
    (row,) = response.context["rows"]
    assert (row["account"], row["people"]) == (cast.page, 2)
    for words in ("Facebook: Main page", "ashfordcouncil", "Events Officer", "Never", "2 open"):
        assert words in response.text
    assert "Barham" not in response.text


def test_the_list_is_cut_down_by_state(cast: Cast, as_: As) -> None:
    closed = another(cast)
    change_state(account=closed, status="closed", on=today(), reason="Unused", actor=cast.adam)
    proposal = a_proposal(cast)

    def shown(**query: str) -> set[OfficialAccount]:
        return {row["account"] for row in as_(cast.ana).get(LIST, query).context["rows"]}

    assert shown() == {cast.page, proposal}
    assert shown(state="all") == {cast.page, proposal, closed}
    assert shown(state="closed") == {closed}
    assert shown(state="dormant") == set()
    assert shown(state="no such") == {cast.page, proposal}
    assert "No accounts in this state" in as_(cast.ana).get(LIST, {"state": "lost"}).text


def test_the_list_turns_pages_and_asks_little(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    for number in range(30):
        account = another(cast, handle=f"events{number}", name=f"Events {number:02}")
        has_access(cast, cast.ana, account)
    browser = as_(cast.ana)
    with queries(at_most=10):
        first = browser.get(LIST)
    assert len(first.context["rows"]) == 25
    second = browser.get(LIST + first.context["page"].older_url)
    seen = [row["account"].pk for row in (*first.context["rows"], *second.context["rows"])]
    assert len(seen) == len(set(seen)) == 31


def test_another_councils_people_see_nothing(cast: Cast, as_: As) -> None:
    for url in (LIST, EXPORT, PRINT, NONE, page(cast.page), f"{LIST}gaps/"):
        assert as_(cast.oscar).get(url).status_code == 404


# --- No accounts --------------------------------------------------------------------------------


def without_page(cast: Cast) -> None:
    cast.page.names.all().delete()
    cast.page.delete()


@pytest.fixture
def empty(cast: Cast) -> Cast:
    """Ashford without its page."""
    without_page(cast)
    return cast


def stated(**more: str) -> dict[str, str]:
    return {"minute": "26/12", **in_boxes("starts_on", today()), **more}


def test_an_empty_register_says_how_to_begin(empty: Cast, as_: As) -> None:
    adam = as_(empty.adam).get(LIST).text
    assert "Add your first account" in adam
    assert "/admin/accounts/officialaccount/add/" in adam
    assert NONE in adam
    assert NONE not in as_(empty.ana).get(LIST).text


def test_a_council_without_accounts_says_so_by_minute(empty: Cast, as_: As) -> None:
    assert as_(empty.adam).post(NONE, stated()).url == LIST
    shown = as_(empty.ana).get(LIST).text
    assert "This council has no accounts" in shown
    assert "minute 26/12" in shown
    statement = NoAccounts.objects.get()
    assert AuditEvent.objects.about(statement).get().verb == "no_accounts.stated"
    again = as_(empty.adam).post(NONE, stated())
    assert again.status_code == 409


def test_it_ends_with_the_first_account(empty: Cast, as_: As) -> None:
    as_(empty.adam).post(NONE, stated())
    a_proposal(empty)
    assert NoAccounts.objects.get().ends_on is None
    another(empty)
    assert NoAccounts.objects.get().ends_on == today()
    assert "no accounts</h2>" not in as_(empty.ana).get(LIST).text


def test_what_is_not_so_is_not_stated(cast: Cast, as_: As) -> None:
    in_use = as_(cast.adam).post(NONE, stated())
    assert in_use.status_code == 409
    assert "accounts in use" in in_use.text
    assert as_(cast.ana).post(NONE, stated()).status_code == 403
    without_page(cast)
    assert as_(cast.adam).post(NONE, stated(minute="")).status_code == 422
    ahead = stated(**in_boxes("starts_on", TOMORROW))
    assert as_(cast.adam).post(NONE, ahead).status_code == 409
    with pytest.raises(RuleBroken):
        state_no_accounts(council=cast.ashford, minute="1", starts_on=TOMORROW, actor=cast.adam)
    assert not NoAccounts.objects.exists()


# --- One account --------------------------------------------------------------------------------


@pytest.mark.clause("FTC-4-b")
def test_the_page_keeps_the_property_and_the_ways_in_apart(cast: Cast, as_: As) -> None:
    login = a_login(cast, recovery_email="office@ashford.example")
    has_access(cast, cast.adam)
    has_access(cast, cast.ana, login, level="shared")
    has_access(cast, "Anna Old")
    text = as_(cast.adam).get(page(cast.page)).text
    for words in ("People with access", "Full control", "The account itself", "Anna Old"):
        assert words in text
    assert "Login “social@ashford.example”" in text
    assert "Knows the shared login" in text
    assert "office@ashford.example" in text
    assert "office@ashford.example" not in as_(cast.ana).get(page(cast.page)).text


def test_the_page_asks_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    a_rulebook(cast.ashford, **RULES, whole_team_has_access=chosen(True))
    for number in range(5):
        login = a_login(cast, name=f"login {number}", recovery_email=f"x{number}@gmail.com")
        has_access(cast, cast.ana, login)
    change_account(account=cast.page, handle="renamed", actor=cast.adam)
    browser = as_(cast.adam)
    with queries(at_most=12):
        browser.get(page(cast.page))


def test_what_it_was_called_before_is_shown(cast: Cast, as_: As) -> None:
    renamed = another(cast)
    change_account(
        account=renamed,
        handle="ashfordfestivals",
        url="https://www.instagram.com/ashfordfestivals",
        actor=cast.adam,
    )
    text = as_(cast.ana).get(page(renamed)).text
    assert "Names before" in text
    assert "ashfordevents, until" in text
    assert "Official account changed" in text


@pytest.mark.clause("LTC-4.2.1-a")
def test_the_clerk_answers_for_an_account_unless_another_office_is_named(
    cast: Cast, as_: As
) -> None:
    account = propose_account(
        council=cast.ashford, actor=cast.ana, name="Y", platform="x", handle="y", purpose="Y"
    )
    assert account.owner is not None
    assert account.owner.key == "town-clerk"
    assert "Town Clerk" in as_(cast.ana).get(page(account)).text
    office = cast.ashford.offices.get(key="comms-officer")
    assert another(cast, owner=office).owner == office


def test_only_the_keeper_is_offered_what_to_do(cast: Cast, as_: As) -> None:
    offered = ("Record a check", "Add a way in", "Record what has become of it")
    keeper, reader = (as_(who).get(page(cast.page)).text for who in (cast.adam, cast.ana))
    assert all(words in keeper for words in offered)
    assert not any(words in reader for words in offered)


# --- On paper and as CSV ------------------------------------------------------------------------


def rows(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.clause("FTC-6.2-i")
def test_the_register_is_exported_whole_with_closed_accounts(cast: Cast, as_: As) -> None:
    closed = another(cast, purpose="Events of all kinds")
    change_state(
        account=closed, status="closed", on=date(2026, 3, 1), reason="Unused", actor=cast.adam
    )
    has_access(cast, cast.adam)
    a_login(cast, recovery_email="secret.box@gmail.com")
    response = as_(cast.rita).get(EXPORT)
    assert f"ashford-accounts-{today().isoformat()}.csv" in response["Content-Disposition"]
    main, events = rows(response)
    assert main["Handle"] == "ashfordcouncil"
    assert main["People with access"] == "Adam: Full control"
    assert main["Ways in"] == "Login “social@ashford.example”"
    assert "secret.box@gmail.com" not in main.values()
    assert (events["State"], events["Closed on"]) == ("Closed", "2026-03-01")
    printed = as_(cast.rita).get(PRINT).text
    assert "closed ones included" in printed
    assert "Instagram: Events" in printed
    assert "Adam" in printed
    assert rows(as_(cast.oscar).get("/c/barham/registers/accounts.csv"))[0]["Handle"] == (
        "barhamcouncil"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_no_cell_is_a_formula(cast: Cast, as_: As, start: str) -> None:
    OfficialAccount.objects.filter(pk=cast.page.pk).update(purpose=f"{start}cmd|' /C calc'!A0")
    (row,) = rows(as_(cast.rita).get(EXPORT))
    assert row["Purpose"].startswith("'")


def test_export_and_print_ask_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    for number in range(6):
        account = another(cast, handle=f"events{number}", name=f"Events {number}")
        has_access(cast, cast.ana, account)
    browser = as_(cast.ana)
    with queries(at_most=12):
        assert len(rows(browser.get(EXPORT))) == 7
    with queries(at_most=12):
        browser.get(PRINT)
