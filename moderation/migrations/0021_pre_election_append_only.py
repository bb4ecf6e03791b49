from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_periodlook": AppendOnly(
        agrees=(
            ("period_id", "policies_period", ("council_id",)),
            ("draft_id", "moderation_draft", ("council_id",)),
            ("post_id", "moderation_post", ("council_id",)),
        )
    ),
    "moderation_periodaccountlook": AppendOnly(
        keys=(("id",), ("period_id", "account_id")),
        agrees=(
            ("period_id", "policies_period", ("council_id",)),
            ("account_id", "accounts_officialaccount", ("council_id",)),
        ),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0020_pre_election")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
