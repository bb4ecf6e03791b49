from typing import Any

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def told_already(apps: Any, schema_editor: Any) -> None:
    """Nobody is written to now about what missed its time before people were told."""
    drafts = apps.get_model("moderation", "Draft").objects
    drafts.filter(status="approved", not_after__lte=timezone.now()).update(
        missed_told_at=F("not_after")
    )


class Migration(migrations.Migration):
    dependencies = [("moderation", "0007_once_per_form")]

    operations = [
        migrations.AddField("draft", "missed_told_at", models.DateTimeField(null=True)),
        migrations.RunPython(told_already, migrations.RunPython.noop),
    ]
