"""The last who could administer keeps the handover screens until a successor has signed in."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.leavers.actions import record_departure
from accounts.leavers.models import Departure
from accounts.people.models import Appointment, Membership, Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import member
from tests.accounts.caretaking import PAGE, locum, with_caretaker
from tests.accounts.changing import in_boxes
from tests.accounts.test_sign_in import sign_in
from tests.cast import PASSWORD, Cast, a_member, chosen

HOME = "/c/ashford/home/"
PEOPLE = "/c/ashford/people/"
SENTENCE = "nobody else who can administer it has signed in yet"

As = Callable[[Person], Client]


def gone(person: Person, *, hands_over: bool = True) -> Membership:
    """Somebody's rights ended an hour ago, as a planned departure ends them."""
    membership = member(person)
    membership.closes_at, membership.ends_on = timezone.now() - timedelta(hours=1), today()
    membership.hands_over = hands_over
    membership.save()
    return membership


def a_departure(cast: Cast, person: Person, number: int) -> Departure:
    """A planned departure that has come."""
    return Departure.objects.create(
        council=cast.ashford,
        number=number,
        membership=member(person),
        kind="planned",
        ends_at=timezone.now() - timedelta(hours=1),
        recorded_by=cast.priya,
    )


def successor_of(cast: Cast, browser: Client, email: str = "susan@example.org") -> Person:
    """Adam, who has left, adds Susan as the administrator and invites her."""
    added = browser.post(
        f"{PEOPLE}new/",
        {
            "name": "Susan",
            "sign_in": "yes",
            "email": email,
            "category": "employee",
            **in_boxes("starts_on", today()),
            "offices": ["administrator"],
            "kind_administrator": "substantive",
        },
    )
    assert added.status_code == 302, added.content.decode()
    return Person.objects.get(email=email)


def joined(person: Person) -> None:
    """The invitation is accepted, by a password of their own; they have not signed in."""
    member(person).invitations.update(accepted_at=timezone.now())
    person.set_password(PASSWORD)
    person.save()


def test_people_and_offices_stay_open_and_say_that_they_are_all(cast: Cast, as_: As) -> None:
    gone(cast.adam)
    browser = as_(cast.adam)
    assert browser.get(PEOPLE).status_code == 200
    assert browser.get(f"{PEOPLE}new/").status_code == 200
    assert browser.get(f"{PEOPLE}{member(cast.ana).pk}/").status_code == 200
    for closed in ("drafts/", "rules/", "trail/", "posts/", "accounts/", "team/"):
        page = browser.get(f"/c/ashford/{closed}")
        assert page.status_code == 403, closed
        assert SENTENCE in page.content.decode()
        assert PEOPLE in page.content.decode()
    # They end nothing and sign nobody out.
    assert browser.post(f"{PEOPLE}{member(cast.ana).pk}/end-sessions/").status_code == 403
    # Of departures they see their own, and do nothing of it.
    other, own = a_departure(cast, cast.ana, 1), a_departure(cast, cast.adam, 2)
    assert browser.get(other.get_absolute_url()).status_code in {403, 404}
    page = browser.get(own.get_absolute_url())
    assert page.status_code == 200 and not page.context["doable"]
    names = [item["label"] for item in browser.get(PEOPLE).context["navigation"]]
    assert names == ["Accounts and people"]


def test_the_only_administrator_leaves_as_planned(cast: Cast, as_: As) -> None:
    """From recording it to the successor: the same browser all along, signed in once more."""
    record_departure(
        membership=member(cast.adam),
        kind="planned",
        ends_at=timezone.now() - timedelta(minutes=1),
        actor=cast.adam,
    )
    cast.adam.refresh_from_db()
    browser = as_(cast.adam)
    page = browser.get(HOME)
    assert page.status_code == 403 and "Your departure L-0001" in page.content.decode()
    susan = successor_of(cast, browser)
    joined(susan)
    sign_in(susan.email)
    assert browser.get(HOME).status_code == 404


def test_nobody_hands_over_to_themself(cast: Cast, as_: As) -> None:
    gone(cast.adam)
    cast.ashford.memberships.filter(person=cast.adam).update(ends_on=today() - timedelta(days=1))
    again = as_(cast.adam).post(
        f"{PEOPLE}new/",
        {
            "name": "Adam",
            "sign_in": "yes",
            "email": cast.adam.email,
            "category": "employee",
            **in_boxes("starts_on", today()),
        },
    )
    assert again.status_code == 409 and "You are handing over" in again.content.decode()
    assert cast.adam.memberships.count() == 1


