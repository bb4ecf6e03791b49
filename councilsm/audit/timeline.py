"""An object's history as a page shows it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import OuterRef, Subquery

from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import VERBS, Verb


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    title: str
    by: str
    at: datetime
    description: str


def timeline(
    obj: models.Model, *, newest: int | None = None, also: models.Q | None = None
) -> list[Entry]:
    """The events of an object, newest first, with names; one query whatever their number.

    Args:
        also: events about what hangs on it.
        newest: at most so many; None for all of them.
    """
    people = get_user_model()._default_manager.filter(pk=OuterRef("actor_id"))
    events = AuditEvent.objects.about(obj)
    if also is not None:
        events |= AuditEvent.objects.filter(also)
    events = events.order_by("-sequence")
    rows = events.annotate(name=Subquery(people.values("name")))[:newest]
    return [
        Entry(
            title=VERBS.get(verb, verb),
            by=(name or "") if actor else "The system",
            at=at,
            description=_words(new),
        )
        for verb, actor, name, at, new in rows.values_list(
            "verb", "actor_id", "name", "at", "detail__new"
        )
    ]


def trail_of(council: models.Model, *, verb: str = "") -> models.QuerySet[AuditEvent]:
    """A council's whole trail with its details, to be paged by sequence.

    Args:
        verb: only events of this verb; one that the trail does not know is ignored.
    """
    events = AuditEvent.objects.filter(council_id=council.pk).select_related("detail")
    return events.filter(verb=verb) if verb in Verb.values else events


def _words(detail: str | None) -> str:
    if detail is None:
        return "The detail of this entry was disposed of."
    new = json.loads(detail)
    parts = [new.get("reason"), new.get("note"), new.get("account"), new.get("source")]
    parts += new.get("consulted", [])
    if new.get("in_period"):
        parts.append(f"Why in a pre-election period: {new['in_period']}")
    if new.get("covering"):
        parts.append(f"Covering for the {new['covering']}")
    if new.get("while_away"):
        parts.append("Recorded as away at the time")
    if new.get("handover"):
        parts.append("Handing over, until a successor has signed in")
    if new.get("handed_to"):
        parts.append(f"To: {new['handed_to']}")
    if new.get("became"):
        parts.append(f"Became {new['became']}")
    if new.get("missing"):
        parts.append(f"Missing at the time: {', '.join(new['missing'])}")
    return "\n".join(str(part) for part in parts if part)
