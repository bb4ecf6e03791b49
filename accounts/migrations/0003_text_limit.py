from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="officialaccount",
            name="text_limit",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
    ]
