from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

COLUMNS = (
    *("council_id", "number", "title", "kind", "words", "sites", "places"),
    *("starts_on", "ends_on", "digest", "author_id"),
)


class Migration(migrations.Migration):
    """SQLite's INSERT OR REPLACE is refused on the new unique key as well."""

    dependencies = [("moderation", "0008_draft_missed_told")]

    operations = [
        protect(
            "moderation_standingapproval",
            AppendOnly(
                keys=(("id",), ("council_id", "number"), ("form_key", "author_id", "council_id")),
                columns=COLUMNS,
            ),
            instead_of=AppendOnly(keys=(("id",), ("council_id", "number")), columns=COLUMNS),
        ),
    ]
