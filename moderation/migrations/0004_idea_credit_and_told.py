from typing import Any

from django.db import migrations, models
from django.db.models import F


def told_already(apps: Any, schema_editor: Any) -> None:
    """Nobody is written to now about what went out before senders were told."""
    ideas = apps.get_model("moderation", "Idea").objects.filter(status="drafted").exclude(email="")
    ideas.update(posted_told_at=F("decided_at"))


class Migration(migrations.Migration):
    dependencies = [("moderation", "0003_draft_once_per_form")]

    operations = [
        migrations.AddField("idea", "wants_credit", models.BooleanField(default=False)),
        migrations.AddField("idea", "posted_told_at", models.DateTimeField(null=True)),
        migrations.RunPython(told_already, migrations.RunPython.noop),
    ]
