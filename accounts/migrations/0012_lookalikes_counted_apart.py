from django.db import migrations
from django.db.models import Max


def count_apart(apps, schema_editor):
    """Lookalikes are K from now on, since L are leavers: their series goes on where it is."""
    lookalikes = apps.get_model("accounts", "Lookalike").objects.order_by()
    counters = apps.get_model("councilsm", "ReferenceCounter").objects
    counters.bulk_create(
        counters.model(council_id=council, letter="K", last=last)
        for council, last in lookalikes.values_list("council").annotate(last=Max("number"))
    )
    counters.filter(letter="L").delete()


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
