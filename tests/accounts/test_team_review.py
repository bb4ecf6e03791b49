"""A second look at a change to the team: by whom, and what comes back when it is reversed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.models import Membership, Person, TeamMember
from accounts.team.actions import join_team, leave_team
from accounts.team.models import TeamChange
from councilsm.inbox.models import OutboxMessage
from tests.accounts.changing import in_boxes
from tests.accounts.teaming import (
    URGENT,
    a_change,
    flitwick,
    joining,
    named,
    of,
    on_team,
    refused,
    tomorrow,
    yesterday,
)
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
LIST, JOIN = "/c/flitwick/team/", "/c/flitwick/team/join/"


@pytest.fixture
def council(db: None) -> Council:
    """Flitwick, before it has gone live."""
    return flitwick()


def urgent(council: Council, as_: As) -> TeamChange:
    """The deputy's urgent change: Wes Warden joins."""
    as_(named("Dan Deputy")).post(JOIN, joining(of("Wes Warden"), **URGENT))
    return TeamChange.objects.get()


@pytest.mark.clause("FTC-6.2-h")
def test_the_clerk_sees_how_long_a_change_has_waited_and_confirms_it(
    council: Council, as_: As
) -> None:
    change = urgent(council, as_)
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        clerk = as_(named("Tessa Clerk"))
        due = clerk.get("/c/flitwick/home/").context["due"]
        line = next(one for one in due if "to look at" in one.text)
        assert line.text.startswith("1 change to the Social Media Administration Team")
        assert line.hint == "The oldest has waited 3\xa0days"
        shown = clerk.get(LIST).content.decode()
        assert "Awaiting review by the Town Clerk, 3 days" in shown
    clerk = as_(named("Tessa Clerk"))
    told = OutboxMessage.objects.filter(recipient__startswith="tessa").get()
    assert "Tessa is in surgery" in told.body
    url = f"{LIST}changes/{change.pk}/"
    assert clerk.post(url, {"outcome": ""}).status_code == 422
    assert clerk.post(url, {"outcome": "confirmed"}).status_code == 302
    change.refresh_from_db()
    assert (change.review, change.reviewed_by) == ("confirmed", named("Tessa Clerk"))
    assert clerk.post(url, {"outcome": "confirmed"}).status_code == 409
    assert not any(
        "to look at" in one.text for one in clerk.get("/c/flitwick/home/").context["due"]
    )


@pytest.mark.clause("FTC-6.2-h")
def test_reversing_ends_the_seat_at_once(council: Council, as_: As) -> None:
    change = urgent(council, as_)
    clerk, url = as_(named("Tessa Clerk")), f"{LIST}changes/{change.pk}/"
    assert clerk.post(url, {"outcome": "reversed", "note": ""}).status_code == 422
    assert on_team("Wes Warden")
    assert clerk.post(url, {"outcome": "reversed", "note": "Not yet."}).status_code == 302
    assert not on_team("Wes Warden")
    assert "Not yet." in clerk.get(f"{LIST}changes/").content.decode()
    # The place is free again.
    assert clerk.post(JOIN, joining(of("Wes Warden"))).status_code == 302


def test_reversing_gives_back_a_seat_that_was_ended(council: Council, as_: As) -> None:
    seat = TeamMember.objects.get(membership=of("Mo Manager"))
    typed = {**in_boxes("ends_on", yesterday()), **URGENT}
    assert as_(named("Dan Deputy")).post(f"{LIST}{seat.pk}/leave/", typed).status_code == 302
    assert not on_team("Mo Manager")
    url = f"{LIST}changes/{TeamChange.objects.get().pk}/"
    as_(named("Tessa Clerk")).post(url, {"outcome": "reversed", "note": "A mistake."})
    assert on_team("Mo Manager")
    # The day on which they were off the team stays so: they have a new seat from today.
    seat.refresh_from_db()
    assert seat.ends_on == yesterday()
    again = of("Mo Manager").team_seats.exclude(pk=seat.pk).get()
    assert (again.starts_on, again.ends_on) == (today(), None)


