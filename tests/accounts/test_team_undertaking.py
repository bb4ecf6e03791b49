"""The undertaking of the team: its words, giving it, and the seat that waits for it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.people.missing import missing_of
from accounts.people.models import Membership, Person, TeamMember
from accounts.team.models import Undertaking, UndertakingText
from accounts.team.views.undertaking import SUGGESTION
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from tests.accounts.changing import in_boxes
from tests.accounts.teaming import (
    WORDS,
    a_course,
    a_text,
    done,
    flitwick,
    joining,
    named,
    of,
    on_team,
    tomorrow,
    yesterday,
)
from tests.cast import Cast, a_member

As = Callable[[Person], Client]
LIST, JOIN = "/c/flitwick/team/", "/c/flitwick/team/join/"
GIVE = f"{LIST}undertaking/"


@pytest.fixture
def live(db: None) -> Council:
    """Flitwick once it has gone live; Wendy holds an office that sits on the team."""
    council = flitwick(live=True)
    a_member(council, "Wendy Weddings", "weddings-events-coordinator")
    return council


def owes(council: Council, name: str) -> bool:
    """Whether access asks for somebody's undertaking."""
    lacks = missing_of(council, [of(name).pk], today()).get(of(name).pk, [])
    return "the undertaking of the team" in [one.what for one in lacks]


@pytest.mark.clause("FTC-6.2-e", "FTC-A-2")
def test_a_seat_begins_with_the_undertaking(live: Council, as_: As) -> None:
    clerk, wendy = as_(named("Tessa Clerk")), as_(named("Wendy Weddings"))
    no_words = clerk.post(JOIN, joining(of("Wendy Weddings")))
    assert no_words.status_code == 409
    assert "The undertaking has no words yet" in no_words.content.decode()
    a_text(live)
    assert clerk.post(JOIN, joining(of("Wendy Weddings"))).status_code == 302
    assert not on_team("Wendy Weddings")
    told = OutboxMessage.objects.get(subject__startswith="You are appointed")
    assert "Your place begins once you give the undertaking" in told.body
    (due,) = [
        one for one in wendy.get("/c/flitwick/home/").context["due"] if "undertaking" in one.text
    ]
    assert due.url == GIVE
    assert wendy.post(GIVE, {"number": 1}).status_code == 422
    assert not on_team("Wendy Weddings")
    assert wendy.post(GIVE, {"number": 1, "given": "on"}).status_code == 302
    assert on_team("Wendy Weddings")
    assert of("Wendy Weddings").team_seats.get().starts_on == today()
    assert wendy.post(GIVE, {"number": 1, "given": "on"}).status_code == 409


def test_a_seat_for_a_later_day_begins_on_that_day(live: Council, as_: As) -> None:
    a_text(live)
    typed = joining(of("Wendy Weddings"), **in_boxes("starts_on", tomorrow()))
    as_(named("Tessa Clerk")).post(JOIN, typed)
    as_(named("Wendy Weddings")).post(GIVE, {"number": 1, "given": "on"})
    assert not on_team("Wendy Weddings")
    with time_machine.travel(tomorrow() + timedelta(hours=0), tick=False):
        assert named("Wendy Weddings").membership_at("flitwick").on_team  # type: ignore[union-attr]


@pytest.mark.clause("FTC-6.2-e")
def test_on_paper_for_somebody_without_a_sign_in(live: Council, as_: As) -> None:
    a_text(live)
    Membership.objects.filter(pk=of("Wendy Weddings").pk).update(can_sign_in=False)
    clerk = as_(named("Tessa Clerk"))
    clerk.post(JOIN, joining(of("Wendy Weddings")))
    seat = of("Wendy Weddings").team_seats.get()
    assert (seat.starts_on, seat.is_waiting) == (None, True)
    assert not OutboxMessage.objects.filter(subject__startswith="You are appointed").exists()
    url = f"{LIST}{seat.pk}/paper/"
    assert clerk.post(url, in_boxes("given_on", today())).status_code == 422
    late = {**in_boxes("given_on", tomorrow()), "paper_reference": "File 7", "number": 1}
    assert clerk.post(url, late).status_code == 409
    signed = {**in_boxes("given_on", yesterday()), "paper_reference": "File 7", "number": 1}
    assert clerk.post(url, signed).status_code == 302
    given = Undertaking.objects.get()
    assert (given.given_on, given.paper_reference) == (yesterday(), "File 7")
    seat.refresh_from_db()
    assert seat.starts_on == today()
    assert "on paper: File 7" in clerk.get(LIST).content.decode()
    assert as_(named("Dan Deputy")).get(url).status_code == 403


@pytest.mark.clause("FTC-6.2-e")
def test_new_words_are_asked_for_again_and_nobody_loses_their_seat(live: Council, as_: As) -> None:
    a_text(live)
    deputy = as_(named("Dan Deputy"))
    deputy.post(GIVE, {"number": 1, "given": "on"})
    assert not owes(live, "Dan Deputy")
    assert owes(live, "Mo Manager")
    clerk = as_(named("Tessa Clerk"))
    assert clerk.post(f"{GIVE}words/", {"words": WORDS}).status_code == 409
    assert clerk.post(f"{GIVE}words/", {"words": ""}).status_code == 422
    assert clerk.post(f"{GIVE}words/", {"words": "Other words."}).status_code == 302
    assert OutboxMessage.objects.filter(subject="Give your undertaking").exists()
    told = OutboxMessage.objects.filter(subject__contains="its words have changed")
    assert told.filter(recipient__startswith="dan").exists()
    assert owes(live, "Dan Deputy")
    assert on_team("Dan Deputy")
    stale = deputy.post(GIVE, {"number": 1, "given": "on"})
    assert stale.status_code == 409
    assert "The words of the undertaking have changed" in stale.content.decode()
    assert deputy.post(GIVE, {"number": 2, "given": "on"}).status_code == 302
    assert UndertakingText.objects.count() == 2


