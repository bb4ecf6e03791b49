from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_case": AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=(
            *("council_id", "number", "kind", "account_id", "affected_id", "seen_at"),
            *("reported_at", "aware_at", "retention", "opened_by_id", "office_id", "opened_at"),
            *("about_clerk", "form_key"),
        ),
        once=("about_id", "goes_to_id", "commissioner_at"),
        erasable=("what",),
    ),
    "moderation_caseitem": AppendOnly(keys=(("id",), ("item_id",))),
    "moderation_caseentry": AppendOnly(
        keys=(("id",), ("follows_id",), ("case_id", "form_key")),
        columns=(
            *("council_id", "case_id", "kind", "outcome", "follows_id", "by_id", "office_id"),
            *("at", "written_at", "form_key"),
        ),
        erasable=("words",),
    ),
    "moderation_casereader": AppendOnly(
        columns=("council_id", "case_id", "person_id", "reason", "added_by_id", "added_at"),
        once=("ended_at", "ended_by_id"),
    ),
    "moderation_referral": AppendOnly(keys=(("id",), ("action_id",), ("entry_id",))),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0013_moderation_log_append_only")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
