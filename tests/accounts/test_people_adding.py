"""Somebody is added, by the page and by its actions; and what is refused or undone then."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.dates import today
from accounts.people.actions import NewAppointment, add_member, add_person, members
from accounts.people.models import Appointment, Membership, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from tests.accounts.belonging import LIST, NEW, YESTERDAY, boxes, page
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]


def newcomer(**more: Any) -> dict[str, Any]:
    """What the page for a new person posts."""
    return {
        "name": "Nia Rees",
        "sign_in": "yes",
        "email": "Nia@ashford.example",
        "category": "employee",
        "line_manager": "",
        **boxes("starts_on", today()),
        **boxes("ends_on", None),
        **more,
    }


def test_adding_a_person_records_offices_and_invites(cast: Cast, as_: As) -> None:
    offices = {"offices": ["town-clerk"], "kind_town-clerk": "locum", "minute_town-clerk": "26/9"}
    response = as_(cast.adam).post(NEW, newcomer(**offices))
    added = Membership.objects.get(person__name="Nia Rees")
    assert response.url == added.get_absolute_url()
    assert (added.council, added.person.email) == (cast.ashford, "nia@ashford.example")
    held = added.appointments.get()
    assert (held.office.key, held.kind, held.minute) == ("town-clerk", "locum", "26/9")
    sent = OutboxMessage.objects.get()
    assert (sent.recipient, sent.subject) == (
        "nia@ashford.example",
        "Join Ashford Town Council on councilsm",
    )
    assert "/join/" in sent.body
    events = AuditEvent.objects.filter(council_id=cast.ashford.pk)
    assert [event.verb for event in events.order_by("sequence")] == [
        "person.created",
        "membership.started",
        "appointment.made",
        "invitation.sent",
    ]
    acting = Appointment.objects.get(membership__person=cast.adam).office_id
    assert {(event.actor_id, event.office_id) for event in events} == {(cast.adam.pk, acting)}


def test_somebody_without_a_sign_in_needs_no_address(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(NEW, newcomer(sign_in="no", email=""))
    added = Membership.objects.get(person__name="Nia Rees")
    assert (added.can_sign_in, added.person.email) == (False, None)
    assert not OutboxMessage.objects.exists()


def test_an_office_that_decides_goes_to_nobody_without_a_sign_in(cast: Cast, as_: As) -> None:
    """What waits for the Town Clerk would wait for nobody."""
    typed = {"sign_in": "no", "email": "", "offices": ["town-clerk"]}
    answer = as_(cast.adam).post(NEW, newcomer(**typed, **{"kind_town-clerk": "acting"}))
    assert answer.status_code == 409
    assert "whoever holds it needs a sign-in" in answer.text
    assert not Person.objects.filter(name="Nia Rees").exists()
    auditor = {**typed, "offices": ["auditor"], "kind_auditor": "substantive"}
    assert as_(cast.adam).post(NEW, newcomer(**auditor)).status_code == 302


def test_a_name_that_reads_otherwise_is_refused(cast: Cast, as_: As) -> None:
    for name in ("Nia \u202esseR", "Nia\u200b Rees"):
        assert as_(cast.adam).post(NEW, newcomer(name=name)).status_code == 409
    # It joins letters in several Indian scripts.
    assert as_(cast.adam).post(NEW, newcomer(name="श्री\u200dमती")).status_code == 302


def test_an_address_does_not_tell_whose_it_is_elsewhere(cast: Cast, as_: As) -> None:
    adam = as_(cast.adam)
    typed = newcomer(email=cast.oscar.email, name="Somebody")
    shown = adam.post(NEW, typed, follow=True).text
    assert "Somebody is added." in shown
    assert "Oscar" not in shown
    at = "/c/ashford"
    pages = (LIST, f"{at}/devices/new/", f"{at}/training/record/", f"{at}/team/join/")
    for url in pages:
        page = adam.get(url).text
        assert "Somebody" in page
        assert "Oscar" not in page
    assert "Nobody has that name" in adam.get(LIST, {"name": "osc"}).text
    sent = OutboxMessage.objects.get()
    link = re.search(r"/join/\S+", sent.body)
    assert link
    assert as_(cast.oscar).post(link[0]).status_code == 302
    assert "Oscar" in adam.get(LIST).text


WRONG = {
    "no name": ({"name": ""}, "Enter full name"),
    "no address for a sign-in": ({"email": ""}, "Enter an email address, or choose no sign-in"),
    "last day before the first": (boxes("ends_on", YESTERDAY), "cannot be before the first"),
    "no category": ({"category": ""}, "Select how they belong"),
    "an office, but not how": ({"offices": ["auditor"]}, "Select how they hold this office"),
    "an office of nobody": ({"offices": ["mayor"]}, "Select one of the choices"),
}


@pytest.mark.parametrize(("changes", "words"), WRONG.values(), ids=list(WRONG))
def test_a_form_filled_in_wrongly_says_so(
    cast: Cast, as_: As, changes: dict[str, Any], words: str
) -> None:
    response = as_(cast.adam).post(NEW, newcomer(**changes))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Person.objects.filter(name="Nia Rees").exists()


def test_another_councils_office_is_no_choice(cast: Cast, as_: As) -> None:
    theirs = Office.objects.get(council=cast.barham, key="town-clerk")
    response = as_(cast.adam).post(NEW, newcomer(line_manager=theirs.pk))
    assert response.status_code == 422


def test_somebody_who_is_here_already_is_refused_and_what_was_typed_is_kept(
    cast: Cast, as_: As
) -> None:
    response = as_(cast.adam).post(NEW, newcomer(email=cast.ana.email.upper(), name="Ana Again"))
    assert response.status_code == 409
    shown = response.content.decode()
    assert "Ana already belongs to Ashford Town Council" in shown
    assert 'value="Ana Again"' in shown
    assert not OutboxMessage.objects.exists()
    assert not AuditEvent.objects.exists()


def test_all_is_undone_when_one_step_is_refused(cast: Cast, monkeypatch: Any) -> None:
    def refuse(**of: Any) -> None:
        raise RuleBroken("No more invitations today.")

    monkeypatch.setattr(members, "invite", refuse)
    office = Office.objects.get(council=cast.ashford, key="town-clerk")
    with pytest.raises(RuleBroken, match="No more invitations"):
        add_person(
            council=cast.ashford,
            name="Nia",
            email="n@a.example",
            category="employee",
            starts_on=today(),
            ends_on=None,
            line_manager=None,
            can_sign_in=True,
            appointments=[NewAppointment(office)],
            actor=cast.adam,
        )
    assert not Person.objects.filter(name="Nia").exists()
    assert not AuditEvent.objects.exists()


def test_the_action_refuses_a_last_day_before_the_first(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="last day cannot be before"):
        add_member(
            council=cast.ashford,
            name="Nia",
            email="n@a.example",
            category="employee",
            starts_on=today(),
            ends_on=YESTERDAY,
            actor=cast.adam,
        )
    assert not Person.objects.filter(name="Nia").exists()


def test_people_act_in_the_office_that_gives_the_duty_and_who_left_in_none(cast: Cast) -> None:
    council, comms = cast.ashford, cast.ashford.offices.get(key="comms-officer")
    assert cast.cora.office_for(council, Duty.AUTHORISE_POSTS, Duty.RECORD_POSTS) == comms.pk
    assert cast.cora.office_for(council, Duty.AUTHORISE_POSTS) is None
    for person in (cast.leo, cast.oscar):
        with pytest.raises(RuleBroken, match="do not belong to this council today"):
            person.office_for(council, Duty.RECORD_POSTS)


def test_who_left_may_come_back(cast: Cast, as_: As) -> None:
    response = as_(cast.adam).post(NEW, newcomer(email=cast.leo.email))
    assert response.status_code == 302
    assert Membership.objects.filter(person=cast.leo, council=cast.ashford).count() == 2
    with time_machine.travel(YESTERDAY):
        assert cast.leo.membership_at(cast.ashford)


def test_nobody_records_their_own_appointment_where_another_could(cast: Cast, as_: As) -> None:
    both = chosen({"offices": ["administrator", "auditor"]})
    a_rulebook(cast.ashford, **RULES | {"manage_people": both})
    office = Office.objects.get(council=cast.ashford, key="town-clerk")
    typed = {
        "appoint-office": office.pk,
        "appoint-kind": "acting",
        "appoint-minute": "26/41",
        **boxes("appoint-starts_on", today()),
    }
    url, adam = page(cast, cast.adam, "appoint"), as_(cast.adam)
    answer = adam.post(url, typed)
    assert answer.status_code == 409
    assert "somebody else must record it" in answer.text
    # Alone he may, by the minute that appointed him.
    a_rulebook(cast.ashford, **RULES)
    answer = adam.post(url, {**typed, "appoint-minute": ""})
    assert answer.status_code == 409
    assert "Name the minute by which it was made" in answer.text
    assert adam.post(url, {**typed, "appoint-minute": "PIN: 4711"}).status_code == 409
    assert adam.post(url, typed).status_code == 302
