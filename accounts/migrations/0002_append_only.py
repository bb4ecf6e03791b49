from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        protect(
            "accounts_rulebookversion",
            AppendOnly(keys=(("id",), ("council_id", "number"))),
        ),
    ]
