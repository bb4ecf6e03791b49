from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_contacts"),
        ("councilsm", "0005_audit_by_verb"),
        ("moderation", "0002_append_only"),
    ]

    operations = [
        migrations.AddField("draft", "form_key", models.UUIDField(null=True)),
        migrations.AddConstraint(
            "draft",
            models.UniqueConstraint(
                condition=models.Q(form_key__isnull=False),
                fields=("form_key", "author", "council"),
                name="draft_once_per_form",
            ),
        ),
        migrations.RemoveConstraint("draft", "draft_status_valid"),
        migrations.AlterField(
            "draft",
            "status",
            models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("waiting", "Waiting for approval"),
                    ("changes", "Changes requested"),
                    ("approved", "Approved"),
                    ("rejected", "Rejected"),
                    ("withdrawn", "Withdrawn"),
                    ("out", "Posted"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            "draft",
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[
                        "draft",
                        "waiting",
                        "changes",
                        "approved",
                        "rejected",
                        "withdrawn",
                        "out",
                    ]
                ),
                name="draft_status_valid",
            ),
        ),
    ]
