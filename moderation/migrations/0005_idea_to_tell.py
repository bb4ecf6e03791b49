from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0004_idea_credit_and_told")]

    operations = [
        migrations.AddIndex(
            "idea",
            models.Index(
                condition=models.Q(
                    ("posted_told_at__isnull", True),
                    ("status", "drafted"),
                    models.Q(("email", ""), _negated=True),
                ),
                fields=["id"],
                name="idea_to_tell",
            ),
        ),
        migrations.AddConstraint(
            "idea",
            models.CheckConstraint(
                condition=models.Q(
                    ("posted_told_at__isnull", True),
                    models.Q(("status", "drafted"), models.Q(("email", ""), _negated=True)),
                    _connector="OR",
                ),
                name="idea_told_has_address",
            ),
        ),
    ]
