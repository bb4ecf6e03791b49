from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

#: The unique column sets of each table whose rows never change.
TABLES = {
    "moderation_revision": (("id",), ("draft_id", "number")),
    "moderation_picture": (("id",), ("revision_id", "position")),
    "moderation_depicted": (("id",), ("picture_id", "subject_id")),
    "moderation_decision": (("id",), ("revision_id",)),
    "moderation_withdrawal": (("id",), ("decision_id",)),
    "moderation_secondcheck": (("id",), ("decision_id",)),
    "moderation_notedmonth": (("id",), ("council_id", "month")),
    "moderation_post": (("id",), ("target_id",), ("council_id", "number")),
    "moderation_outsidereview": (("id",), ("post_id",)),
    "moderation_postingnote": (("id",),),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [
        *(protect(table, AppendOnly(keys=keys)) for table, keys in TABLES.items()),
        protect(
            "moderation_target",
            AppendOnly(
                keys=(("id",), ("revision_id", "account_id")),
                columns=("council_id", "revision_id", "account_id", "text"),
            ),
        ),
        protect(
            "moderation_standingapproval",
            AppendOnly(
                keys=(("id",), ("council_id", "number")),
                columns=(
                    *("council_id", "number", "title", "kind", "words", "sites", "places"),
                    *("starts_on", "ends_on", "digest", "author_id"),
                ),
            ),
        ),
    ]
