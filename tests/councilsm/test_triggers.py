"""What the database lets be filled once, and what it lets be emptied and never rewritten."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from accounts.people.models import Membership
from councilsm.audit.triggers import AppendOnly, WithoutModels, install, present, rebuilding

TABLE = "trigger_trial"
GIVEN = "id, kind, done_at, words, answer, hidden"
RULE = AppendOnly(
    columns=("kind",),
    once=("done_at",),
    erasable=("words",),
    said_later=("answer",),
    sealed_by="done_at",
    one_way=("hidden",),
    deletable_until="done_at",
    freezes=("name",),
    frozen_by="done_at",
    also_freezes=(("said_at", ("note", "said_at")),),
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def row(db: None) -> Any:
    """Runs a change on the one row of a protected table."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {TABLE} (id integer, kind text, done_at text, words text, "
            "answer text, hidden boolean, name text, note text, said_at text)"
        )
        install(connection, TABLE, RULE)
        cursor.execute(
            f"INSERT INTO {TABLE} ({GIVEN}) VALUES (1, 'comment', NULL, 'Shame', '', false)"
        )

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
        ["hidden = true", "hidden = hidden"],
        ["name = 'Old'", "name = 'New'", "done_at = '2026-11-21'", "name = name"],
        ["done_at = '2026-11-21'", "note = 'Old'", "note = 'New', said_at = '2026-11-22'"],
        ["said_at = '2026-11-22'", "name = 'New'", "note = note"],
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
        ["answer = 'No', done_at = '2026-11-21'", "answer = ''", "answer = 'Yes'"],
        ["hidden = true", "hidden = false"],
        ["done_at = '2026-11-21'", "name = 'New'"],
        ["note = 'Old', said_at = '2026-11-22'", "note = 'New'"],
        ["said_at = '2026-11-22'", "said_at = NULL"],
    ],
)
def test_what_never_changes(row: Any, changes: list[str]) -> None:
    *allowed, refused = changes
    for change in allowed:
        row(change)
    with pytest.raises(IntegrityError, match="append-only"):
        row(refused)


def test_a_row_may_go_until_it_counts(row: Any) -> None:
    row("done_at = '2026-11-21'")
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} ({GIVEN}) VALUES (2, 'comment', NULL, '', '', false)")
        cursor.execute(f"DELETE FROM {TABLE} WHERE id = 2")
        assert cursor.rowcount == 1
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute(f"DELETE FROM {TABLE} WHERE id = 1")


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL makes no table anew")
def test_a_table_that_other_triggers_name_is_made_anew_and_all_triggers_stay() -> None:
    before = present(connection)

    def anew(schema_editor: Any) -> None:
        schema_editor._remake_table(Membership)

    def migrate(operations: list[Any]) -> None:
        with connection.schema_editor() as schema_editor:
            for operation in operations:
                operation.database_forwards("accounts", schema_editor, None, None)

    with pytest.raises(OperationalError, match="error in trigger"):
        migrate([WithoutModels(anew, anew)])
    migrate(rebuilding(WithoutModels(anew, anew)))
    assert present(connection) == before


class Apart:
    """A router that keeps accounts from every database but one of their own."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return app_label != "accounts" or db == "accounts"


def test_triggers_go_only_where_the_router_lets_the_app_go(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [Apart()]
    done = []
    change = WithoutModels(lambda _: done.append("there"), lambda _: done.append("back"))
    editor = SimpleNamespace(connection=connection)
    for app in ("accounts", "moderation"):
        change.database_forwards(app, editor, None, None)
        change.database_backwards(app, editor, None, None)
        assert done == ([] if app == "accounts" else ["there", "back"])
