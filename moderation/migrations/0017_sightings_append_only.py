from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_sighting": AppendOnly(
        keys=(
            *(("id",), ("council_id", "number")),
            ("council_id", "reported_by_id", "form_key"),
        ),
        columns=("council_id", "number", "reported_by_id", "office_id", "started_at", "form_key"),
        once=(
            *("seen_at", "reported_at", "about_id", "platform_by_id", "platform_at"),
            *("closed_by_id", "closed_at", "item_id", "case_id", "enquiry_id", "draft_id"),
        ),
        said_later=(
            *("kind", "sentiment", "what", "url", "words", "prohibited", "page", "source"),
            *(
                "reason",
                "investigation",
                "platform_reference",
                "platform_why_not",
                "outcome",
                "answer",
            ),
        ),
        one_way=(
            *("about_clerk", "restricted", "rule_not_set"),
            *("platform_wanted", "platform_none_given"),
        ),
    ),
    "moderation_sentto": AppendOnly(keys=(("id",), ("sighting_id", "office_id"))),
    "moderation_sightingcapture": AppendOnly(keys=(("id",), ("evidence_id",))),
    "moderation_addition": AppendOnly(
        columns=("council_id", "sighting_id", "added_by_id", "added_at"), erasable=("words",)
    ),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0016_conduct_append_only")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
