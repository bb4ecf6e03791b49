from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [
        protect("moderation_revision", AppendOnly(keys=(("id",), ("draft_id", "number")))),
        protect(
            "moderation_target",
            AppendOnly(
                keys=(("id",), ("revision_id", "account_id")),
                columns=("council_id", "revision_id", "account_id", "text"),
            ),
        ),
        protect("moderation_decision", AppendOnly(keys=(("id",), ("revision_id",)))),
        protect(
            "moderation_post",
            AppendOnly(keys=(("id",), ("target_id",), ("council_id", "number"))),
        ),
    ]
