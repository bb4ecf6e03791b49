from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_consultation": AppendOnly(keys=(("id",), ("decision_id", "office_id"))),
    "moderation_aloneacceptance": AppendOnly(),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0010_registers_kept")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
