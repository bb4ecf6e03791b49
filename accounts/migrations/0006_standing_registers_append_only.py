from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "accounts_accountapproval": AppendOnly(
        keys=(
            ("id",),
            ("account_id", "proposal", "office_id"),
            ("account_id", "proposal", "approver_id"),
        )
    ),
    "accounts_accountcheck": AppendOnly(),
    "accounts_acceptedgap": AppendOnly(),
    "accounts_undertakingtext": AppendOnly(keys=(("id",), ("council_id", "number"))),
    "accounts_undertaking": AppendOnly(keys=(("id",), ("text_id", "membership_id"))),
    "accounts_completion": AppendOnly(
        keys=(("id",), ("course_id", "membership_id", "completed_on"))
    ),
    "accounts_grantdecision": AppendOnly(),
    "accounts_effort": AppendOnly(),
    "accounts_placepost": AppendOnly(),
}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_standing_registers")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
