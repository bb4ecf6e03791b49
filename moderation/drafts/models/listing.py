"""What a row of a list shows, gathered by the database rather than from objects."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler


class ShownOn(models.Func):
    """A revision's accounts and what became of each: a list of [platform, name, state].

    `ShownOn("current_id")` brings them along with the row. To prefetch targets and accounts took
    longer than everything else that a list asks.
    """

    output_field = models.JSONField()
    template = """(
        SELECT COALESCE(%(collect)s(%(array)s(platform, name, state)), '[]') FROM (
            SELECT account.platform, account.name, target.state
            FROM moderation_target target
            JOIN accounts_officialaccount account ON account.id = target.account_id
            WHERE target.revision_id = %(expressions)s
            ORDER BY account.platform, account.name
        ) shown
    )"""

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        context |= {"collect": "jsonb_agg", "array": "jsonb_build_array"}
        return super().as_sql(compiler, connection, **context)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        context |= {"collect": "json_group_array", "array": "json_array"}
        return super().as_sql(compiler, connection, **context)
