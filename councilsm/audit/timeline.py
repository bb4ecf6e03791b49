"""An object's history as a page shows it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models

from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    title: str
    by: str
    at: datetime
    description: str


def timeline(obj: models.Model) -> list[Entry]:
    """The events of an object, newest first, with names; two queries whatever their number."""
    events = list(AuditEvent.objects.about(obj).select_related("detail"))
    people = get_user_model()._default_manager.in_bulk(
        {event.actor_id for event in events if event.actor_id}
    )
    return [
        Entry(
            title=event.get_verb_display(),
            by=str(people.get(event.actor_id, "")) if event.actor_id else "The system",
            at=event.at,
            description=_words(event),
        )
        for event in reversed(events)
    ]


def trail_of(council: models.Model, *, verb: str = "") -> models.QuerySet[AuditEvent]:
    """A council's whole trail with its details, to be paged by sequence.

    Args:
        verb: only events of this verb; one that the trail does not know is ignored.
    """
    events = AuditEvent.objects.filter(council_id=council.pk).select_related("detail")
    return events.filter(verb=verb) if verb in Verb.values else events


def _words(event: AuditEvent) -> str:
    detail = getattr(event, "detail", None)
    if detail is None:
        return "The detail of this entry was disposed of."
    new = json.loads(detail.new)
    parts = [new.get("reason"), new.get("note"), new.get("account"), new.get("source")]
    return "\n".join(str(part) for part in parts if part)
