"""Append-only tables, held by triggers on PostgreSQL and SQLite alike.

A model says `append_only = AppendOnly(...)`, its migration calls `protect(...)` with the same
facts, and a system check finds any trigger that is missing (SQLite drops a table's triggers when a
migration rebuilds it).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation, OperationCategory


@dataclass(frozen=True)
class AppendOnly:
    """What the database refuses on a table.

    Args:
        keys: the unique column sets; SQLite's INSERT OR REPLACE is refused on each.
        columns: the columns that never change; empty means the whole row.
        deletable: whether rows may be deleted (disposal of a payload).
        once: columns that are filled once and then never change. Name `columns` too.
        erasable: columns of words that may be emptied, by lawful erasure, but never rewritten.
        said_later: the same, of words that are empty at first and written once.
        sealed_by: the column that, once filled, lets `said_later` be emptied and no longer written.
        one_way: columns that turn true and never false again.
        freezes: columns that may change until `frozen_by` is filled, and never after.
        frozen_by: the column that, once filled, freezes them.
        also_freezes: more such columns, under the column that freezes them.
        deletable_until: the column that, once filled, keeps a row from being deleted.
        agrees: foreign keys, each with the table it points to and the columns that say the same
            there; a new row that says otherwise is refused.
    """

    keys: tuple[tuple[str, ...], ...] = (("id",),)
    columns: tuple[str, ...] = ()
    deletable: bool = False
    once: tuple[str, ...] = ()
    erasable: tuple[str, ...] = ()
    said_later: tuple[str, ...] = ()
    sealed_by: str = ""
    one_way: tuple[str, ...] = ()
    freezes: tuple[str, ...] = ()
    frozen_by: str = ""
    also_freezes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    deletable_until: str = ""
    agrees: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def disagrees(self, same: str) -> str:
        """The condition under which a new row says something else than the rows it points to.

        Args:
            same: how the database compares values of which either may be null.
        """
        return " OR ".join(
            f"NEW.{key} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {table} AS it "
            f"WHERE it.id = NEW.{key}"
            + "".join(f" AND it.{name} {same} NEW.{name}" for name in columns)
            + ")"
            for key, table, columns in self.agrees
        )

    def rewritten(self, differs: str) -> str:
        """The condition under which a row was rewritten that may only be filled or emptied.

        Args:
            differs: how the database compares values of which either may be null.
        """
        sealed = f" OR OLD.{self.sealed_by} IS NOT NULL" if self.sealed_by else ""
        return " OR ".join(
            [f"OLD.{name} IS NOT NULL AND NEW.{name} {differs} OLD.{name}" for name in self.once]
            + [f"NEW.{name} <> '' AND NEW.{name} <> OLD.{name}" for name in self.erasable]
            + [
                f"(OLD.{name} <> ''{sealed}) AND NEW.{name} <> '' AND NEW.{name} <> OLD.{name}"
                for name in self.said_later
            ]
            + [f"OLD.{name} AND NOT NEW.{name}" for name in self.one_way]
            + [
                f"OLD.{filled} IS NOT NULL AND NEW.{name} {differs} OLD.{name}"
                for filled, names in ((self.frozen_by, self.freezes), *self.also_freezes)
                for name in names
            ]
        )


def statements(vendor: str, table: str, rule: AppendOnly) -> dict[str, list[str]]:
    """The SQL that protects a table, by trigger name."""
    of_columns = f" OF {', '.join(rule.columns)}" if rule.columns else ""
    if vendor == "postgresql":
        message = f"{table} is append-only"
        function = (
            f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{message}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        each = f"EXECUTE FUNCTION {table}_refuse()"
        triggers = {
            f"{table}_no_update": [
                function,
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of_columns} ON {table} "
                f"FOR EACH ROW {each}",
            ]
        }
        if rewritten := rule.rewritten("IS DISTINCT FROM"):
            triggers[f"{table}_no_rewrite"] = [
                f"CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE ON {table} "
                f"FOR EACH ROW WHEN ({rewritten}) {each}"
            ]
        if rule.agrees:  # a condition of PostgreSQL's own asks no other row
            triggers[f"{table}_no_other"] = [
                f"CREATE OR REPLACE FUNCTION {table}_agree() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF {rule.disagrees('IS NOT DISTINCT FROM')} THEN "
                f"RAISE EXCEPTION '{table} must agree with the rows it points to' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
                f"CREATE TRIGGER {table}_no_other BEFORE INSERT ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {table}_agree()",
            ]
        if not rule.deletable:
            kept = f"WHEN (OLD.{until} IS NOT NULL) " if (until := rule.deletable_until) else ""
            triggers[f"{table}_no_delete"] = [
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                f"FOR EACH ROW {kept}{each}"
            ]
            triggers[f"{table}_no_truncate"] = [
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT {each}"
            ]
        return triggers
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in key) + ")" for key in rule.keys
    )
    triggers = {
        f"{table}_no_update": [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE{of_columns} ON {table} {refuse}"
        ],
        f"{table}_no_replace": [
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}"
        ],
    }
    if rewritten := rule.rewritten("IS NOT"):
        triggers[f"{table}_no_rewrite"] = [
            f"CREATE TRIGGER {table}_no_rewrite BEFORE UPDATE ON {table} WHEN {rewritten} {refuse}"
        ]
    if rule.agrees:
        triggers[f"{table}_no_other"] = [
            f"CREATE TRIGGER {table}_no_other BEFORE INSERT ON {table} "
            f"WHEN {rule.disagrees('IS')} BEGIN SELECT RAISE(ABORT, "
            f"'{table} must agree with the rows it points to'); END"
        ]
    if not rule.deletable:
        kept = f"WHEN OLD.{until} IS NOT NULL " if (until := rule.deletable_until) else ""
        triggers[f"{table}_no_delete"] = [
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {kept}{refuse}"
        ]
    return triggers


def install(connection: BaseDatabaseWrapper, table: str, rule: AppendOnly) -> None:
    """Creates the table's triggers."""
    with connection.cursor() as cursor:
        for commands in statements(connection.vendor, table, rule).values():
            for sql in commands:
                cursor.execute(sql)


