"""What the trail tells of a register's rows before they became what they are today."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from accounts.as_at import day_of
from accounts.councils.models import Council
from councilsm.audit.models import AuditEvent
from councilsm.audit.verbs import Verb


@dataclass(frozen=True)
class Event:
    """One entry of the trail.

    Args:
        day: on which it was written (London).
        old, new: what it says; None where its detail was disposed of.
    """

    verb: str
    day: date
    old: dict[str, Any] | None
    new: dict[str, Any] | None

    @property
    def since(self) -> date:
        """The day from which it holds: the one it names, else the one on which it was written."""
        named = (self.new or {}).get("on")
        return date.fromisoformat(named) if named else self.day


#: By the id of the object: its events, oldest first.
Told = dict[int, list[Event]]


def told_of(
    council: Council, kinds: Collection[type[Model]], verbs: Collection[Verb]
) -> dict[str, Told]:
    """By kind, the events of some verbs of all rows of these kinds (a query)."""
    found: dict[str, Told] = {kind._meta.label_lower: {} for kind in kinds}
    rows = AuditEvent.objects.filter(
        council_id=council.pk, object_kind__in=list(found), verb__in=verbs
    )
    for kind, pk, event in _read(rows):
        found[kind].setdefault(pk, []).append(event)
    return found


def told_since(council: Council, kind: type[Model], ids: QuerySet[AuditEvent]) -> Told:
    """The events of the objects that some events are about (a query)."""
    rows = AuditEvent.objects.filter(
        council_id=council.pk,
        object_kind=kind._meta.label_lower,
        object_id__in=ids.values("object_id"),
    )
    found: Told = {}
    for _, pk, event in _read(rows):
        found.setdefault(pk, []).append(event)
    return found


def _read(rows: QuerySet[AuditEvent]) -> Any:
    values = rows.order_by("sequence").values_list(
        "object_kind", "object_id", "verb", "at", "detail__old", "detail__new"
    )
    for kind, pk, verb, at, old, new in values:
        yield kind, pk, Event(verb, day_of(at), _json(old), _json(new))


def _json(text: str | None) -> dict[str, Any] | None:
    return json.loads(text) if text is not None else None
