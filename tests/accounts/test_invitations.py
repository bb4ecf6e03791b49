"""The link by which somebody joins: theirs alone, once, for a week."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.actions import NewAppointment, add_person, end_membership
from accounts.people.actions.invitations import accept_invitation, find_invitation, invite
from accounts.people.models import Invitation, Membership, Office, Person
from accounts.people.views import joining
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from tests.cast import PASSWORD, Cast

As = Callable[[Person], Client]
CHOSEN = "three long words"
HOME = "/c/ashford/drafts/"


def invited(cast: Cast, email: str = "nia@example.org", **more: Any) -> Membership:
    """Somebody whom Adam has invited to Ashford as events officer."""
    office = Office.objects.get(council=cast.ashford, key="events-officer")
    usual = {"starts_on": today(), "ends_on": None, "appointments": [NewAppointment(office)]}
    return add_person(
        council=cast.ashford,
        name="Nia Rees",
        email=email,
        category="employee",
        line_manager=None,
        can_sign_in=True,
        actor=cast.adam,
        **(usual | more),
    )


def link() -> str:
    """The address in the newest invitation that was sent."""
    newest = OutboxMessage.objects.latest("pk")
    found = re.search(r"(/join/\S+)", newest.body)
    assert found
    return found[1]


def test_the_invitation_says_what_it_is(cast: Cast, settings: Any) -> None:
    invited(cast)
    sent = OutboxMessage.objects.get()
    assert sent.subject == "Join Ashford Town Council on councilsm"
    assert f"{settings.BASE_URL}{link()}" in sent.body
    assert "Hello Nia Rees," in sent.body
    assert "until " in sent.body
    assert "&" not in sent.body


def test_the_page_says_who_invites_to_what(cast: Cast) -> None:
    invited(cast)
    shown = Client().get(link()).content.decode()
    assert "Join Ashford Town Council" in shown
    assert "Events Officer" in shown


def test_a_newcomer_chooses_a_password_and_is_in(cast: Cast) -> None:
    membership = invited(cast)
    browser, url = Client(), link()
    joined = browser.post(url, {"password": CHOSEN})
    assert joined.url == "/c/ashford/home/"
    assert browser.get(HOME).status_code == 200
    verbs = AuditEvent.objects.filter(actor_id=membership.person_id).order_by("pk")
    assert [event.verb for event in verbs] == ["person.joined", "sign_in.done"]
    assert len(browser.get("/sign-in/sessions/").context["sessions"]) == 1
    later = Client()
    later.post("/sign-in/", {"login": "nia@example.org", "password": CHOSEN})
    assert later.get(HOME).status_code == 200
    assert Client().get(url).status_code == 410


@pytest.mark.second_factor
def test_a_newcomer_who_may_approve_sets_up_a_second_factor_first(cast: Cast) -> None:
    clerk = Office.objects.get(council=cast.ashford, key="town-clerk")
    invited(cast, appointments=[NewAppointment(clerk)])
    browser = Client()
    assert browser.post(link(), {"password": CHOSEN}).status_code == 302
    assert browser.get(HOME).url == "/sign-in/second-factor/"


@pytest.mark.parametrize("password", ["", "short", "password1234", "nia@example.org"])
def test_a_weak_password_is_refused_and_the_link_still_works(cast: Cast, password: str) -> None:
    membership = invited(cast)
    browser = Client()
    assert browser.post(link(), {"password": password}).status_code == 422
    assert browser.get(HOME).url.startswith("/sign-in/")
    assert membership.sign_in == Membership.SignIn.INVITED
    assert browser.post(link(), {"password": CHOSEN}).status_code == 302


# --- Somebody who has a sign-in already ---------------------------------------------------------


def test_somebody_known_signs_in_to_accept(cast: Cast, as_: As) -> None:
    invited(cast, cast.oscar.email)
    url, oscar = link(), as_(cast.oscar)
    stranger = Client()
    assert "Sign in to accept" in stranger.get(url).content.decode()
    sent = stranger.post(url, {"password": CHOSEN})
    assert sent.url == f"/sign-in/?next={url}"
    assert oscar.get(HOME).status_code == 404, "not before it is accepted"
    assert oscar.post(url).url == "/c/ashford/home/"
    assert oscar.get(HOME).status_code == 200
    assert oscar.get("/c/barham/drafts/").status_code == 200
    cast.oscar.refresh_from_db()
    assert cast.oscar.check_password(PASSWORD), "the link never replaces a password"


def test_the_link_is_nobody_elses(cast: Cast, as_: As) -> None:
    invited(cast, cast.oscar.email)
    rita = as_(cast.rita)
    assert "You are signed in as Rita" in rita.get(link()).content.decode()
    assert rita.post(link()).status_code == 409
    assert not Invitation.objects.get().accepted_at


def test_a_newcomers_link_is_nobody_elses_either(cast: Cast, as_: As) -> None:
    invited(cast)
    assert as_(cast.rita).post(link(), {"password": CHOSEN}).status_code == 409
    assert not Person.objects.get(email="nia@example.org").has_usable_password()


def test_the_action_refuses_by_itself(cast: Cast) -> None:
    invited(cast, cast.oscar.email)
    invitation = Invitation.objects.get()
    with pytest.raises(RuleBroken, match="for somebody else"):
        accept_invitation(invitation=invitation, password=None, actor=cast.rita)
    with pytest.raises(RuleBroken, match="password already"):
        accept_invitation(invitation=invitation, password=CHOSEN, actor=None)


# --- Links that open nothing --------------------------------------------------------------------


def used(cast: Cast, membership: Membership) -> None:
    accept_invitation(invitation=Invitation.objects.get(), password=CHOSEN, actor=None)


def withdrawn(cast: Cast, membership: Membership) -> None:
    Invitation.objects.update(withdrawn_at=timezone.now())


def expired(cast: Cast, membership: Membership) -> None:
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def left(cast: Cast, membership: Membership) -> None:
    Membership.objects.filter(pk=membership.pk).update(
        starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1)
    )


@pytest.mark.parametrize("end", [used, withdrawn, expired, left])
def test_a_link_that_ended_opens_the_same_page(cast: Cast, end: Callable[..., None]) -> None:
    membership = invited(cast)
    end(cast, membership)
    unknown = Client().get("/join/no-such-secret/")
    assert unknown.status_code == 404
    for send in (Client().get, Client().post):
        response = send(link(), {"password": "sneaked in later"})
        assert response.status_code == 410
        assert response.content == unknown.content
    membership.person.refresh_from_db()
    assert not membership.person.check_password("sneaked in later")


def test_a_link_that_ends_meanwhile_is_refused(cast: Cast, monkeypatch: Any) -> None:
    """Two windows: the second one's page was still open when the first had joined."""
    membership = invited(cast)
    used(cast, membership)
    monkeypatch.setattr(joining, "works", lambda invitation: True)
    Person.objects.filter(pk=membership.person_id).update(password="!")
    assert Client().post(link(), {"password": "sneaked in later"}).status_code == 409


