from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect


class Migration(migrations.Migration):
    dependencies = [("councilsm", "0001_initial")]

    operations = [
        protect(
            "councilsm_auditevent",
            AppendOnly(keys=(("id",), ("council_id", "sequence"), ("council_id", "previous"))),
        ),
        protect("councilsm_auditdetail", AppendOnly(keys=(("event_id",),), deletable=True)),
    ]
