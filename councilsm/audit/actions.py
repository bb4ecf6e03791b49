"""`@action`: one verb, one transaction, and nothing happens without an entry on the trail."""

import secrets
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

import structlog
from django.db import models, transaction

from councilsm.audit.canonical import canonical
from councilsm.audit.entry import Entry
from councilsm.audit.models import INSTALLATION
from councilsm.audit.verbs import Verb
from councilsm.audit.writing import append
from councilsm.bulk import MANY, insert_new
from councilsm.duties import Duty

P = ParamSpec("P")
R = TypeVar("R")

#: Of an object: its id, its council, the object in words, and what changed.
Recorded = tuple[int, Any, str, dict[str, Any]]


class Unaudited(RuntimeError):
    """An action ended without recording anything: a mistake in the action, so all is undone."""


@dataclass
class Work:
    """What the outermost action still has to write: events, and rows that wait for the end."""

    events: list[Entry] = field(default_factory=list)
    rows: list[models.Model] = field(default_factory=list)

    def write(self) -> None:
        """Writes the waiting rows, then the events, each chain's head locked in council order.

        The heads come last because every other action in the council waits for them.
        """
        for model, same in groupby(self.rows, key=lambda row: row._meta.model):
            rows = list(same)
            if len(rows) < MANY:
                model._default_manager.bulk_create(rows)
            else:
                insert_new(rows)
        append(sorted(self.events, key=attrgetter("council_id")))  # stable within a chain


_work: ContextVar[Work | None] = ContextVar("councilsm_work", default=None)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Makes a function an action: one transaction, audited, all or nothing.

    An action may call others; they join its transaction, and the outermost one writes the outbox
    and the trail last. An action that fails leaves nothing behind, also when its caller goes on.

    Raises:
        Unaudited: the function returned without having called `record()`.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        outer = _work.get()
        work = outer or Work()
        events, rows = len(work.events), len(work.rows)
        token = _work.set(work)
        try:
            with transaction.atomic():
                try:
                    result = function(*args, **kwargs)
                    if len(work.events) == events:
                        raise Unaudited(function.__qualname__)
                    if outer is None:
                        work.write()
                finally:
                    # Before the commit: what runs on commit is not part of this action.
                    _work.reset(token)
        except BaseException:
            del work.events[events:], work.rows[rows:]
            raise
        return result

    return run


def current_work() -> Work:
    """The work of the action that is running.

    Raises:
        RuntimeError: no action is running.
    """
    work = _work.get()
    if work is None:
        raise RuntimeError("record() and notify() belong inside an @action.")
    return work


def record(
    verb: Verb,
    obj: models.Model | None,
    *,
    actor: Any,
    council: Any = None,
    duty: Duty | None = None,
    office_id: int | None = None,
    label: str = "",
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> None:
    """Adds an event to the trail of the object's council, written when the action ends.

    Args:
        obj: what it happened to; None only for the installation's own events.
        actor: the Person who did it; None for the system.
        council: whose trail; by default the object's own council. None and an object without one:
            the installation's trail.
        duty: what the actor did it by; the office through which they hold it goes on the trail.
        office_id: that office, where the caller knows it already. Where they stand in for its
            holder, the trail names the office they hold and says which they cover.
        label: the object in words, by default `str(obj)`. Erasable, like `old` and `new`.
        old, new: what changed: strings, integers within 2^53, booleans, None and lists of them.

    Raises:
        RuntimeError: no action is running.
        ValueError: a value that cannot be written canonically.
    """
    council = council or getattr(obj, "council", None)
    membership = actor.membership_at(council) if actor and council else None
    if duty and actor and council:
        office_id = membership.office_for(duty) if membership else None
    if membership is not None:
        office_id, covers = membership.capacity(office_id)
        new = (new or {}) | ({"covering": covers} if covers else {})
        new |= {"while_away": True} if membership.is_away else {}
        new |= {"handover": True} if membership.in_handover else {}
    entry = _entry(
        verb,
        obj._meta.label_lower if obj else "",
        obj.pk if obj else None,
        _request_id(),
        council_id=council.pk if council else INSTALLATION,
        rulebook_id=council.rulebook_id if council else None,
        actor_id=actor.pk if actor else None,
        office_id=office_id,
        label=label or str(obj or ""),
        old=old,
        new=new,
    )
    current_work().events.append(entry)


def record_each(verb: Verb, model: type[models.Model], rows: Iterable[Recorded]) -> None:
    """Adds the same event for very many objects, by the system; as `record()` in all else.

    Args:
        rows: of each object its id, its council, the object in words, and what changed.

    Raises:
        RuntimeError: no action is running.
        ValueError: a value that cannot be written canonically.
    """
    kind, request_id = model._meta.label_lower, _request_id()
    current_work().events += [
        _entry(
            verb,
            kind,
            object_id,
            request_id,
            council_id=council.pk,
            rulebook_id=council.rulebook_id,
            label=label,
            new=new,
        )
        for object_id, council, label, new in rows
    ]


def _entry(
    verb: Verb,
    object_kind: str,
    object_id: int | None,
    request_id: str,
    *,
    council_id: int,
    rulebook_id: int | None,
    label: str,
    new: dict[str, Any] | None,
    old: dict[str, Any] | None = None,
    actor_id: int | None = None,
    office_id: int | None = None,
) -> Entry:
    entry = Entry(
        council_id=council_id,
        actor_id=actor_id,
        office_id=office_id,
        verb=verb.value,
        object_kind=object_kind,
        object_id=object_id,
        rulebook_id=rulebook_id,
        request_id=request_id,
        label=label,
        old=canonical(old).decode() if old else "{}",
        new=canonical(new).decode() if new else "{}",
        salt=secrets.token_hex(16),
    )
    entry.detail_digest = entry.compute_digest()
    return entry


def _request_id() -> str:
    return str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64]