def test_a_link_works_for_seven_days(cast: Cast) -> None:
    invited(cast)
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=-9)):
        assert Client().get(link()).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=9)):
        assert Client().get(link()).status_code == 410


def test_too_many_tries_are_stopped(cast: Cast) -> None:
    invited(cast)
    answers = [Client().post("/join/guess/").status_code for _ in range(joining.TRIES + 1)]
    assert answers[-2:] == [404, 429]
    assert Client().post(link(), {"password": CHOSEN}).status_code == 429
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert other.post(link(), {"password": CHOSEN}).status_code == 302


# --- Sending again, and withdrawing -------------------------------------------------------------


def test_a_new_link_ends_the_old_one(cast: Cast, as_: As) -> None:
    membership = invited(cast)
    old = link()
    assert as_(cast.adam).post(f"{membership.get_absolute_url()}invite/").status_code == 302
    assert link() != old
    assert Client().get(old).status_code == 404
    assert Client().get(link()).status_code == 200


def test_an_invitation_is_withdrawn_and_may_be_made_anew(cast: Cast, as_: As) -> None:
    membership, adam = invited(cast), as_(cast.adam)
    old, invitation = link(), Invitation.objects.get()
    url = f"{membership.get_absolute_url()}invitations/{invitation.pk}/withdraw/"
    assert adam.post(url).status_code == 302
    assert Client().get(old).status_code == 410
    assert adam.post(url).status_code == 409
    assert "Invitation withdrawn" in adam.get(membership.get_absolute_url()).content.decode()
    assert adam.post(f"{membership.get_absolute_url()}invite/").status_code == 302
    assert Client().post(link(), {"password": CHOSEN}).status_code == 302


def test_who_has_joined_is_not_invited_again(cast: Cast, as_: As) -> None:
    membership = invited(cast)
    used(cast, membership)
    adam = as_(cast.adam)
    assert adam.post(f"{membership.get_absolute_url()}invite/").status_code == 409
    assert (
        adam.post(f"/c/ashford/people/{cast.ana.memberships.get().pk}/invite/").status_code == 409
    )
    with pytest.raises(RuleBroken, match="was invited already"):
        invite(membership=membership, actor=cast.adam)


def test_a_known_person_opens_nothing_before_they_accept(cast: Cast, as_: As) -> None:
    a_stranger = as_(cast.oscar)
    invited(cast, cast.oscar.email)
    assert a_stranger.get(HOME).status_code == 404
    holders = Person.objects.holding(cast.ashford, None)
    assert cast.oscar not in holders


def test_a_membership_that_ended_takes_the_link_with_it(cast: Cast) -> None:
    membership = invited(cast, starts_on=today() - timedelta(days=9))
    end_membership(membership=membership, ends_on=today() - timedelta(days=1), actor=cast.adam)
    assert Client().get(link()).status_code == 410


def test_the_secret_is_kept_nowhere(cast: Cast) -> None:
    invited(cast)
    secret = link().split("/")[2]
    assert find_invitation(secret) == Invitation.objects.get()
    assert secret not in Invitation.objects.get().secret_digest
