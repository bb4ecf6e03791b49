"""Many rows at once, and chains, written ahead."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from random import Random
from typing import Any, TypeVar

from django.core.management.color import no_style
from django.db import connection, models, transaction

from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.audit.canonical import canonical
from councilsm.audit.models import GENESIS, AuditDetail, AuditEvent, ChainHead
from councilsm.audit.verbs import Verb
from councilsm.bulk import write

Row = TypeVar("Row", bound=models.Model)

#: Rows kept in memory before they are written (about 1 kB each).
BATCH = 20_000


class Batch:
    """Rows that wait to be written together, in one transaction, with ids given out here.

    Nobody else may write to the database meanwhile: an id given out twice ends in an IntegrityError
    and nothing of that batch is kept.
    """

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._values: dict[type[models.Model], list[list[Any]]] = defaultdict(list)
        self._ids: dict[type[models.Model], Iterator[int]] = {}
        self._waiting = 0
        self._moving: list[models.Model] = []
        self._written: list[models.Model] = []

    def add(self, row: Row) -> Row:
        """Adds a row, gives it an id if it has none yet, and returns it."""
        if row.pk is None:
            row.pk = self.next_id(type(row))
        self._rows[type(row)].append(row)
        self._waiting += 1
        return row

    def add_values(self, model: type[models.Model], values: list[Any]) -> None:
        """Adds a row as the values of its columns, its id among them: a tenth of the work."""
        self._values[model].append(values)
        self._waiting += 1

    def next_id(self, model: type[models.Model]) -> int:
        """An id for a row that others will name before it is added."""
        if model not in self._ids:
            last = model._base_manager.aggregate(last=models.Max("pk"))["last"]
            self._ids[model] = count((last or 0) + 1)
        return next(self._ids[model])

    def begin(self, *rows: Row) -> None:
        """Adds the rows of a new council that change with every batch: its head and counters."""
        self._moving = [self.add(row) for row in rows]

    @property
    def is_full(self) -> bool:
        return self._waiting >= BATCH

    @transaction.atomic
    def write(self) -> None:
        """Writes what waits; after it every chain in the database holds."""
        for row in self._written:  # of the council that went on from the last batch
            row.save(force_update=True)
        for rows in self._rows.values():
            insert(rows)
        for model, lines in self._values.items():
            write(model._meta.concrete_fields, lines)
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [*self._rows, *self._values]):
                cursor.execute(sql)
        self._rows.clear()
        self._values.clear()
        self._written, self._waiting = self._moving, 0


def insert(rows: list[models.Model]) -> None:
    """Inserts rows of one model just as they are, ids and `auto_now_add` columns included."""
    fields = rows[0]._meta.concrete_fields
    write(fields, ([getattr(row, field.attname) for field in fields] for row in rows))


class Chain:
    """A council's trail, computed by the same functions that `record()` uses.

    Args:
        began: when its first event happened.
        random: makes the salts.
    """

    def __init__(self, batch: Batch, council: Council, began: datetime, random: Random) -> None:
        self.head = ChainHead(council_id=council.pk, sequence=0, hash=GENESIS)
        self._batch, self._council, self._at, self._random = batch, council, began, random

    def record(
        self,
        verb: Verb,
        obj: models.Model,
        *,
        at: datetime | None = None,
        actor: Person | None = None,
        office_id: int | None = None,
        old: dict[str, Any] | None = None,
        new: dict[str, Any] | None = None,
    ) -> None:
        """Adds an event at the chain's end; `at` never before the event that precedes it."""
        self._at = max(self._at, at or self._at)
        detail = AuditDetail(
            council_id=self.head.council_id,
            label=str(obj),
            old=canonical(old or {}).decode(),
            new=canonical(new or {}).decode(),
            salt=f"{self._random.getrandbits(128):032x}",
        )
        event = AuditEvent(
            council_id=self.head.council_id,
            sequence=self.head.sequence + 1,
            at=self._at,
            actor_id=actor.pk if actor else None,
            office_id=office_id,
            verb=verb,
            object_kind=obj._meta.label_lower,
            object_id=obj.pk,
            rulebook_id=self._council.rulebook_id,
            detail_digest=detail.compute_digest(),
            previous=self.head.hash,
        )
        event.hash = event.compute_hash()
        self.head.sequence, self.head.hash = event.sequence, event.hash
        detail.event_id = self._batch.add(event).pk
        self._batch.add(detail)
