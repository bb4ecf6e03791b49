"""A system check: every append-only table has its triggers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from councilsm.audit.triggers import AppendOnly, present, statements


def protected_tables() -> dict[str, AppendOnly]:
    """Every table that a model declares append-only."""
    return {
        model._meta.db_table: model.append_only
        for model in apps.get_models()
        if hasattr(model, "append_only")
    }


def missing_triggers(alias: str = "default") -> list[str]:
    """The triggers that should exist on a migrated database and do not."""
    connection = connections[alias]
    existing = present(connection)
    tables = set(connection.introspection.table_names())
    return [
        name
        for table, rule in protected_tables().items()
        if table in tables
        for name in statements(connection.vendor, table, rule)
        if name not in existing
    ]


@register(Tags.database)
def triggers_present(
    app_configs: Sequence[AppConfig] | None,
    databases: Iterable[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Runs with `check --database default` and after every `migrate`."""
    return [
        Error(
            f"The trigger {name} is missing: rows that must not change could be changed.",
            hint="Restore it by a migration that calls protect() again.",
            id="councilsm.E001",
        )
        for alias in databases or []
        for name in missing_triggers(alias)
    ]
