from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    """Two platforms that are not known to us may give out one number."""

    dependencies = [
        ("accounts", "0015_open_platforms_and_organisations"),
    ]

    # Indexes with a condition: SQLite makes no table anew for these.
    operations = [
        migrations.RemoveConstraint(
            model_name="officialaccount", name="account_platform_ref_once_per_council"
        ),
        migrations.AddConstraint(
            model_name="officialaccount",
            constraint=models.UniqueConstraint(
                models.F("council"),
                models.F("platform"),
                Lower("platform_name"),
                models.F("platform_ref"),
                condition=~models.Q(platform_ref=""),
                name="account_platform_ref_once_per_council",
                violation_error_message="Another account on your register has this number.",
            ),
        ),
    ]
