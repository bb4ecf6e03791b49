"""An object's history as a page shows it."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import models

from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import VERBS, Verb


@dataclass(frozen=True)
class Entry:
    """One line of a timeline."""

    title: str
    by: str
    at: datetime
    description: str


def timeline(obj: models.Model, *, newest: int | None = None) -> list[Entry]:
    """The events of an object, newest first, with names; two queries whatever their number.

    Args:
        newest: at most so many; None for all of them.
    """
    events = AuditEvent.objects.about(obj).order_by("-sequence")
    rows = list(events.values_list("verb", "actor_id", "at", "detail__new")[:newest])
    actors = {actor for _, actor, _, _ in rows if actor}
    people = get_user_model()._default_manager.filter(pk__in=actors)
    names = dict(people.values_list("pk", "name"))
    return [
        Entry(
            title=VERBS.get(verb, verb),
            by=names.get(actor, "") if actor else "The system",
            at=at,
            description=_words(new),
        )
        for verb, actor, at, new in rows
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
    return "\n".join(str(part) for part in parts if part)
