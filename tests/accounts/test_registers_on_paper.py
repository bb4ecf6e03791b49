"""The standing registers as at any day, read from their CSV."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.dates import LONDON
from accounts.grants.actions import (
    confirm_on_platform,
    confirm_removed,
    end_access,
    extend_access,
    grant_access,
    keep_found,
    resume_access,
    suspend_access,
    withdraw_for_misuse,
)
from accounts.grants.models import AccessGrant
from accounts.people.models import Person
from accounts.register.actions import change_account, change_state, change_way_in
from councilsm.audit.models import AuditDetail
from tests.accounts.granting import asked, found, granted, member_of, rules, there
from tests.accounts.printing import REGISTERS
from tests.accounts.registering import a_login, a_proposal, another, has_access
from tests.cast import Cast

As = Callable[[Person], Client]
MAY, JUNE, JULY = date(2026, 5, 20), date(2026, 6, 10), date(2026, 7, 1)


@pytest.fixture
def on(cast: Cast) -> Callable[[date], Any]:
    """`with on(day):` it is noon of that day, and nobody remembers what they could do before."""

    def travel(day: date) -> Any:
        for person in (cast.priya, cast.adam, cast.ana, cast.cora):
            person.__dict__.pop("_known", None)
        cast.ashford.__dict__.pop("rulebook_id", None)
        return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=LONDON))

    return travel


def sheet(
    browser: Client, name: str, day: date | None = None, **query: str
) -> list[dict[str, str]]:
    asked_for = query | ({"on": day.isoformat()} if day else {})
    response: Any = browser.get(f"{REGISTERS}{name}.csv", asked_for)
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


# --- Access -------------------------------------------------------------------------------------


def a_carnival(cast: Cast, on: Callable[[date], Any]) -> AccessGrant:
    """Asked in May, granted on 1 June, confirmed on the 10th, ended and removed in July."""
    with on(MAY):
        grant = asked(cast, starts_on=JUNE, ends_on=date(2026, 6, 15))
    with on(date(2026, 6, 1)):
        grant = grant_access(grant=grant, ends_on=date(2026, 6, 15), actor=cast.priya)
    with on(JUNE):
        confirm_on_platform(grant=grant, confirmed_on=JUNE, how="Listed", actor=cast.priya)
    with on(JULY):
        confirm_removed(grant=grant, removed_on=JULY, how="Removed", actor=cast.priya)
    return grant


#: The day that is asked for, and the state, confirmation and removal that the register then had.
CARNIVAL = {
    "before it was asked for": (date(2026, 5, 19), None),
    "asked for": (MAY, ("Asked for", "", "")),
    "granted, to come": (date(2026, 6, 2), ("To come", "", "")),
    "running": (date(2026, 6, 13), ("In force", "2026-06-10", "")),
    "its last day": (date(2026, 6, 15), ("In force", "2026-06-10", "")),
    "over and still there": (date(2026, 6, 16), ("To remove", "2026-06-10", "")),
    "gone": (JULY, ("Ended", "2026-06-10", "2026-07-01")),
}


@pytest.mark.clause("LLTC-12.1-b")
def test_access_is_shown_in_the_state_it_had(
    cast: Cast, as_: As, on: Callable[[date], Any]
) -> None:
    a_carnival(cast, on)
    rita = as_(cast.rita)
    for case, (day, expected) in CARNIVAL.items():
        rows = sheet(rita, "access", day, over="1")
        shown = [(row["State"], row["Confirmed"], row["Removed"]) for row in rows]
        assert shown == ([expected] if expected else []), case
    assert sheet(rita, "access", JULY) == []  # over and done with
    (row,) = sheet(rita, "access", date(2026, 6, 13))
    assert (row["Who"], row["From"], row["Until"]) == ("Ana", "2026-06-10", "2026-06-15")
    assert row["Told"] == "By e-mail, 1 June 2026"
    assert row["On whose authority"].startswith("Granted: Priya, Town Clerk, 1 June 2026")
    assert row["As at"] == "2026-06-13"


def test_what_was_overwritten_since_comes_from_the_trail(
    cast: Cast, as_: As, on: Callable[[date], Any]
) -> None:
    """Longer, suspended, removed and given back: the columns tell of today only."""
    with on(MAY):
        grant = there(cast, ends_on=date(2026, 12, 1))
    with on(JUNE):
        suspend_access(grant=grant, reason="On leave", actor=cast.priya)
    with on(date(2026, 6, 12)):
        confirm_removed(grant=grant, removed_on=JUNE, how="Removed", actor=cast.priya)
    with on(JULY):
        resume_access(grant=grant, actor=cast.priya)
    with on(date(2026, 7, 10)):
        extend_access(grant=grant, ends_on=date(2027, 12, 1), reason="Needed", actor=cast.priya)
    rita = as_(cast.rita)

    def then(day: date) -> tuple[str, ...]:
        (row,) = sheet(rita, "access", day)
        return row["State"], row["Until"], row["Told"], row["Confirmed"], row["Removed"]

    told = "By e-mail, 20 May 2026"
    assert then(date(2026, 5, 25)) == ("In force", "2026-12-01", told, "2026-05-20", "")
    assert then(JUNE)[0] == "Suspended"
    assert then(date(2026, 7, 2)) == ("To set up", "2026-12-01", "By e-mail, 1 July 2026", "", "")
    assert then(date(2026, 7, 10))[1] == "2027-12-01"


def test_what_was_disposed_of_is_said_to_be_unknown(
    cast: Cast, as_: As, on: Callable[[date], Any]
) -> None:
    with on(MAY):
        grant = found(cast, "B Howe", member_of(cast, cast.ana), found_on=MAY)
    with on(JUNE):
        keep_found(grant=grant, why="Runs the page", ends_on=None, reason="", actor=cast.priya)
    rita = as_(cast.rita)
    (before,) = sheet(rita, "access", MAY)
    assert (before["Who"], before["State"]) == ("Ana", "Found, not confirmed")
    assert before["On whose authority"] == "Nobody: found on the platform"
    assert sheet(rita, "access", JUNE)[0]["State"] == "In force"
    AuditDetail.objects.filter(event__verb="grant.found").delete()
    (before,) = sheet(rita, "access", MAY)
    assert (before["Who"], before["Level"]) == ("Not known as at this day",) * 2
    assert sheet(rita, "access")[0]["Who"] == "Ana"


def test_today_agrees_with_the_list(cast: Cast, as_: As) -> None:
    """The register and the pages of access give each grant the same state."""
    asked(cast, cast.cora)
    granted(cast, cast.adam)
    suspend_access(grant=there(cast, cast.dev), reason="On leave", actor=cast.priya)
    end_access(grant=there(cast), reason="Left the job", actor=cast.priya)
    end_access(grant=found(cast, "A Gone"), reason="Nobody knows them", actor=cast.priya)
    found(cast)
    has_access(cast, cast.rita)
    rows = sheet(as_(cast.rita), "access", over="1")
    states = {row["Reference"]: row["State"] for row in rows}
    grants = cast.ashford.access_grants.shown()
    assert states == {grant.reference: grant.tag["label"] for grant in grants}


def test_misuse_stands_on_the_rule_of_withdrawing(cast: Cast, as_: As) -> None:
    clerk = {"value": {"offices": ["town-clerk"]}, "decided_on": "2026-05-12"}
    rules(cast, withdraw_access={**clerk, "minute": "24/202"})
    grant = suspend_access(grant=there(cast), reason="On leave", actor=cast.priya)
    withdraw_for_misuse(membership=grant.membership, reason="Posted a list", actor=cast.priya)
    (row,) = sheet(as_(cast.rita), "access")
    authority = row["On whose authority"]
    assert "Suspended: Priya" in authority and "Withdrawn for misuse: Priya" in authority
    assert "24/202" in authority and "24/101" not in authority


# --- Accounts -----------------------------------------------------------------------------------


@pytest.mark.clause("FTC-6.2-i")
def test_accounts_are_shown_in_the_state_they_had(
    cast: Cast, as_: As, on: Callable[[date], Any]
) -> None:
    with on(MAY):
        events = another(cast, purpose="Events of all kinds")
    with on(JUNE):
        change_account(account=events, purpose="Nothing any more", name="Old", actor=cast.adam)
        proposal = a_proposal(cast)
    with on(JULY):
        day = date(2026, 6, 20)
        change_state(account=events, status="closed", on=day, reason="Unused", actor=cast.adam)
    rita = as_(cast.rita)

    def then(day: date | None) -> dict[str, tuple[str, str, str]]:
        rows = sheet(rita, "accounts", day)
        return {row["Handle"]: (row["State"], row["Name"], row["Purpose"]) for row in rows}

    before, between, after = then(MAY), then(date(2026, 6, 19)), then(None)
    main = ("Live", "Main page", "")
    assert then(date(2026, 5, 19)) == {"ashfordcouncil": main}
    assert before == {
        "ashfordcouncil": main,
        "ashfordevents": ("Live", "Events", "Events of all kinds"),
    }
    assert between["ashfordevents"] == ("Live", "Old", "Nothing any more")
    assert between[proposal.handle][0] == "Proposed"
    # The day on which it was closed counts, not the one on which somebody wrote that down.
    assert then(date(2026, 6, 20))["ashfordevents"][0] == after["ashfordevents"][0] == "Closed"
    AuditDetail.objects.filter(event__verb="account.changed").delete()
    assert then(MAY)["Not known as at this day"] == ("Live", "Old", "Not known as at this day")


def test_who_got_in_by_a_way_in_that_day(cast: Cast, as_: As, on: Callable[[date], Any]) -> None:
    with on(MAY):
        login = a_login(cast)
        grant = there(cast, what=login, level="shared")
        events = another(cast)
    with on(JUNE):
        change_way_in(way_in=login, accounts=[events], actor=cast.adam)
    with on(JULY):
        end_access(grant=grant, reason="Left", actor=cast.priya)
        confirm_removed(grant=grant, removed_on=JULY, how="New password", actor=cast.priya)

    def then(day: date) -> dict[str, str]:
        rows = sheet(as_(cast.rita), "accounts", day)
        return {row["Handle"]: row["People with access"] for row in rows}

    ana = "Ana: Knows the shared login"
    assert then(MAY) == {"ashfordcouncil": ana, "ashfordevents": ""}
    assert then(JUNE) == {"ashfordcouncil": "", "ashfordevents": ana}
    assert then(JULY) == {"ashfordcouncil": "", "ashfordevents": ""}


# --- The team -----------------------------------------------------------------------------------


def test_the_team_as_on_a_day(cast: Cast, as_: As) -> None:
    cast.ashford.team_members.create(
        membership=member_of(cast, cast.ana), starts_on=MAY, ends_on=JUNE, why="Posts daily"
    )
    (row,) = sheet(as_(cast.rita), "team", JUNE)
    assert (row["Name"], row["Why the job needs it"]) == ("Ana", "Posts daily")
    assert "Why the job needs it" not in sheet(as_(cast.cora), "team", JUNE)[0]
    assert sheet(as_(cast.rita), "team") == []
