from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "policies_version": AppendOnly(
        keys=(
            ("id",),
            ("policy_id", "number"),
            ("policy_id", "slug"),
            ("policy_id", "effective_from"),
            ("council_id", "form_key"),
        ),
        columns=("council_id", "policy_id", "number", "written_by_id", "created_at", "form_key"),
        freezes=(
            "label",
            "slug",
            "text",
            "file_id",
            "clauses_json",
            "what_changed",
            "supersedes_id",
            "state",
            "approved_by",
            "approved_on",
            "minute",
            "effective_from",
            "reviewed_on",
            "review_due",
            "digest",
            "unasked_why",
            "adopted_at",
            "adopted_by_id",
            "rulebook_version_id",
        ),
        frozen_by="adopted_at",
        agrees=(("policy_id", "policies_policy", ("council_id",)),),
    ),
    "policies_asked": AppendOnly(
        columns=("council_id", "version_id", "who", "asked_on", "answer_by", "recorded_by_id"),
        once=("said_on",),
        said_later=("said",),
        agrees=(("version_id", "policies_version", ("council_id",)),),
    ),
    "policies_rulelook": AppendOnly(
        keys=(("id",), ("version_id", "rule")),
        agrees=(("version_id", "policies_version", ("council_id",)),),
    ),
    "policies_review": AppendOnly(
        keys=(("id",), ("council_id", "form_key")),
        agrees=(
            ("policy_id", "policies_policy", ("council_id",)),
            ("version_id", "policies_version", ("council_id", "policy_id")),
        ),
    ),
    "policies_trigger": AppendOnly(
        keys=(("id",), ("council_id", "form_key")),
        columns=(
            "council_id",
            "policy_id",
            "kind",
            "what",
            "noticed_on",
            "due_on",
            "recorded_by_id",
            "recorded_at",
            "form_key",
        ),
        once=("review_id",),
        agrees=(("policy_id", "policies_policy", ("council_id",)),),
    ),
    "policies_acknowledgement": AppendOnly(
        keys=(("id",), ("version_id", "membership_id")),
        agrees=(
            ("version_id", "policies_version", ("council_id", "digest")),
            ("membership_id", "accounts_membership", ("council_id",)),
        ),
    ),
    "policies_period": AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=("council_id", "number", "recorded_by_id", "recorded_at", "form_key"),
        once=("called_off_on",),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_policies")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
