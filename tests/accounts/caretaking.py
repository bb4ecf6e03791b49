"""Ashford with a caretaker, and what its pages post."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.caretaker.models import FactorReset
from accounts.dates import today
from accounts.people.models import Appointment, Membership, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from tests.accounts.absenting import member
from tests.accounts.changing import in_boxes
from tests.cast import BEGAN, RULES, Cast, a_version, chosen

PAGE = "/c/ashford/caretaker/"
#: Cllr Dev holds the office that the rules name; Priya is the clerk and manages people with Adam.
CARETAKER = RULES | {
    "caretaker": chosen("auditor"),
    "manage_people": chosen({"offices": ["administrator", "town-clerk"]}),
}


def with_caretaker(cast: Cast, **rules: Any) -> Person:
    """Makes Cllr Dev the caretaker of Ashford; the clerk has signed in."""
    council = cast.ashford
    number = council.rulebook_versions.count() + 1
    a_version(council, number, CARETAKER | rules).save()
    council.refresh_from_db()
    office = Office.objects.get(council=council, key="auditor")
    Appointment.objects.create(
        council=council, office=office, membership=member(cast.dev), starts_on=BEGAN
    )
    sign_in_once(cast.priya)
    return cast.dev


def sign_in_once(*people: Person) -> None:
    Person.objects.filter(pk__in=[one.pk for one in people]).update(last_login=timezone.now())


def factor_of(person: Person) -> None:
    """An authenticator app and recovery codes."""
    for kind in ("totp", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={"secret": "x"})


def a_reset(cast: Cast, person: Person, asked_by: Person, days: int = 0) -> FactorReset:
    """Somebody asked so many days ago that a person's second factor be taken off."""
    return FactorReset.objects.create(
        council=cast.ashford,
        membership=member(person),
        reason="Lost on a train.",
        asked_by=asked_by,
        asked_at=timezone.now() - timedelta(days=days),
    )


def anas(cast: Cast) -> list[Any]:
    factor_of(cast.ana)
    return [member(cast.ana).pk]


def anas_reset(cast: Cast) -> list[Any]:
    factor_of(cast.ana)
    return [a_reset(cast, cast.ana, cast.adam).pk]


def clerk(cast: Cast) -> Membership:
    return member(cast.priya)


def locum(**typed: Any) -> dict[str, Any]:
    """What the form posts: somebody new as locum from today."""
    return {
        "who": "new",
        "name": "Lucy Locum",
        "email": "lucy@example.org",
        "category": "agency",
        "kind": "locum",
        "minute": "26/14",
        **in_boxes("starts_on", today()),
        **typed,
    }


def gone(cast: Cast, kind: str = "died", **typed: Any) -> dict[str, Any]:
    return {"membership": clerk(cast).pk, "kind": kind, **typed}


def told() -> set[str]:
    """Who was mailed that the caretaker acted."""
    rows = OutboxMessage.objects.filter(subject__startswith="The caretaker of")
    return {row.recipient for row in rows}


def acted(verb: Verb) -> AuditEvent:
    event = AuditEvent.objects.get(verb=verb)
    assert event.office_id is not None  # the caretaker's own
    return event


#: What the addresses of the caretaker and of lost second factors need.
ADDRESSES: dict[str, Callable[[Cast], list[Any]]] = {
    "caretaker:factor": anas,
    "caretaker:confirm": anas_reset,
    "caretaker:cancel": anas_reset,
    "caretaker:attest": lambda cast: [1],
}