@pytest.mark.parametrize(
    "why", ["not the last", "still here", "another council", "not yet accepted"]
)
def test_nobody_else_keeps_anything(cast: Cast, as_: As, why: str) -> None:
    membership = gone(cast.adam, hands_over=why != "not the last")
    match why:
        case "still here":
            membership.closes_at = timezone.now() + timedelta(hours=1)
            membership.ends_on = None
            membership.save()
            assert as_(cast.adam).get("/c/ashford/rules/").status_code == 200
            return
        case "another council":
            assert as_(cast.adam).get("/c/barham/people/").status_code == 404
            assert as_(cast.oscar).get(PEOPLE).status_code == 404
            return
        case "not yet accepted":
            membership.invitations.create(
                council=cast.ashford,
                secret_digest="0" * 64,
                sent_at=timezone.now(),
                expires_at=timezone.now(),
            )
    assert as_(cast.adam).get(PEOPLE).status_code == 404
    assert as_(cast.adam).get("/c/ashford/drafts/").status_code == 404


def test_it_ends_by_itself_as_the_successor_signs_in(cast: Cast, as_: As) -> None:
    gone(cast.adam)
    browser = as_(cast.adam)
    susan = successor_of(cast, browser)
    assert browser.get(PEOPLE).status_code == 200
    joined(susan)
    assert browser.get(PEOPLE).status_code == 200
    sign_in(susan.email)
    assert browser.get(PEOPLE).status_code == 404
    assert browser.get("/c/ashford/rules/").status_code == 404
    over = AuditEvent.objects.get(verb=Verb.HANDOVER_ENDED)
    assert (over.actor_id, over.object_id) == (susan.pk, member(cast.adam).pk)
    # It is over for good, also when she leaves in her turn.
    Membership.objects.filter(person=susan).update(closes_at=timezone.now())
    assert browser.get(PEOPLE).status_code == 404


def test_a_colleague_who_signed_in_before_being_appointed_is_no_successor_yet(
    cast: Cast, as_: As
) -> None:
    gone(cast.adam)
    Person.objects.filter(pk=cast.ana.pk).update(last_login=timezone.now() - timedelta(days=2))
    browser = as_(cast.adam)
    office = cast.ashford.offices.get(key="administrator")
    typed = {
        "appoint-office": office.pk,
        "appoint-kind": "acting",
        **in_boxes("appoint-starts_on", today()),
    }
    assert browser.post(f"{PEOPLE}{member(cast.ana).pk}/appoint/", typed).status_code == 302
    assert browser.get(PEOPLE).status_code == 200
    sign_in(cast.ana.email)
    assert browser.get(PEOPLE).status_code == 404


def test_a_successor_who_is_signed_in_elsewhere_need_only_accept(cast: Cast, as_: As) -> None:
    """Oscar works at Barham; his sign-in of this morning is good for Ashford too."""
    gone(cast.adam)
    browser, oscar = as_(cast.adam), as_(cast.oscar)
    successor_of(cast, browser, cast.oscar.email)
    link = re.search(r"/join/\S+", OutboxMessage.objects.get(recipient=cast.oscar.email).body)
    assert browser.get(PEOPLE).status_code == 200 and link
    assert oscar.post(link[0]).status_code == 302
    assert browser.get(PEOPLE).status_code == 404


def test_only_ones_own_invitation_is_taken_back(cast: Cast, as_: As) -> None:
    """The clerk has gone and hands over: she cannot keep out whom the caretaker brings in."""
    dev = with_caretaker(cast, manage_people=chosen({"offices": ["town-clerk"]}))
    gone(cast.priya)
    assert as_(dev).post(f"{PAGE}clerk/", locum()).status_code == 302
    browser, lucy = as_(cast.priya), Person.objects.get(name="Lucy Locum")
    own = successor_of(cast, browser)
    for person, status in ((lucy, 409), (own, 302)):
        sent = member(person).invitations.get()
        url = f"{PEOPLE}{member(person).pk}/invitations/{sent.pk}/withdraw/"
        assert browser.post(url).status_code == status


def test_the_trail_says_that_they_were_handing_over(cast: Cast, as_: As) -> None:
    gone(cast.adam)
    susan = successor_of(cast, as_(cast.adam))
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk).select_related("detail")
    assert Verb.APPOINTMENT_MADE in {event.verb for event in events}
    assert {event.actor_id for event in events} == {cast.adam.pk}
    assert all(json.loads(event.detail.new)["handover"] for event in events)
    assert Appointment.objects.filter(membership=member(susan)).exists()


def test_choosing_a_council_lists_what_is_to_hand_over(cast: Cast, as_: As) -> None:
    browser = as_(cast.adam)
    assert browser.get("/").status_code == 302
    gone(cast.adam)
    a_member(cast.barham, "Adam", "events-officer")
    page = browser.get("/", follow=True)
    text = page.content.decode()
    assert "To hand over" in text and PEOPLE in text and "Barham" in text


@pytest.mark.second_factor
def test_the_handover_needs_the_second_factor_as_before(cast: Cast, as_: As) -> None:
    gone(cast.adam)
    assert as_(cast.adam).get(PEOPLE).url == "/sign-in/second-factor/"
