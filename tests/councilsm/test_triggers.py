"""What the database lets be filled once, and what it lets be emptied and never rewritten."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from councilsm.audit.triggers import AppendOnly, install

TABLE = "trigger_trial"
RULE = AppendOnly(columns=("kind",), once=("done_at",), erasable=("words",), said_later=("answer",))

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def row(db: None) -> Any:
    """Runs a change on the one row of a protected table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TABLE} (id integer, kind text, done_at text, words text, answer text)"
        )
        install(connection, TABLE, RULE)
        cursor.execute(f"INSERT INTO {TABLE} VALUES (1, 'comment', NULL, 'Shame', '')")

    def change(assignment: str) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {TABLE} SET {assignment} WHERE id = 1")

    return change


@pytest.mark.parametrize(
    "changes",
    [
        ["done_at = '2026-11-21'"],
        ["words = ''"],
        ["words = words"],
        ["answer = 'No'", "answer = ''"],
        ["done_at = '2026-11-21', answer = 'No'", "done_at = done_at"],
    ],
)
def test_what_may_be_filled_or_emptied(row: Any, changes: list[str]) -> None:
    for change in changes:
        row(change)


@pytest.mark.parametrize(
    "changes",
    [
        ["kind = 'post'"],
        ["words = 'Thank you'"],
        ["words = ''", "words = 'Thank you'"],
        ["done_at = '2026-11-21'", "done_at = '2026-11-20'"],
        ["done_at = '2026-11-21'", "done_at = NULL"],
        ["answer = 'No'", "answer = 'Yes'"],
    ],
)
def test_what_never_changes(row: Any, changes: list[str]) -> None:
    *allowed, refused = changes
    for change in allowed:
        row(change)
    with pytest.raises(IntegrityError, match="append-only"):
        row(refused)
