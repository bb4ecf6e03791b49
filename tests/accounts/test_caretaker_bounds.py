"""The actions themselves keep the caretaker to the clerk: no page stands before them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.dates import today
from accounts.people.actions import (
    NewAppointment,
    add_person,
    appoint,
    end_appointment,
    end_sessions,
)
from accounts.people.actions.invitations import (
    invite,
    resend_invitation,
    send_invitation,
    withdraw_invitation,
)
from accounts.people.actions.members import add_member, end_membership
from accounts.people.models import Appointment, Membership, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.refusals import RuleBroken
from tests.accounts.absenting import member
from tests.accounts.caretaking import with_caretaker
from tests.cast import Cast

FOR_CLERK = "The caretaker does this for the clerk alone"
TOMORROW = timedelta(days=1)


def office(cast: Cast, key: str) -> Office:
    found: Office = cast.ashford.offices.get(key=key)
    return found


def lucy(cast: Cast, actor: Person, *keys: str, kind: str = "locum") -> Membership:
    return add_person(
        council=cast.ashford,
        name="Lucy Locum",
        email="lucy@example.org",
        category="agency",
        starts_on=today(),
        appointments=[NewAppointment(office(cast, key), kind, "26/14") for key in keys],
        actor=actor,
    )


def takes_office(cast: Cast, key: str, who: Person, kind: str = "acting") -> Appointment:
    return appoint(
        office=office(cast, key),
        membership=member(who),
        starts_on=today() + TOMORROW,
        kind=kind,
        minute="26/14",
        actor=cast.dev,
    )


def invited(cast: Cast) -> Any:
    """Somebody whom Adam invited as no clerk."""
    return lucy(cast, cast.adam, "comms-officer").invitations.get()


#: What the caretaker may not do, and what they are told. Each gets what was made before.
REFUSED: dict[str, tuple[Callable[[Cast], Any], Callable[[Cast, Any], Any], str]] = {
    "somebody new without an office": (
        lambda cast: None,
        lambda cast, _: lucy(cast, cast.dev),
        FOR_CLERK,
    ),
    "somebody new in another office": (
        lambda cast: None,
        lambda cast, _: lucy(cast, cast.dev, "administrator"),
        FOR_CLERK,
    ),
    "a clerk with another office": (
        lambda cast: None,
        lambda cast, _: lucy(cast, cast.dev, "town-clerk", "administrator"),
        FOR_CLERK,
    ),
    "a member, as a row alone": (
        lambda cast: None,
        lambda cast, _: add_member(
            council=cast.ashford,
            name="Nia",
            email="nia@example.org",
            category="employee",
            starts_on=today(),
            actor=cast.dev,
        ),
        FOR_CLERK,
    ),
    "another office for a member": (
        lambda cast: None,
        lambda cast, _: takes_office(cast, "administrator", cast.ana),
        FOR_CLERK,
    ),
    "a clerk for good": (
        lambda cast: None,
        lambda cast, _: takes_office(cast, "town-clerk", cast.ana, "substantive"),
        "never one for good",
    ),
    "themself as clerk": (
        lambda cast: None,
        lambda cast, _: takes_office(cast, "town-clerk", cast.dev),
        "not for themself",
    ),
    "ending another's office": (
        lambda cast: member(cast.adam).appointments.get(),
        lambda cast, held: end_appointment(appointment=held, ends_on=today(), actor=cast.dev),
        FOR_CLERK,
    ),
    "ending another's membership": (
        lambda cast: member(cast.ana),
        lambda cast, ana: end_membership(membership=ana, ends_on=today(), actor=cast.dev),
        FOR_CLERK,
    ),
    "ending the membership of a member whom they made clerk": (
        lambda cast: takes_office(cast, "town-clerk", cast.ana).membership,
        lambda cast, ana: end_membership(membership=ana, ends_on=today(), actor=cast.dev),
        "nobody else than whom they brought in",
    ),
    "ending the clerk's membership": (
        lambda cast: member(cast.priya),
        lambda cast, priya: end_membership(membership=priya, ends_on=today(), actor=cast.dev),
        "leaves by a departure",
    ),
    "inviting another": (
        lambda cast: member(cast.ana),
        lambda cast, ana: invite(membership=ana, actor=cast.dev),
        FOR_CLERK,
    ),
    "sending another a new link": (
        invited,
        lambda cast, sent: send_invitation(membership=sent.membership, actor=cast.dev),
        FOR_CLERK,
    ),
    "sending another's link again": (
        invited,
        lambda cast, sent: resend_invitation(invitation=sent, actor=cast.dev),
        FOR_CLERK,
    ),
    "taking back another's link": (
        invited,
        lambda cast, sent: withdraw_invitation(invitation=sent, actor=cast.dev),
        FOR_CLERK,
    ),
    "ending another's sessions": (
        lambda cast: None,
        lambda cast, _: end_sessions(person=cast.ana, council=cast.ashford, actor=cast.dev),
        "This needs the duty",
    ),
    "ending another's sessions for no council": (
        lambda cast: None,
        lambda cast, _: end_sessions(person=cast.ana, actor=cast.dev),
        "somebody else’s",
    ),
}


def rows() -> tuple[Any, ...]:
    return (
        list(Membership.objects.order_by("pk").values()),
        list(Appointment.objects.order_by("pk").values()),
        list(AuditEvent.objects.order_by("pk").values_list("pk")),
    )


@pytest.mark.parametrize("what", REFUSED)
def test_the_caretaker_is_refused_what_is_not_the_clerks(cast: Cast, what: str) -> None:
    with_caretaker(cast)
    before, attempt, said = REFUSED[what]
    thing = before(cast)
    there = rows()
    with pytest.raises(RuleBroken, match=said):
        attempt(cast, thing)
    assert rows() == there


def test_what_is_the_clerks_the_caretaker_does_in_their_own_office(cast: Cast) -> None:
    """The trail names the office that takes care, for each step of it."""
    dev = with_caretaker(cast)
    joined = lucy(cast, dev, "town-clerk")
    send_invitation(membership=joined, actor=dev)
    withdraw_invitation(invitation=joined.invitations.get(), actor=dev)
    end_appointment(appointment=joined.appointments.get(), ends_on=today(), actor=dev)
    end_membership(membership=joined, ends_on=today(), actor=dev)
    auditor = office(cast, "auditor")
    events = AuditEvent.objects.filter(actor_id=dev.pk)
    assert {event.verb for event in events} >= {
        *(Verb.PERSON_CREATED, Verb.MEMBERSHIP_STARTED, Verb.APPOINTMENT_MADE),
        *(Verb.INVITATION_SENT, Verb.INVITATION_RESENT, Verb.INVITATION_WITHDRAWN),
        *(Verb.APPOINTMENT_ENDED, Verb.MEMBERSHIP_ENDED),
    }
    assert {event.office_id for event in events} == {auditor.pk}


def test_who_manages_people_is_not_kept_to_the_clerk(cast: Cast) -> None:
    with_caretaker(cast)
    assert lucy(cast, cast.adam, "administrator", "comms-officer").appointments.count() == 2
