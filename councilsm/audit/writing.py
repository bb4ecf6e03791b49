"""The end of every action: its events go on the trail, each chained to the one before.

In plain SQL, because everybody else in the council waits while the head is locked, and building
these statements from models takes longer than carrying them out. `tests/councilsm/test_audit.py`
holds what is written to what was recorded.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connection
from django.utils import timezone

from councilsm.audit.entry import Entry
from councilsm.audit.models import GENESIS, AuditDetail, AuditEvent
from councilsm.bulk import MANY, write

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
INSERT_EVENTS = f"""
    INSERT INTO councilsm_auditevent ({", ".join(str(field.column) for field in EVENT)})
    VALUES {{}} RETURNING id, council_id, sequence
"""
DETAIL = [field for field in AuditDetail._meta.concrete_fields if not field.primary_key]
INSERT_DETAILS = f"""
    INSERT INTO councilsm_auditdetail (event_id, {", ".join(str(field.column) for field in DETAIL)})
    VALUES {{}}
"""
#: So many rows in one statement: SQLite takes 32,766 values.
AT_ONCE = 500
NEXT_IDS = """
    WITH sequence AS MATERIALIZED (
        SELECT pg_get_serial_sequence('councilsm_auditevent', 'id')::regclass AS ids
    )
    SELECT nextval(ids) FROM sequence, generate_series(1, %s)
"""


def append(entries: Sequence[Entry]) -> None:
    """Chains events, each to the end of its council's trail. The last thing in a transaction.

    The heads stay locked until the transaction ends. They are locked in the councils' order,
    whatever the order of the events, so that two who write for several councils wait for each
    other and never in a circle.

    Args:
        entries: events of one council or of many; those of one council in the order of its chain.
    """
    with connection.cursor() as cursor:
        heads = _locked_heads(cursor, sorted({entry.council_id for entry in entries}))
        now = timezone.now()
        for entry in entries:
            sequence, previous = heads[entry.council_id]
            entry.sequence, entry.at, entry.previous = sequence + 1, now, previous
            entry.hash = entry.compute_hash()
            heads[entry.council_id] = entry.sequence, entry.hash
        if len(entries) >= MANY and connection.vendor == "postgresql":
            _copy(cursor, entries)
        else:
            _insert(cursor, entries)
        _move(cursor, heads)


def _locked_heads(cursor: Any, council_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Where each chain ends, held; made where the chain has no event yet."""
    alone = len(council_ids) == 1
    heads = _heads(cursor, council_ids, lock=alone)
    missing = [council_id for council_id in council_ids if council_id not in heads]
    if missing:
        # All that are missing are made before any is locked. Two at once: the second waits here
        # for the first while it holds nothing that the first could want.
        first = ", ".join(f"({council_id:d}, 0, '{GENESIS}')" for council_id in missing)
        cursor.execute(FIRST_HEADS.format(first))
    return _heads(cursor, council_ids, lock=True) if missing or not alone else heads


def _heads(cursor: Any, council_ids: Sequence[int], *, lock: bool) -> dict[int, tuple[int, str]]:
    sql = HEADS.format(", ".join(f"{council_id:d}" for council_id in council_ids))
    if lock and connection.features.has_select_for_update:
        sql += connection.ops.for_update_sql(no_key=True)
    cursor.execute(sql)
    return {council_id: (sequence, end) for council_id, sequence, end in cursor.fetchall()}


def _insert(cursor: Any, entries: Sequence[Entry]) -> None:
    for start in range(0, len(entries), AT_ONCE):
        rows = entries[start : start + AT_ONCE]
        line = f"({', '.join('%s' for _ in EVENT)})"
        values = [value for entry in rows for value in _values(entry, EVENT)]
        cursor.execute(INSERT_EVENTS.format(", ".join(line for _ in rows)), values)
        ids = {(council, sequence): pk for pk, council, sequence in cursor.fetchall()}
        line = f"({', '.join('%s' for _ in range(len(DETAIL) + 1))})"
        values = []
        for entry in rows:
            values += [ids[entry.council_id, entry.sequence], *_values(entry, DETAIL)]
        cursor.execute(INSERT_DETAILS.format(", ".join(line for _ in rows)), values)


def _copy(cursor: Any, entries: Sequence[Entry]) -> None:
    cursor.execute(NEXT_IDS, [len(entries)])
    ids = cursor.fetchall()
    for model, fields in ((AuditEvent, EVENT), (AuditDetail, DETAIL)):
        values = attrgetter(*(field.attname for field in fields))
        rows = ([*pk, *values(entry)] for pk, entry in zip(ids, entries, strict=True))
        write([model._meta.pk, *fields], rows)


def _move(cursor: Any, heads: dict[int, tuple[int, str]]) -> None:
    """Each head to its chain's new end."""
    moved = [(sequence, end, council_id) for council_id, (sequence, end) in heads.items()]
    if len(moved) > 1 and connection.vendor == "postgresql":
        cursor.execute(NEW_HEADS, [list(column) for column in zip(*moved, strict=True)])
    else:
        for head in moved:
            cursor.execute(NEW_HEAD, head)


def _values(entry: Entry, fields: Sequence[Any]) -> list[Any]:
    """An entry's values as the database takes them."""
    return [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
