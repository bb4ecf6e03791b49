"""`@action`: one verb, one transaction, and nothing happens without an entry on the trail."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from itertools import groupby
from typing import Any, ParamSpec, TypeVar

import structlog
from django.db import models, transaction

from councilsm.audit.canonical import canonical
from councilsm.audit.models import INSTALLATION, AuditDetail, AuditEvent
from councilsm.audit.verbs import Verb
from councilsm.audit.writing import append
from councilsm.duties import Duty

P = ParamSpec("P")
R = TypeVar("R")


class Unaudited(RuntimeError):
    """An action ended without recording anything: a mistake in the action, so all is undone."""


@dataclass
class Work:
    """What the outermost action still has to write: events, and rows that wait for the end."""

    events: list[tuple[AuditEvent, AuditDetail]] = field(default_factory=list)
    rows: list[models.Model] = field(default_factory=list)

    def write(self) -> None:
        """Writes the waiting rows, then the events, each chain's head locked in council order.

        The heads come last because every other action in the council waits for them.
        """
        for model, rows in groupby(self.rows, key=lambda row: row._meta.model):
            model._default_manager.bulk_create(list(rows))
        self.events.sort(key=lambda pair: pair[0].council_id)  # stable: order within a chain stays
        for council_id, chain in groupby(self.events, key=lambda pair: pair[0].council_id):
            append(council_id, list(chain))


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
    detail = AuditDetail(
        council_id=council.pk if council else INSTALLATION,
        label=label or str(obj or ""),
        old=canonical(old or {}).decode(),
        new=canonical(new or {}).decode(),
        salt=secrets.token_hex(16),
    )
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    event = AuditEvent(
        council_id=detail.council_id,
        actor_id=actor.pk if actor else None,
        office_id=office_id,
        verb=verb,
        object_kind=obj._meta.label_lower if obj else "",
        object_id=obj.pk if obj else None,
        rulebook_id=council.rulebook_id if council else None,
        request_id=str(request_id)[:64],
        detail_digest=detail.compute_digest(),
    )
    current_work().events.append((event, detail))
