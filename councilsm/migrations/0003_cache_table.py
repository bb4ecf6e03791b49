"""The cache lives in the database, so that sign-in limits hold while Redis is down."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("councilsm", "0002_append_only")]

    operations = [
        migrations.RunPython(create, migrations.RunPython.noop),
    ]