def remove(connection: BaseDatabaseWrapper, table: str, rule: AppendOnly) -> None:
    """Drops the table's triggers (a migration going backwards, a test cleaning up)."""
    on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in statements(connection.vendor, table, rule):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all enabled triggers in the database."""
    if connection.vendor == "postgresql":
        sql = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    else:
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


class WithoutModels(Operation):
    """Changes the database without asking for any model.

    RunPython makes every model anew as it stood at that migration: half a second each time. Like
    it, this does nothing on a database that the router keeps the app from.

    Args:
        forwards, backwards: what is done; each gets the schema editor.
    """

    category = OperationCategory.PYTHON

    def __init__(self, forwards: Callable[[Any], None], backwards: Callable[[Any], None]) -> None:
        self.forwards = forwards
        self.backwards = backwards

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self.forwards(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any
    ) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label):
            self.backwards(schema_editor)


def protect(table: str, rule: AppendOnly, *, instead_of: AppendOnly | None = None) -> WithoutModels:
    """The migration operation that makes a table append-only.

    Args:
        instead_of: the rule that protected it until now, where it had one.
    """

    def create(schema_editor: Any, of: AppendOnly) -> None:
        for commands in statements(schema_editor.connection.vendor, table, of).values():
            for sql in commands:
                schema_editor.execute(sql, params=None)

    def forwards(schema_editor: Any) -> None:
        if instead_of:
            remove(schema_editor.connection, table, instead_of)
        create(schema_editor, rule)

    def backwards(schema_editor: Any) -> None:
        remove(schema_editor.connection, table, rule)
        if instead_of:
            create(schema_editor, instead_of)

    return WithoutModels(forwards, backwards)


def rebuilding(*operations: Operation) -> list[Operation]:
    """Migration operations that SQLite can only do by making a table anew, triggers kept.

    It drops a table's own triggers with the table, and refuses while a trigger of another table
    names it. So all of them are set aside first and put back afterwards. PostgreSQL needs none of
    that.
    """
    aside: dict[str, str] = {}

    def take_off(schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            aside.update(cursor.fetchall())
        for name in aside:
            schema_editor.execute(f"DROP TRIGGER {name}", params=None)

    def put_back(schema_editor: Any) -> None:
        for sql in aside.values():
            schema_editor.execute(sql, params=None)
        aside.clear()

    return [WithoutModels(take_off, put_back), *operations, WithoutModels(put_back, take_off)]
