from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("councilsm", "0004_files")]

    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                fields=["council_id", "verb", "sequence"], name="audit_event_by_verb"
            ),
        ),
    ]
