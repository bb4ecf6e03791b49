from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_text_limit")]

    operations = [
        migrations.AddField(
            model_name="council", name="contacts", field=models.TextField(blank=True)
        ),
    ]