def test_who_has_no_seat_gives_no_undertaking(live: Council, as_: As) -> None:
    a_text(live)
    answer = as_(named("Wendy Weddings")).post(GIVE, {"number": 1, "given": "on"})
    assert answer.status_code == 409
    assert "is not on the Social Media" in answer.content.decode()


def test_before_go_live_a_seat_begins_at_once_and_the_undertaking_is_listed(
    db: None, as_: As
) -> None:
    council = flitwick()
    a_text(council)
    clerk = as_(named("Tessa Clerk"))
    assert clerk.post(JOIN, joining(of("Wes Warden"))).status_code == 302
    assert on_team("Wes Warden")
    assert "Not given" in clerk.get(LIST).content.decode()


def test_a_waiting_seat_can_be_taken_back(live: Council, as_: As) -> None:
    a_text(live)
    clerk = as_(named("Tessa Clerk"))
    clerk.post(JOIN, joining(of("Wendy Weddings")))
    seat = TeamMember.objects.get(membership=of("Wendy Weddings"))
    shown = clerk.get(LIST).context["team"]
    assert [one.goes_by for one in shown.waiting] == ["Wendy Weddings"]
    ended = in_boxes("ends_on", yesterday())
    assert clerk.post(f"{LIST}{seat.pk}/leave/", ended).status_code == 302
    assert clerk.get(LIST).context["team"].waiting == []
    # They may be asked again.
    assert clerk.post(JOIN, joining(of("Wendy Weddings"))).status_code == 302


def test_who_leaves_the_council_leaves_a_waiting_seat_too(live: Council, as_: As) -> None:
    from accounts.people.actions import end_membership

    a_text(live)
    as_(named("Tessa Clerk")).post(JOIN, joining(of("Wendy Weddings")))
    end_membership(membership=of("Wendy Weddings"), ends_on=yesterday(), actor=None)
    assert not of("Wendy Weddings").team_seats.get().is_waiting


def test_training_and_undertaking_both_stand_before_an_extra_seat(live: Council, as_: As) -> None:
    a_text(live)
    course = a_course(live)
    done(course, "Wes Warden")
    assert as_(named("Tessa Clerk")).post(JOIN, joining(of("Wes Warden"))).status_code == 302
    assert of("Wes Warden").team_seats.get().is_waiting
    membership = named("Wes Warden").membership_at("flitwick")
    assert membership
    assert not membership.allows(Duty.LOG_MODERATION)


def test_the_words_are_ashfords_own(cast: Cast, as_: As) -> None:
    a_text(cast.ashford)
    barhams = as_(cast.oscar).get("/c/barham/team/undertaking/").content.decode()
    assert WORDS not in barhams


def test_access_asks_for_the_undertaking(live: Council, as_: As) -> None:
    a_text(live)
    ids = [of("Dan Deputy").pk, of("Wes Warden").pk]
    (missing,) = missing_of(live, ids, today())[of("Dan Deputy").pk]
    assert missing.what == "the undertaking of the team"
    assert missing.source.startswith("FTC-6.2-e")
    as_(named("Dan Deputy")).post(GIVE, {"number": 1, "given": "on"})
    assert "the undertaking of the team" not in [
        one.what for found in missing_of(live, ids, today()).values() for one in found
    ]


@pytest.mark.clause("FTC-6.2-e")
def test_a_paper_is_recorded_for_the_words_that_were_on_the_page(live: Council, as_: As) -> None:
    a_text(live)
    seat = of("Mo Manager").team_seats.get()
    clerk, url = as_(named("Tessa Clerk")), f"{LIST}{seat.pk}/paper/"
    assert 'name="number" value="1"' in clerk.get(url).text
    signed = {**in_boxes("given_on", today()), "paper_reference": "File 7", "number": 1}
    a_text(live, "Other words.")
    stale = clerk.post(url, signed)
    assert stale.status_code == 409
    assert "The words of the undertaking have changed" in stale.text
    assert not Undertaking.objects.exists()
    assert clerk.post(url, {**signed, "number": 2}).status_code == 302


def test_nobody_records_their_own_from_paper(live: Council, as_: As) -> None:
    a_text(live)
    clerk, seat = as_(named("Tessa Clerk")), of("Tessa Clerk").team_seats.get()
    signed = {**in_boxes("given_on", today()), "paper_reference": "File 7", "number": 1}
    answer = clerk.post(f"{LIST}{seat.pk}/paper/", signed)
    assert answer.status_code == 409
    assert "Give it here yourself" in answer.text
    assert clerk.post(GIVE, {"number": 1, "given": "on"}).status_code == 302


def test_the_words_hold_no_password(live: Council, as_: As) -> None:
    clerk = as_(named("Tessa Clerk"))
    answer = clerk.post(f"{GIVE}words/", {"words": "The password is Xy7!kLm9#pQ"})
    assert answer.status_code == 409
    suggested = SUGGESTION.format(decider="Town Clerk")
    assert clerk.post(f"{GIVE}words/", {"words": suggested}).status_code == 302
