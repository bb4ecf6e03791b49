from django.db import migrations, models


class Migration(migrations.Migration):
    """Both columns are nullable, so SQLite adds them without making the append-only table anew."""

    dependencies = [("moderation", "0005_idea_to_tell")]

    operations = [
        migrations.AddField("post", "window_reason", models.TextField(null=True)),
        migrations.AddField("post", "url_key", models.CharField(max_length=500, null=True)),
        migrations.AddIndex(
            "post",
            models.Index(
                condition=models.Q(("url_key__isnull", False)),
                fields=["account", "url_key"],
                name="post_by_address",
            ),
        ),
    ]
