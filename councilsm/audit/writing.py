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

HEAD = "SELECT sequence, hash FROM councilsm_chainhead WHERE council_id = %s"
FIRST_HEAD = """
    INSERT INTO councilsm_chainhead (council_id, sequence, hash) VALUES (%s, 0, %s)
    ON CONFLICT DO NOTHING
"""
NEW_HEAD = "UPDATE councilsm_chainhead SET sequence = %s, hash = %s WHERE council_id = %s"

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


def append(council_id: int, pairs: Sequence[tuple[AuditEvent, AuditDetail]]) -> None:
    """Chains events to the end of a council's trail. The last thing in a transaction.

    The head stays locked until the transaction ends.
    """
    with connection.cursor() as cursor:
        sequence, previous = _locked_head(cursor, council_id)
        now = timezone.now()
        for event, detail in pairs:
            sequence += 1
            event.sequence, event.at, event.previous = sequence, now, previous
            event.hash = previous = event.compute_hash()
            cursor.execute(INSERT_EVENT, _values(event, EVENT))
            cursor.execute(INSERT_DETAIL, [*_values(detail, DETAIL), council_id, sequence])
        cursor.execute(NEW_HEAD, [sequence, previous, council_id])


def _locked_head(cursor: Any, council_id: int) -> tuple[int, str]:
    locks = connection.features.has_select_for_update
    sql = f"{HEAD} {connection.ops.for_update_sql(no_key=True)}" if locks else HEAD
    cursor.execute(sql, [council_id])
    head: tuple[int, str] | None = cursor.fetchone()
    if head is None:
        # The first event of a chain. Two at once: the second waits here for the first.
        cursor.execute(FIRST_HEAD, [council_id, GENESIS])
        cursor.execute(sql, [council_id])
        head = cursor.fetchone()
        assert head is not None  # made just now, by us or by somebody else
    return head


def _values(row: models.Model, fields: Sequence[Any]) -> list[Any]:
    """A row's values as the database takes them."""
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
