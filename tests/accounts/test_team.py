"""The team: who is on it on a day, and who may change it."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership, Person, TeamMember
from accounts.team.actions import changing, leave_team
from accounts.team.models import TeamChange
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from tests.accounts.changing import in_boxes
from tests.accounts.teaming import (
    URGENT,
    a_course,
    a_text,
    done,
    flitwick,
    joining,
    named,
    of,
    refused,
    tomorrow,
    yesterday,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]
LIST, JOIN = "/c/flitwick/team/", "/c/flitwick/team/join/"


@pytest.fixture
def council(db: None) -> Council:
    """Flitwick, before it has gone live."""
    return flitwick()


@pytest.fixture
def live(db: None) -> Council:
    """Flitwick once it has gone live, with the undertaking in words."""
    council = flitwick(live=True)
    a_text(council)
    return council


# --- The page -----------------------------------------------------------------------------------


@pytest.mark.clause("FTC-6.2-c")
def test_each_office_the_policy_names_is_on_the_team_vacant_or_not_appointed(
    council: Council, as_: As
) -> None:
    a_member(council, "Wendy Weddings", "weddings-events-coordinator")
    shown = as_(named("Tessa Clerk")).get(LIST)
    assert "<h1" in shown.content.decode()
    assert "Social Media Administration Team (SMAT)" in shown.content.decode()
    states = [(office.title, office.label) for office in shown.context["team"].offices]
    assert [label for _, label in states] == [
        "On the team",
        "On the team",
        "On the team",
        "Vacant",
        "Vacant",
        "Not on the team",
    ]


def test_the_team_as_it_was_on_a_day(council: Council, as_: As) -> None:
    clerk, seat = named("Tessa Clerk"), TeamMember.objects.get(membership=of("Mo Manager"))
    leave_team(seat=seat, ends_on=yesterday(), actor=clerk)
    members = lambda answer: [one.goes_by for one in answer.context["team"].members]  # noqa: E731
    assert members(as_(clerk).get(LIST)) == ["Dan Deputy", "Tessa Clerk"]
    then = as_(clerk).get(LIST, {"on": yesterday().isoformat()})
    assert members(then) == ["Dan Deputy", "Mo Manager", "Tessa Clerk"]
    assert "as it was on" in then.content.decode()
    before = as_(clerk).get(LIST, {"on": "2020-01-01"})
    assert members(before) == []
    for wrong in ("31 June", "1899-01-01", tomorrow().isoformat()):
        assert as_(clerk).get(LIST, {"on": wrong}).status_code == 422


def test_why_and_what_is_owed_is_for_those_who_deal_with_it(council: Council, as_: As) -> None:
    a_course(council)
    TeamMember.objects.filter(membership=of("Mo Manager")).update(why="Runs the page")
    for name, sees in (("Tessa Clerk", True), ("Dan Deputy", True), ("Wes Warden", False)):
        shown = as_(named(name)).get(LIST).content.decode()
        assert ("Runs the page" in shown) is sees
        assert ("Using social media" in shown) is sees


def test_the_page_stays_within_its_queries(council: Council, as_: As, queries: Any) -> None:
    a_course(council)
    a_text(council)
    clerk = as_(named("Tessa Clerk"))
    clerk.get(LIST)  # reads the rules once a process
    for number in range(5):
        a_member(council, f"Extra {number}", team=True)
    with queries(at_most=12):
        clerk.get(LIST)


# --- Joining ------------------------------------------------------------------------------------


@pytest.mark.clause("FTC-6.2-a", "FTC-6.2-b")
def test_the_clerk_puts_somebody_on_the_team(council: Council, as_: As) -> None:
    answer = as_(named("Tessa Clerk")).post(JOIN, joining(of("Wes Warden")))
    assert answer.status_code == 302
    change = TeamChange.objects.get()
    assert (change.review, change.is_urgent) == ("not_needed", False)
    assert change.office and change.office.key == "town-clerk"
    assert of("Wes Warden").team_seats.get().starts_on == today()
    assert OutboxMessage.objects.get().subject.startswith("You are appointed to the Social")
    for other in ("Mo Manager", "Wes Warden"):
        assert as_(named(other)).post(JOIN, joining(of("Wes Warden"))).status_code == 403


def test_nobody_sits_twice(council: Council, as_: As) -> None:
    clerk = as_(named("Tessa Clerk"))
    assert clerk.post(JOIN, joining(of("Wes Warden"))).status_code == 302
    # The list no longer offers them.
    assert clerk.post(JOIN, joining(of("Wes Warden"))).status_code == 422
    assert of("Wes Warden").team_seats.count() == 1


def test_another_councils_people_are_not_offered(cast: Cast, as_: As) -> None:
    theirs = Membership.objects.get(person=cast.oscar)
    answer = as_(cast.adam).post("/c/ashford/team/join/", joining(theirs))
    assert answer.status_code == 422
    seat = TeamMember.objects.create(council=cast.barham, membership=theirs, starts_on=today())
    for path in (f"{seat.pk}/leave/", f"{seat.pk}/paper/"):
        assert as_(cast.adam).get(f"/c/ashford/team/{path}").status_code == 404


@pytest.mark.clause("FTC-6.2-b")
def test_a_change_of_the_deputys_that_is_not_urgent_is_refused(council: Council, as_: As) -> None:
    answer = as_(named("Dan Deputy")).post(JOIN, joining(of("Wes Warden")))
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "FTC-6.2-b" in shown
    assert "Only the Town Clerk decides" in shown
    assert "They run the warden service" in shown
    assert not of("Wes Warden").team_seats.exists()


@pytest.mark.clause("FTC-6.2-g")
@pytest.mark.parametrize("left_out", sorted(URGENT))
def test_an_urgent_change_says_both_why(council: Council, as_: As, left_out: str) -> None:
    deputy = as_(named("Dan Deputy"))
    answer = deputy.post(JOIN, joining(of("Wes Warden"), **{**URGENT, left_out: "  "}))
    assert answer.status_code == 409
    assert "FTC-6.2-g" in answer.content.decode()
    assert not TeamChange.objects.exists()
    assert deputy.post(JOIN, joining(of("Wes Warden"), **URGENT)).status_code == 302
    change = TeamChange.objects.get()
    assert change.is_urgent
    assert (change.why_urgent, change.why_unavailable) == tuple(URGENT.values())
    event = AuditEvent.objects.get(verb="team_member.appointed")
    assert event.actor_id == named("Dan Deputy").pk
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamChange.objects.update(why_urgent="It was not.")
    kept = json.loads(AuditEvent.objects.get(verb="team_change.made").detail.new)
    assert (kept["why_urgent"], kept["why_unavailable"]) == tuple(URGENT.values())


@pytest.mark.clause("FTC-6.2-d")
def test_somebody_beyond_the_six_offices_needs_a_reason_and_training(
    live: Council, as_: As
) -> None:
    clerk = as_(named("Tessa Clerk"))
    post = lambda **typed: clerk.post(JOIN, joining(of("Wes Warden"), **typed))  # noqa: E731
    assert "Say why their job needs it" in refused(post(why=""))
    assert "No course says" in refused(post())
    course = a_course(live)
    assert "Wes Warden has not done Using social media" in refused(post())
    assert not of("Wes Warden").team_seats.exists()
    done(course, "Wes Warden")
    assert post().status_code == 302
    # Whoever holds one of the six needs neither.
    a_member(live, "Wendy Weddings", "weddings-events-coordinator")
    assert clerk.post(JOIN, joining(of("Wendy Weddings"), why="")).status_code == 302


def test_before_the_council_goes_live_missing_training_is_listed_not_refused(
    council: Council, as_: As
) -> None:
    a_course(council)
    clerk = as_(named("Tessa Clerk"))
    assert clerk.post(JOIN, joining(of("Wes Warden"))).status_code == 302
    members = {one.goes_by: one for one in clerk.get(LIST).context["team"].members}
    assert members["Wes Warden"].training == ["Using social media"]


def test_where_the_rules_name_no_offices_nobody_is_beyond_them(cast: Cast, as_: As) -> None:
    ana = Membership.objects.get(person=cast.ana)
    answer = as_(cast.adam).post("/c/ashford/team/join/", joining(ana, why=""))
    assert answer.status_code == 302
    assert TeamChange.objects.get().review == "not_needed"


def test_a_last_day_before_the_first_is_asked_for_again(council: Council, as_: As) -> None:
    typed = joining(of("Wes Warden"), **in_boxes("ends_on", yesterday()))
    assert as_(named("Tessa Clerk")).post(JOIN, typed).status_code == 422


# --- Leaving ------------------------------------------------------------------------------------


def test_taking_somebody_off_the_team(council: Council, as_: As) -> None:
    seat = TeamMember.objects.get(membership=of("Mo Manager"))
    clerk, url = as_(named("Tessa Clerk")), f"{LIST}{seat.pk}/leave/"
    early = clerk.post(url, {**in_boxes("ends_on", date(2024, 1, 1)), "why": "Left."})
    assert early.status_code == 409
    assert clerk.post(url, in_boxes("ends_on", yesterday())).status_code == 302
    seat.refresh_from_db()
    assert seat.ends_on == yesterday()
    assert clerk.post(url, in_boxes("ends_on", today())).status_code == 409
    assert as_(named("Mo Manager")).post(url, in_boxes("ends_on", today())).status_code == 403


def test_the_last_who_manages_people_through_the_team_stays(cast: Cast, as_: As) -> None:
    by_team = {"manage_people": chosen({"offices": [], "team": True})}
    a_rulebook(cast.ashford, **RULES | by_team)
    adam = Membership.objects.get(person=cast.adam)
    seat = TeamMember.objects.create(council=cast.ashford, membership=adam, starts_on=yesterday())
    url = f"/c/ashford/team/{seat.pk}/leave/"
    assert as_(cast.adam).post(url, in_boxes("ends_on", today())).status_code == 409


# --- By whom, and how late ------------------------------------------------------------------------


def test_who_could_be_put_on_the_team_by_another_is_not_by_themself(
    council: Council, as_: As
) -> None:
    TeamMember.objects.exclude(membership=of("Mo Manager")).update(ends_on=yesterday())
    deputy, clerk = as_(named("Dan Deputy")), as_(named("Tessa Clerk"))
    answer = deputy.post(JOIN, joining(of("Dan Deputy"), **URGENT))
    assert "Somebody else must put you on" in refused(answer)
    # The clerk alone appoints it here.
    assert clerk.post(JOIN, joining(of("Tessa Clerk"))).status_code == 302


@pytest.mark.clause("FTC-6.2-g")
def test_days_gone_by_are_rewritten_by_nobody_unseen(live: Council, as_: As) -> None:
    clerk, deputy = as_(named("Tessa Clerk")), as_(named("Dan Deputy"))
    wendy = a_member(live, "Wendy Weddings", "weddings-events-coordinator")
    began = {**joining(of("Wendy Weddings")), **in_boxes("starts_on", today() - timedelta(days=9))}
    assert "Name the minute or paper" in refused(clerk.post(JOIN, began))
    assert "begins today or later" in refused(deputy.post(JOIN, {**began, **URGENT}))
    assert clerk.post(JOIN, {**began, "minute": "26/41"}).status_code == 302
    assert wendy.memberships.get().team_seats.get().minute == "26/41"
    url = f"{LIST}{TeamMember.objects.get(membership=of('Mo Manager')).pk}/leave/"
    back = in_boxes("ends_on", today() - timedelta(days=9))
    assert "Say why it is recorded only now" in refused(clerk.post(url, back))
    assert "yesterday at the earliest" in refused(deputy.post(url, {**back, **URGENT}))
    assert clerk.post(url, {**back, "why": "Resigned by letter."}).status_code == 302


def test_what_a_change_ended_is_read_once_the_row_is_held(
    council: Council, monkeypatch: Any
) -> None:
    """Another ends the seat while this one waits for the lock."""
    seat = TeamMember.objects.get(membership=of("Mo Manager"))

    def wait(council: Council) -> None:
        TeamMember.objects.filter(pk=seat.pk).update(ends_on=today() + timedelta(days=9))

    monkeypatch.setattr(changing, "lock_people", wait)
    change = leave_team(seat=seat, ends_on=tomorrow(), actor=named("Tessa Clerk"))
    assert change.ended_before == today() + timedelta(days=9)
