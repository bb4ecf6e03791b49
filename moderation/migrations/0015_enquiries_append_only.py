from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_enquiry": AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=(
            *("council_id", "number", "subject", "item_id", "is_notice", "raised_by_id"),
            *("raised_at", "form_key"),
        ),
        erasable=("words",),
        said_later=("case_reference",),
    ),
    "moderation_enquiryentry": AppendOnly(
        columns=(
            *("council_id", "enquiry_id", "what", "action_id", "draft_id", "happened_at"),
            *("by_id", "office_id", "made_at"),
        ),
        erasable=("words", "to_whom"),
    ),
    "moderation_look": AppendOnly(),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0014_restricted_cases_append_only")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