def test_reversing_before_the_last_day_gives_back_the_same_seat(council: Council, as_: As) -> None:
    seat = TeamMember.objects.get(membership=of("Mo Manager"))
    typed = {**in_boxes("ends_on", tomorrow()), **URGENT}
    as_(named("Dan Deputy")).post(f"{LIST}{seat.pk}/leave/", typed)
    url = f"{LIST}changes/{TeamChange.objects.get().pk}/"
    as_(named("Tessa Clerk")).post(url, {"outcome": "reversed", "note": "A mistake."})
    seat = of("Mo Manager").team_seats.get()
    assert seat.ends_on is None


def test_a_seat_changed_again_since_is_not_reversed(council: Council, as_: As) -> None:
    change = urgent(council, as_)
    leave_team(seat=change.seat, ends_on=today(), actor=named("Tessa Clerk"))
    url = f"{LIST}changes/{change.pk}/"
    answer = as_(named("Tessa Clerk")).post(url, {"outcome": "reversed", "note": "No."})
    assert "changed again since" in refused(answer)


@pytest.mark.clause("FTC-6.2-h")
def test_nobody_reviews_their_own_change(cast: Cast, as_: As) -> None:
    both = {
        "review_team_changes": chosen({"offices": ["town-clerk", "administrator"]}),
        "appoint_team": chosen({"offices": ["administrator"]}),
    }
    a_rulebook(cast.ashford, **RULES | {"review_team_changes": chosen({"offices": ["town-clerk"]})})
    change = a_change(cast)
    assert change.review == "awaiting"
    a_rulebook(cast.ashford, **RULES | both)
    url = f"/c/ashford/team/changes/{change.pk}/"
    answer = as_(cast.adam).post(url, {"outcome": "confirmed"})
    assert "You made this change" in refused(answer)
    assert as_(cast.priya).post(url, {"outcome": "confirmed"}).status_code == 302


@pytest.mark.clause("FTC-6.2-h")
def test_an_urgent_change_by_one_who_reviews_awaits_the_others(cast: Cast, as_: As) -> None:
    two = {
        "urgent_team_changes": chosen({"offices": ["events-officer"]}),
        "review_team_changes": chosen({"offices": ["auditor", "events-officer"]}),
    }
    a_rulebook(cast.ashford, **RULES | two)
    cora = Membership.objects.get(person=cast.cora)
    url = "/c/ashford/team/"
    assert as_(cast.ana).post(f"{url}join/", joining(cora, **URGENT)).status_code == 302
    change = TeamChange.objects.get()
    assert (change.is_urgent, change.review) == (True, "awaiting")
    # Whoever is the only one to review looks at it by making it.
    alone = {**two, "review_team_changes": chosen({"offices": ["events-officer"]})}
    a_rulebook(cast.ashford, **RULES | alone)
    leave = {**in_boxes("ends_on", today()), **URGENT}
    assert as_(cast.ana).post(f"{url}{change.seat_id}/leave/", leave).status_code == 302
    assert TeamChange.objects.exclude(pk=change.pk).get().review == "not_needed"


def test_a_change_of_ones_own_seat_is_for_another_reviewer(cast: Cast, as_: As) -> None:
    both = {"review_team_changes": chosen({"offices": ["town-clerk", "auditor"]})}
    a_rulebook(cast.ashford, **RULES | both)
    priya = Membership.objects.get(person=cast.priya)
    change = join_team(membership=priya, starts_on=today(), actor=cast.adam)
    url = f"/c/ashford/team/changes/{change.pk}/"
    answer = as_(cast.priya).post(url, {"outcome": "confirmed"})
    assert "This is your own seat" in refused(answer)
    # Where nobody else reviews, she does.
    alone = {"review_team_changes": chosen({"offices": ["town-clerk"]})}
    a_rulebook(cast.ashford, **RULES | alone)
    assert as_(cast.priya).post(url, {"outcome": "confirmed"}).status_code == 302
