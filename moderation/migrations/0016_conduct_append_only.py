from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_conduct": AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key"), ("item_id",)),
        columns=(
            *("council_id", "number", "kind", "about_id", "item_id", "ground", "ground_source"),
            *("example", "goes_to_id", "line_manager_id", "recorded_by_id", "office_id"),
            *("recorded_at", "form_key"),
        ),
        once=("referred_on", "outcome_on", "closed_at"),
        said_later=("officer_reference",),
    ),
    "moderation_removalrequest": AppendOnly(
        columns=(
            *("council_id", "conduct_id", "asked", "asked_on", "due_on", "asked_by_id"),
            *("office_id", "recorded_at"),
        ),
        once=("answered_on", "referred_on"),
        said_later=("outcome", "answer", "referred_to"),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0015_enquiries_append_only")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
