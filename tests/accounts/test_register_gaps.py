"""Gaps: each found, each mended, and accepted by the council for a time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import months_later, today
from accounts.people.models import Membership, Person
from accounts.register.actions import accept_gap, change_account, end_way_in
from accounts.register.gaps import Gap, gaps_of
from accounts.register.mending import MENDS
from accounts.register.models import AccountCheck, OfficialAccount
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.registering import (
    LIST,
    a_login,
    a_proposal,
    another,
    has_access,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
GAPS = f"{LIST}gaps/"
YESTERDAY = today() - timedelta(days=1)


def found(cast: Cast, account: OfficialAccount | None = None) -> dict[str, list[Gap]]:
    """The gaps of an account, by their code."""
    accounts = cast.ashford.official_accounts.with_last_check()
    account = accounts.get(pk=(account or cast.page).pk)
    gaps: dict[str, list[Gap]] = {}
    for gap in gaps_of(cast.ashford, [account])[account.pk]:
        gaps.setdefault(gap.code, []).append(gap)
    return gaps


def rules(cast: Cast, **more: Any) -> None:
    a_rulebook(cast.ashford, **RULES, **{name: chosen(value) for name, value in more.items()})
    cast.ashford.refresh_from_db()


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


# --- The page -----------------------------------------------------------------------------------


def many(cast: Cast) -> None:
    """Several accounts with several gaps each."""
    rules(cast, whole_team_has_access=True, account_checks=3, administrators=2)
    for number in range(8):
        account = another(cast, handle=f"events{number}", name=f"Events {number}")
        a_login(cast, account, name=f"login {number}", recovery_email=f"a{number}@gmail.com")
        a_member(cast.ashford, f"Team {number}", team=True)
        has_access(cast, cast.ana, account)


def test_the_page_of_gaps_asks_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    many(cast)
    browser = as_(cast.rita)
    with queries(at_most=9):
        page = browser.get(GAPS).text
    assert "Team 7, on the admin team, has no access." in page
    assert "Instagram: Events 7" in page
    assert "a0@gmail.com" not in page
    assert "personal mailbox" in page


def test_everybody_reads_the_gaps_of_their_own_council(cast: Cast, as_: As) -> None:
    assert "Main page" in as_(cast.ana).get(GAPS).text
    assert "Record that the council accepts it" not in as_(cast.ana).get(GAPS).text
    page = as_(cast.adam).get(GAPS).text
    assert "Record that the council accepts it" in page
    assert f'href="{accept_page(cast)}"' in page
    assert as_(cast.oscar).get(GAPS).status_code == 404


def test_each_gap_leads_to_where_it_is_mended(cast: Cast, as_: As) -> None:
    """Every kind at once: the first link of each opens a page."""
    many(cast)
    a_member(cast.ashford, "Zoe", team=True)
    zoe = Membership.objects.get(person__name="Zoe")
    has_access(cast, zoe.person)
    zoe.team_seats.update(ends_on=YESTERDAY)
    has_access(cast, cast.priya, a_login(cast, is_shared=True), level="shared")
    has_access(cast, cast.ana, starts_on=date(2026, 1, 1), ends_on=YESTERDAY)
    lone = another(cast, handle="lone", name="Lone")
    has_access(cast, cast.priya, lone)
    has_access(cast, cast.adam, another(cast, handle="two", name="Two"), confirmed=None)
    adam = as_(cast.adam)
    note = {"found": "different", "note": "Sam is listed there too."}
    assert adam.post(f"{LIST}{lone.pk}/check/", note).status_code == 302
    rows = [row for _, gaps in adam.get(GAPS).context["rows"] for row in gaps]
    assert {row.gap.code for row in rows} | {"confirm", "one-only"} == set(MENDS)
    assert {row.gap.mended_by[0] for row in rows if row.gap.mended_by} == {"confirm", "one-only"}
    pages = {row.gap.code: row.mend_url.partition("#")[0] for row in reversed(rows)}
    assert {url for url in pages.values() if adam.get(url).status_code != 200} == set()
    lacking = next(row for row in rows if row.gap.code == "team-member")
    asked_for = as_(cast.priya).get(lacking.mend_url).context["form"]["membership"].value()
    assert str(asked_for) == lacking.gap.about


def test_a_check_that_differs_is_a_gap_until_one_that_does_not(cast: Cast, as_: As) -> None:
    adam, check = as_(cast.adam), f"{LIST}{cast.page.pk}/check/"
    adam.post(check, {"found": "different", "note": "Sam is listed there too."})
    assert "found that something differs" in as_(cast.ana).get(GAPS).text
    assert "Last checked" not in Client().get("/c/ashford/official-accounts/").text
    adam.post(check, {"found": "same", "note": "Sam is gone."})
    assert "differs" not in found(cast)


def test_no_account_no_gaps(cast: Cast, as_: As) -> None:
    OfficialAccount.objects.filter(council=cast.ashford).update(status="closed")
    assert "No account in use" in as_(cast.ana).get(GAPS).text


# --- Accepted for a time ------------------------------------------------------------------------


def accepting(**more: Any) -> dict[str, Any]:
    return {
        "reason": "Two officers share the work until the new clerk begins.",
        "minute": "26/40",
        **in_boxes("decided_on", today()),
        **in_boxes("until", today() + timedelta(days=90)),
        **more,
    }


def accept_page(cast: Cast, part: str = "too-few/") -> str:
    return f"{LIST}{cast.page.pk}/gaps/{part}"


def test_the_council_accepts_a_gap_until_a_day(cast: Cast, as_: As) -> None:
    before = as_(cast.ana).get(GAPS).context
    assert as_(cast.adam).post(accept_page(cast), accepting()).url == GAPS
    after = as_(cast.ana).get(GAPS)
    assert (after.context["open"], after.context["accepted"]) == (before["open"] - 1, 1)
    assert "minute 26/40" in after.text
    assert found(cast)["too-few"][0].is_accepted
    event = AuditEvent.objects.about(cast.page).get()
    assert (event.verb, event.actor_id) == ("gap.accepted", cast.adam.pk)
    shown = as_(cast.ana).get(LIST).text
    assert "1 accepted" in shown


def test_a_decision_sent_twice_is_one(cast: Cast, as_: As) -> None:
    assert as_(cast.adam).post(accept_page(cast), accepting()).status_code == 302
    assert as_(cast.adam).post(accept_page(cast), accepting()).status_code == 409
    assert cast.ashford.accepted_gaps.count() == 1


def test_accepting_three_administrators_accepts_three_and_no_more(cast: Cast, as_: As) -> None:
    rules(cast, administrators=2)
    for name in ("A B", "C D", "E F"):
        has_access(cast, name)
    as_(cast.adam).post(accept_page(cast, "too-many/3/"), accepting())
    assert found(cast)["too-many"][0].is_accepted
    has_access(cast, "G H")
    assert not found(cast)["too-many"][0].is_accepted
    as_(cast.adam).post(accept_page(cast, "too-many/4/"), accepting())
    cast.ashford.access_grants.filter(found_name="A B").update(removed_on=today())
    assert found(cast)["too-many"][0].is_accepted


def test_it_is_asked_again_after_that_day(
    cast: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_(cast.adam).post(accept_page(cast), accepting())
    later = today() + timedelta(days=91)
    monkeypatch.setattr("accounts.register.facts.today", lambda: later)
    (gap,) = found(cast)["too-few"]
    assert gap.asked_again
    assert not gap.is_accepted
    assert "That day has passed" in as_(cast.ana).get(GAPS).text


def test_one_gap_of_a_kind_is_accepted_and_not_the_others(cast: Cast, as_: As) -> None:
    a_login(cast, recovery_email="one@gmail.com")
    two = a_login(cast, name="two", recovery_email="two@gmail.com")
    as_(cast.adam).post(accept_page(cast, f"recovery/{two.pk}/"), accepting())
    assert [gap.is_accepted for gap in found(cast)["recovery"]] == [False, True]


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"reason": ""}, 422),
        ({"minute": " "}, 422),
        ({"until_day": "31", "until_month": "2"}, 422),
        ({"reason": "The password is Summer2026"}, 422),
        (in_boxes("until", YESTERDAY), 409),
        (in_boxes("until", today() + timedelta(days=800)), 409),
        (in_boxes("decided_on", today() + timedelta(days=1)), 409),
    ],
)
def test_what_the_council_decided_is_asked_in_full(
    cast: Cast, as_: As, wrong: dict[str, str], status: int
) -> None:
    response = as_(cast.adam).post(accept_page(cast), accepting(**wrong))
    assert response.status_code == status
    assert not cast.ashford.accepted_gaps.exists()


def test_who_does_not_keep_the_register_accepts_nothing(cast: Cast, as_: As) -> None:
    assert as_(cast.ana).post(accept_page(cast), accepting()).status_code == 403
    assert as_(cast.oscar).post(accept_page(cast), accepting()).status_code == 404
    assert as_(cast.adam).get(accept_page(cast, "not-removed/9/")).status_code == 404
    assert as_(cast.adam).get(accept_page(cast, "no-such/")).status_code == 404
    with pytest.raises(RuleBroken):
        accept_gap(
            account=cast.page,
            code="too-few",
            about="",
            reason=" ",
            minute="1",
            decided_on=today(),
            until=today(),
            actor=cast.adam,
        )
