"""After a migration the release before still runs, until it is restarted."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations import AddField, CreateModel
from django.db.migrations.loader import MigrationLoader

from councilsm.tenancy import ReferenceCounter, next_number
from tests.cast import Cast

#: The first migrations of which this is asked.
SINCE = {"councilsm": "0006", "accounts": "0011", "policies": "0001", "moderation": "0012"}


def test_the_release_before_may_write_until_the_restart() -> None:
    """It names no new column, so the database itself has to know what stands there."""
    loader = MigrationLoader(None)
    for (app, name), migration in loader.disk_migrations.items():
        if name < SINCE.get(app, name + "_"):
            continue
        new = {row.name_lower for row in migration.operations if isinstance(row, CreateModel)}
        for row in migration.operations:
            if isinstance(row, AddField) and row.model_name_lower not in new:
                field = row.field
                fits = field.null or field.db_default is not models.NOT_PROVIDED
                assert fits or field.many_to_many, f"{app} {name}: {row.model_name}.{row.name}"


@pytest.mark.database
def test_lookalikes_are_counted_on_from_where_they_were(cast: Cast) -> None:
    for _ in range(3):
        next_number(cast.ashford, "L")  # of which some have no row any more
    import_module("accounts.migrations.0012_lookalikes_counted_apart").count_apart(apps, None)
    counter = ReferenceCounter.objects.get(council=cast.ashford)
    assert (counter.letter, counter.last) == ("K", 3)
