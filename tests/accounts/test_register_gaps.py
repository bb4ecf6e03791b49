"""Gaps: each kind is found, and gone once it is mended."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Membership, Person
from accounts.register.actions import change_account, end_way_in
from accounts.register.gaps import gaps_of
from accounts.register.models import AccountCheck
from tests.accounts.lacking import GAPS, found, rules
from tests.accounts.registering import a_login, a_proposal, another, has_access
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
YESTERDAY = today() - timedelta(days=1)


# --- Control ------------------------------------------------------------------------------------


def test_fewer_than_two_in_control(cast: Cast) -> None:
    assert "Nobody is confirmed with full control" in found(cast)["too-few"][0].words
    has_access(cast, cast.adam)
    assert "Only Adam has full control" in found(cast)["too-few"][0].words
    has_access(cast, cast.ana, level="task")
    assert "too-few" in found(cast)
    has_access(cast, cast.priya, a_login(cast), level="shared")
    assert "too-few" not in found(cast)


def test_neither_a_tool_nor_what_is_over_gives_control(cast: Cast) -> None:
    has_access(cast, cast.adam)
    has_access(cast, cast.priya, a_login(cast, kind="tool", name="Hootsuite"), level="admin")
    has_access(cast, cast.cora, status="suspended")
    has_access(cast, cast.ana, starts_on=date(2026, 1, 1), ends_on=YESTERDAY)
    assert "Only Adam has" in found(cast)["too-few"][0].words


def test_one_found_on_the_platform_counts(cast: Cast) -> None:
    has_access(cast, cast.adam)
    has_access(cast, "Ana B.")
    assert "too-few" not in found(cast)


def test_what_is_granted_and_not_set_up_gives_no_control(cast: Cast) -> None:
    has_access(cast, cast.adam)
    granted = has_access(cast, cast.priya)
    assert "too-few" not in found(cast)
    granted.confirmed_on = None
    granted.save()
    assert "Only Adam has" in found(cast)["too-few"][0].words


def test_the_same_person_twice_is_one(cast: Cast) -> None:
    has_access(cast, cast.adam)
    has_access(cast, cast.adam, a_login(cast), level="admin")
    assert "Only Adam has" in found(cast)["too-few"][0].words


def test_more_administrators_than_the_rulebook_allows(cast: Cast) -> None:
    for person in (cast.adam, cast.priya, cast.cora):
        has_access(cast, person)
    assert "too-many" not in found(cast)  # no rule, no gap
    rules(cast, administrators=2)
    (gap,) = found(cast)["too-many"]
    assert "3 people have full control; your rules allow 2" in gap.words
    assert "minute 24/101" in gap.source
    rules(cast, administrators=3)
    assert "too-many" not in found(cast)


def test_more_than_a_job_needs(cast: Cast) -> None:
    has_access(cast, cast.adam)  # keeps the register
    has_access(cast, cast.priya)  # the proper officer, who grants access while no rule says who
    has_access(cast, cast.cora, level="task")
    assert "too-much" not in found(cast)
    grant = has_access(cast, cast.ana)
    (gap,) = found(cast)["too-much"]
    assert (gap.about, gap.source) == (str(grant.number), "")
    assert "Ana has full control" in gap.words


# --- The team -----------------------------------------------------------------------------------


@pytest.mark.clause("FTC-6.2-k")
def test_a_member_of_the_team_without_access_where_all_must_have_it(cast: Cast) -> None:
    tess = a_member(cast.ashford, "Tess", team=True)
    a_member(cast.ashford, "Tim", team=True)
    instagram = another(cast)
    has_access(cast, tess, level="task")
    assert "team-member" not in found(cast)  # as at Leighton-Linslade, whose rules ask nothing
    rules(cast, whole_team_has_access=True, team_name="SMAT")
    (gap,) = found(cast)["team-member"]
    assert gap.words == "Tim, on SMAT, has no access."
    assert {gap.words for gap in found(cast, instagram)["team-member"]} == {
        "Tess, on SMAT, has no access.",
        "Tim, on SMAT, has no access.",
    }


def test_who_left_the_team_lacks_nothing(cast: Cast) -> None:
    rules(cast, whole_team_has_access=True)
    a_member(cast.ashford, "Tess", team=True, ends_on=YESTERDAY)
    assert "team-member" not in found(cast)


# --- Ways in ------------------------------------------------------------------------------------


def test_who_was_taken_off_the_team_and_still_gets_in(cast: Cast) -> None:
    a_member(cast.ashford, "Zoe", team=True)
    zoe = Membership.objects.get(person__name="Zoe")
    has_access(cast, zoe.person, level="task")
    assert "left-team" not in found(cast)
    zoe.team_seats.update(ends_on=YESTERDAY)
    (gap,) = found(cast)["left-team"]
    assert "Zoe has left the team and still has access" in gap.words
    # On the team again, or with an office that calls for access, nothing is wrong.
    seat = zoe.team_seats.create(council=cast.ashford, starts_on=today())
    assert "left-team" not in found(cast)
    seat.delete()
    office = cast.ashford.offices.get(key="administrator")
    zoe.appointments.create(council=cast.ashford, office=office, starts_on=today())
    assert "left-team" not in found(cast)


def test_a_shared_login(cast: Cast) -> None:
    login = a_login(cast)
    assert "shared-login" not in found(cast)
    has_access(cast, cast.adam, login, level="shared")
    assert "shared-login" not in found(cast)
    has_access(cast, cast.ana, login, level="shared")
    assert "shared-login" in found(cast)
    other = another(cast)
    said = a_login(cast, other, name="events", is_shared=True)
    assert "events" in found(cast, other)["shared-login"][0].words
    end_way_in(way_in=said, on=today(), reason="Each has their own", actor=cast.adam)
    assert "shared-login" not in found(cast, other)


@pytest.mark.parametrize(
    ("address", "personal"),
    [
        ("clerk.ashford@gmail.com", True),
        ("Ana@Hotmail.co.uk", True),
        ("ana@example.org", True),  # her own address, not at the council's domain
        ("social@ashford.example", False),
        ("help@agency.example", False),
        ("", False),
    ],
)
def test_a_personal_mailbox_for_recovery(cast: Cast, address: str, personal: bool) -> None:
    a_login(cast, recovery_email=address)
    assert ("recovery" in found(cast)) is personal


# --- Looking after it ---------------------------------------------------------------------------


def test_nobody_monitoring(cast: Cast) -> None:
    assert "unmonitored" in found(cast)
    office = cast.ashford.offices.get(key="comms-officer")
    change_account(account=cast.page, monitored_by=office, actor=cast.adam)
    assert "unmonitored" not in found(cast)


def test_ended_here_and_not_confirmed_there(cast: Cast) -> None:
    grant = has_access(cast, cast.ana, starts_on=date(2026, 1, 1), ends_on=YESTERDAY)
    (gap,) = found(cast)["not-removed"]
    assert "The access of Ana has ended here" in gap.words
    grant.removed_on = today()
    grant.save()
    assert "not-removed" not in found(cast)


def test_a_check_is_overdue_by_the_rulebook(cast: Cast, as_: As) -> None:
    assert "unchecked" not in found(cast)  # no rule, no gap
    rules(cast, account_checks=6)
    (gap,) = found(cast)["unchecked"]
    assert "Never checked" in gap.words
    assert "1 account to check on the platform" in as_(cast.adam).get("/c/ashford/home/").text
    listed = as_(cast.adam).get(f"{GAPS}?show=unchecked").context["rows"]
    assert [row.gap.code for _, rows in listed for row in rows] == ["unchecked"]
    assert "minute 24/101" in gap.source
    check = AccountCheck(
        council=cast.ashford,
        account=cast.page,
        as_registered=True,
        note="Same",
        checked_by=cast.adam,
    )
    check.save()
    assert "unchecked" not in found(cast)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
    ],
)
def test_months_are_counted_as_people_do(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_what_does_not_exist_has_no_gaps(cast: Cast) -> None:
    account = a_proposal(cast)
    assert gaps_of(cast.ashford, [account]) == {}
