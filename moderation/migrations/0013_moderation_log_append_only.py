from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_authorlink": AppendOnly(),
    "moderation_item": AppendOnly(
        keys=(("id",), ("council_id", "number")),
        columns=(
            *("council_id", "number", "platform", "account_id", "elsewhere", "kind", "url"),
            *("url_key", "author_id", "posted_at", "seen_at", "found", "logged_by_id"),
            *("office_id", "logged_at"),
        ),
        once=("erased_at",),
        erasable=("words",),
    ),
    "moderation_evidence": AppendOnly(
        keys=(("id",), ("uid",)),
        columns=(
            *("council_id", "uid", "kind", "media_type", "size", "captured_by_id", "captured_at"),
        ),
        once=("item_id", "saved_at", "destroyed_at", "destruction_id"),
        erasable=("digest", "name"),
        said_later=("description", "url", "reason", "investigation"),
        deletable=True,
    ),
    "moderation_confirmation": AppendOnly(keys=(("id",), ("evidence_id",))),
    "moderation_destruction": AppendOnly(
        keys=(("id",), ("council_id", "number")),
        columns=(
            *("council_id", "number", "evidence_id", "reason", "words_too", "asked_by_id"),
            *("office_id", "asked_at", "by_moderator", "alone"),
        ),
        once=("agreed", "decided_by_id", "decided_office_id", "decided_at"),
        erasable=("why",),
        said_later=("answer",),
    ),
    "moderation_moderationaction": AppendOnly(
        keys=(("id",), ("reverses_id",), ("corrects_id",), ("council_id", "form_key")),
        columns=(
            *("council_id", "item_id", "account_id", "author_id", "kind", "reason"),
            *("reason_label", "source", "even_if_praise", "fact_source", "about_person"),
            *("no_capture", "public_record", "copy_kept", "copy_id"),
            *("reverses_id", "corrects_id", "in_error", "happened_at", "decided_by_id"),
            *("office_id", "rulebook_version_id", "logged_at", "form_key"),
        ),
        once=(
            *("none_given", "confirmed_at", "confirmed_by_id", "confirmed_office_id", "proof_id"),
        ),
        erasable=("marked", "fact", "target", "necessity", "note"),
        said_later=("reference", "proof_note"),
    ),
    "moderation_appeal": AppendOnly(
        keys=(("id",), ("action_id",)),
        columns=("council_id", "action_id", "asked_on", "recorded_by_id", "recorded_at"),
        once=("let_through", "answered_by_id", "office_id", "answered_at"),
        erasable=("words",),
        said_later=("answer",),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0012_moderation_log")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
