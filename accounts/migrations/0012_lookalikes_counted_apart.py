from django.db import migrations


def count_apart(apps, schema_editor):
    """Lookalikes are K from now on, since L are leavers: their series goes on where it is."""
    counters = apps.get_model("councilsm", "ReferenceCounter").objects
    counters.filter(letter="L").update(letter="K")


def count_together(apps, schema_editor):
    counters = apps.get_model("councilsm", "ReferenceCounter").objects
    counters.filter(letter="L").delete()
    counters.filter(letter="K").update(letter="L")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_leavers_and_clock"),
        ("councilsm", "0001_initial"),
    ]

    operations = [migrations.RunPython(count_apart, count_together)]
