from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_author": AppendOnly(
        keys=(("id",), ("council_id", "platform", "handle_key")),
        columns=("council_id", "platform", "first_seen_at"),
        erasable=("handle", "handle_key"),
    ),
    "moderation_authorlink": AppendOnly(
        columns=(
            *("council_id", "author_id", "linked_to_id", "decided_by_id", "office_id"),
            "decided_at",
        ),
        erasable=("reason",),
    ),
    "moderation_profilelook": AppendOnly(
        columns=("council_id", "author_id", "looked_by_id", "office_id", "looked_at"),
        erasable=("ground",),
    ),
    "moderation_item": AppendOnly(
        keys=(("id",), ("council_id", "number"), ("corrects_id",)),
        columns=(
            *("council_id", "number", "platform", "account_id", "kind", "author_id"),
            *("posted_at", "seen_at", "seen_said", "found", "corrects_id", "logged_by_id"),
            *("office_id", "logged_at"),
        ),
        once=("erased_at",),
        erasable=(
            *("words", "url", "url_key", "elsewhere", "author_name", "author_number"),
            "why_corrected",
        ),
        one_way=("restricted",),
    ),
    "moderation_evidence": AppendOnly(
        keys=(("id",), ("uid",)),
        columns=(
            *("council_id", "uid", "kind", "media_type", "size", "captured_by_id", "captured_at"),
        ),
        once=("item_id", "saved_at", "destroyed_at", "destruction_id"),
        erasable=("digest", "name"),
        said_later=("description", "url", "reason", "investigation"),
        sealed_by="saved_at",
        deletable_until="saved_at",
    ),
    "moderation_confirmation": AppendOnly(
        keys=(("id",), ("evidence_id",)),
        columns=(
            *("council_id", "evidence_id", "captured_by_id", "confirmed_by_id", "office_id"),
            "confirmed_at",
        ),
        erasable=("note",),
    ),
    "moderation_destruction": AppendOnly(
        keys=(("id",), ("council_id", "number")),
        columns=(
            *("council_id", "number", "evidence_id", "item_id", "report_id", "reason"),
            *("words_too", "asked_by_id", "office_id", "asked_at", "by_moderator", "alone"),
        ),
        once=("agreed", "replaced_by_id", "decided_by_id", "decided_office_id", "decided_at"),
        erasable=("why",),
        said_later=("answer",),
        sealed_by="decided_at",
    ),
    "moderation_moderationaction": AppendOnly(
        keys=(("id",), ("reverses_id",), ("corrects_id",), ("council_id", "form_key")),
        columns=(
            *("council_id", "item_id", "account_id", "author_id", "kind", "reason"),
            *("source", "even_if_praise", "about_person", "public_record", "copy_id"),
            *("reverses_id", "corrects_id", "in_error", "happened_at", "decided_by_id"),
            *("office_id", "rulebook_version_id", "logged_at", "form_key"),
        ),
        once=(
            *("none_given", "confirmed_at", "confirmed_by_id", "confirmed_office_id", "proof_id"),
            "erased_at",
        ),
        erasable=(
            *("reason_label", "marked", "fact", "fact_source", "target", "necessity", "note"),
            *("no_capture", "copy_kept"),
        ),
        said_later=("reference", "proof_note"),
        sealed_by="confirmed_at",
        agrees=(
            ("item_id", "moderation_item", ("council_id", "account_id", "author_id")),
            ("reverses_id", "moderation_moderationaction", ("item_id",)),
            ("corrects_id", "moderation_moderationaction", ("council_id",)),
        ),
    ),
    "moderation_appeal": AppendOnly(
        keys=(("id",), ("action_id",)),
        columns=("council_id", "action_id", "asked_on", "recorded_by_id", "recorded_at"),
        once=("let_through", "answered_by_id", "office_id", "answered_at"),
        erasable=("words",),
        said_later=("answer",),
        sealed_by="answered_at",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0012_moderation_log")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
