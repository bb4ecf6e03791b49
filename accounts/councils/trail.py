"""A council's trail in words."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from accounts.councils.models import RulebookVersion
from accounts.councils.questions import BY_KEY
from accounts.councils.titles import TITLES
from accounts.people.models import Membership, Office, Person
from councilsm.audit.hiding import hidden_from
from councilsm.audit.models import AuditEvent
from councilsm.audit.timeline import trail_of
from councilsm.audit.verbs import Verb

#: What an entry's detail calls things, where the key alone would not say it.
KEYS = {"starts_on": "First day", "ends_on": "Last day", "set": "Rules set"}


@dataclass(frozen=True)
class Value:
    """One thing that an entry says, before and after; empty where there was none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One event in words. Without a label its detail was disposed of."""

    event: AuditEvent
    label: str
    values: list[Value]


def events(reader: Membership, verb: str = "") -> QuerySet[AuditEvent]:
    """The trail of a council with `actor` (name), `office` (title), `rulebook` (number): one query.

    Without what its reader may not see, such as a restricted case.

    Args:
        verb: as `trail_of` takes it.
    """
    council = reader.council
    person = Person.objects.filter(pk=OuterRef("actor_id"))
    office = Office.objects.filter(pk=OuterRef("office_id"), council=council)
    version = RulebookVersion.objects.filter(pk=OuterRef("rulebook_id"), council=council)
    return (
        trail_of(council, verb=verb)
        .exclude(hidden_from(reader))
        .annotate(
            actor=Subquery(person.values("name")[:1]),
            office=Subquery(office.values("title")[:1]),
            rulebook=Subquery(version.values("number")[:1]),
        )
    )


def entry(event: AuditEvent) -> Entry:
    detail = getattr(event, "detail", None)
    if detail is None:
        return Entry(event, "", [])
    old, new = json.loads(detail.old), json.loads(detail.new)
    if event.verb == Verb.RULES_CHANGED:  # their values are in words on the page of versions
        old, new = {}, {key: new[key] for key in ("in_force_from", "why") if key in new}
    values = [
        Value(_name(key), _words(old.get(key)), _words(new.get(key)))
        for key in {**old, **new}
        if _words(old.get(key)) or _words(new.get(key))
    ]
    return Entry(event, detail.label, values)


def _name(key: str) -> str:
    return KEYS.get(key) or key.replace("_", " ").capitalize()


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case list():
            return ", ".join(_words(part) for part in value)
        case str() if value in BY_KEY:
            return BY_KEY[value].title
    return TITLES.get(str(value), str(value))
