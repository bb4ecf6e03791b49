"""What happened to somebody at a council, from its trail."""

import json
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.people.models import Appointment, Membership, Person
from councilsm.audit.hiding import hidden_from
from councilsm.audit.models import AuditEvent
from councilsm.audit.timeline import Entry
from councilsm.audit.verbs import Verb
from councilsm.forms import when_in_words

#: What the history of a person tells of their leaving.
LEAVING = (
    Verb.DEPARTURE_RECORDED,
    Verb.DEPARTURE_MOVED,
    Verb.DEPARTURE_CANCELLED,
    Verb.DEPARTURE_TAKEN_BACK,
    Verb.DEPARTURE_ENDED,
    Verb.DEPARTURE_RETURNED,
)


def history(membership: Membership, reader: Membership, *, at_most: int = 50) -> list[Entry]:
    """The latest events of a membership, newest first: its offices, seats and invitations too.

    That somebody leaves is told, moved or called off, but not each step of its list.

    Args:
        reader: who looks; what they may not see of the trail is left out.
    """
    objects: list[Any] = [
        membership,
        membership.person,
        *membership.appointments.all(),
        *membership.team_seats.all(),
        *membership.invitations.all(),
        *membership.absences.all(),
    ]
    about = Q()
    for one in objects:
        about |= Q(object_kind=one._meta.label_lower, object_id=one.pk)
    about |= Q(
        object_kind="accounts.departure",
        object_id__in=membership.departures.values("pk"),
        verb__in=LEAVING,
    )
    found = AuditEvent.objects.filter(about, council_id=membership.council_id)
    found = found.exclude(hidden_from(reader))
    events = list(found.select_related("detail").order_by("-sequence")[:at_most])
    people = Person.objects.in_bulk({event.actor_id for event in events if event.actor_id})
    return [
        Entry(
            title=event.get_verb_display(),
            by=str(people.get(event.actor_id, "")) if event.actor_id else "The system",
            at=event.at,
            description=_words(event),
        )
        for event in events
    ]


def _words(event: AuditEvent) -> str:
    detail = getattr(event, "detail", None)
    if detail is None:
        return "The detail of this entry was disposed of."
    new = json.loads(detail.new)
    kinds = dict(Appointment.Kind.choices)
    categories = dict(Membership.Category.choices)
    parts = [
        new.get("name"),
        categories.get(new.get("category")),
        new.get("office"),
        kinds.get(new.get("kind")),
        f"Minute {new['minute']}" if new.get("minute") else None,
        _day("From", new.get("starts_on")) if not json.loads(detail.old) else None,
        _day("Until", new.get("ends_on")),
        f"{new['kind']}, {new['ends_at']}" if new.get("ends_at") else None,
        new.get("reason") if new.get("ends_at") else None,
        new.get("note"),
        f"Covering for the {new['covering']}" if new.get("covering") else None,
        "Handing over, until a successor has signed in" if new.get("handover") else None,
    ]
    return ". ".join(str(part) for part in parts if part)


def _day(word: str, day: str | None) -> str | None:
    return f"{word} {when_in_words(date.fromisoformat(day))}" if day else None
