"""A system check: no demonstration in service."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from accounts.councils.models import Council
from accounts.people.demo import demo_councils
from councilsm.startup import SERVICE


@register(Tags.database, SERVICE)
def no_demonstration_in_service(
    app_configs: Sequence[AppConfig] | None,
    databases: Iterable[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """Asked when the web server and the workers start, and by `check --database default`."""
    if settings.DEMO or "default" not in (databases or []):
        return []
    with connections["default"].cursor() as cursor:
        tables = connections["default"].introspection.table_names(cursor)
    if Council._meta.db_table not in tables:  # not migrated yet
        return []
    names = ", ".join(council.name for council in demo_councils())
    if not names:
        return []
    return [
        Error(
            f"This database holds a demonstration ({names}), whose password everybody may know.",
            hint=(
                "Give the service a database of its own (DATABASE_URL). To look at the "
                "demonstration on this machine, use `make run`, which sets DEMO=1."
            ),
            id="accounts.E001",
        )
    ]
