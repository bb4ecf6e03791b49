"""The end of every action: its events go on the trail, each chained to the one before.

In plain SQL, because everybody else in the council waits while the head is locked, and building
these statements from models takes longer than carrying them out. `tests/councilsm/test_audit.py`
holds what is written to what was recorded.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from django.utils import timezone

from councilsm.audit.models import GENESIS, AuditDetail, AuditEvent
from councilsm.bulk import MANY, write

Pair = tuple[AuditEvent, AuditDetail]

HEADS = """
    SELECT council_id, sequence, hash FROM councilsm_chainhead WHERE council_id IN ({})
    ORDER BY council_id
"""
FIRST_HEADS = """
    INSERT INTO councilsm_chainhead (council_id, sequence, hash) VALUES {} ON CONFLICT DO NOTHING
"""
NEW_HEAD = "UPDATE councilsm_chainhead SET sequence = %s, hash = %s WHERE council_id = %s"
NEW_HEADS = """
    UPDATE councilsm_chainhead AS head SET sequence = new.sequence, hash = new.hash
    FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS new (sequence, hash, council_id)
    WHERE head.council_id = new.council_id
"""

EVENT = [field for field in AuditEvent._meta.concrete_fields if not field.primary_key]
INSERT_EVENT = f"""
    INSERT INTO councilsm_auditevent ({", ".join(str(field.column) for field in EVENT)})
    VALUES ({", ".join("%s" for _ in EVENT)})
"""
DETAIL = [field for field in AuditDetail._meta.concrete_fields if not field.primary_key]
INSERT_DETAIL = f"""
    INSERT INTO councilsm_auditdetail (event_id, {", ".join(str(field.column) for field in DETAIL)})
    SELECT id, {", ".join("%s" for _ in DETAIL)} FROM councilsm_auditevent
    WHERE council_id = %s AND sequence = %s
"""
NEXT_IDS = """
    SELECT nextval(pg_get_serial_sequence('councilsm_auditevent', 'id'))
    FROM generate_series(1, %s)
"""


def append(pairs: Sequence[Pair]) -> None:
    """Chains events, each to the end of its council's trail. The last thing in a transaction.

    The heads stay locked until the transaction ends. They are locked in the councils' order,
    whatever the order of the events, so that two who write for several councils wait for each
    other and never in a circle.

    Args:
        pairs: events of one council or of many; those of one council in the order of its chain.
    """
    with connection.cursor() as cursor:
        heads = _locked_heads(cursor, sorted({event.council_id for event, _ in pairs}))
        now = timezone.now()
        for event, _ in pairs:
            sequence, previous = heads[event.council_id]
            event.sequence, event.at, event.previous = sequence + 1, now, previous
            event.hash = event.compute_hash()
            heads[event.council_id] = event.sequence, event.hash
        if len(pairs) >= MANY and connection.vendor == "postgresql":
            _copy(cursor, pairs)
        else:
            _insert(cursor, pairs)
        _move(cursor, heads)


def _locked_heads(cursor: Any, council_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Where each chain ends, held; made where the chain has no event yet."""
    heads = _lock(cursor, council_ids) if len(council_ids) == 1 else {}
    if len(heads) < len(council_ids):
        # All that are missing are made before any is locked. Two at once: the second waits here
        # for the first while it holds nothing that the first could want.
        first = ", ".join(f"({council_id:d}, 0, '{GENESIS}')" for council_id in council_ids)
        cursor.execute(FIRST_HEADS.format(first))
        heads = _lock(cursor, council_ids)
    return heads


def _lock(cursor: Any, council_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    sql = HEADS.format(", ".join(f"{council_id:d}" for council_id in council_ids))
    if connection.features.has_select_for_update:
        sql += connection.ops.for_update_sql(no_key=True)
    cursor.execute(sql)
    return {council_id: (sequence, end) for council_id, sequence, end in cursor.fetchall()}


def _insert(cursor: Any, pairs: Sequence[Pair]) -> None:
    for event, detail in pairs:
        cursor.execute(INSERT_EVENT, _values(event, EVENT))
        of_event = [event.council_id, event.sequence]
        cursor.execute(INSERT_DETAIL, [*_values(detail, DETAIL), *of_event])


def _copy(cursor: Any, pairs: Sequence[Pair]) -> None:
    cursor.execute(NEXT_IDS, [len(pairs)])
    for (event, detail), (pk,) in zip(pairs, cursor.fetchall(), strict=True):
        event.pk = detail.event_id = pk
    for rows in zip(*pairs, strict=True):
        fields = rows[0]._meta.concrete_fields
        write(fields, ([getattr(row, field.attname) for field in fields] for row in rows))


def _move(cursor: Any, heads: dict[int, tuple[int, str]]) -> None:
    """Each head to its chain's new end."""
    moved = [(sequence, end, council_id) for council_id, (sequence, end) in heads.items()]
    if len(moved) > 1 and connection.vendor == "postgresql":
        cursor.execute(NEW_HEADS, [list(column) for column in zip(*moved, strict=True)])
    else:
        cursor.executemany(NEW_HEAD, moved)


def _values(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    """A row's values as the database takes them."""
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
