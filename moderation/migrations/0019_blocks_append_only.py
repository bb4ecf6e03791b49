from django.db import migrations

from councilsm.audit.triggers import AppendOnly, protect

TABLES = {
    "moderation_block": AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=(
            "council_id",
            "number",
            "author_id",
            "prompted_by_id",
            "is_urgent",
            "decide_by",
            "proposed_by_id",
            "office_id",
            "proposed_at",
            "rulebook_version_id",
            "form_key",
            "proof_id",
        ),
        erasable=("why", "urgent_why"),
        said_later=("why_withdrawn",),
        agrees=(("author_id", "moderation_author", ("council_id",)),),
    ),
    "moderation_blocknotice": AppendOnly(
        keys=(("id",), ("block_id",)),
        columns=(
            "council_id",
            "block_id",
            "sent_at",
            "sent_by_id",
            "office_id",
            "respond_by",
            "recorded_at",
            "proof_id",
        ),
        once=("responded_at", "response_by_id", "ended_told"),
        erasable=("words",),
        said_later=("response", "ended_how"),
        agrees=(("block_id", "moderation_block", ("council_id",)),),
    ),
    "moderation_blockdecision": AppendOnly(
        columns=(
            "council_id",
            "block_id",
            "kind",
            "reason",
            "source",
            "statutory",
            "length",
            "ends_on",
            "review_on",
            "telling",
            "conduct",
            "decided_by_id",
            "office_id",
            "rulebook_version_id",
            "decided_at",
            "needs_second",
        ),
        once=("agreed", "second_by_id", "second_office_id", "second_at", "told_at", "told_by_id"),
        erasable=(
            "reason_label",
            "reasons",
            "why_not_hide",
            "why_not_warn",
            "why_not_restrict",
            "why_not_shorter",
            "other_ways",
            "statutory_how",
            "why_not_told",
            "response_considered",
        ),
        said_later=("second_note",),
        agrees=(("block_id", "moderation_block", ("council_id",)),),
    ),
    "moderation_blockplace": AppendOnly(
        keys=(("id",), ("block_id", "account_id")),
        columns=("council_id", "block_id", "account_id", "added_at"),
        agrees=(
            ("block_id", "moderation_block", ("council_id",)),
            ("account_id", "accounts_officialaccount", ("council_id",)),
        ),
    ),
    "moderation_blockstep": AppendOnly(
        columns=(
            "council_id",
            "place_id",
            "kind",
            "happened_at",
            "done_by_id",
            "office_id",
            "recorded_at",
            "proof_id",
        ),
        erasable=("note",),
        agrees=(("place_id", "moderation_blockplace", ("council_id",)),),
    ),
    "moderation_unblockrequest": AppendOnly(
        keys=(("id",), ("token",), ("council_id", "number")),
        columns=("council_id", "number", "token", "platform", "answer_by", "sent_at", "due_by"),
        once=("complaint_id", "access_id", "erased_at"),
        erasable=(
            "handle",
            "what",
            "more",
            "email",
            "answer_to",
            "helper_name",
            "helper_as",
            "digest",
        ),
        one_way=("to_erase",),
    ),
    "moderation_unblockmatch": AppendOnly(
        agrees=(
            ("request_id", "moderation_unblockrequest", ("council_id",)),
            ("block_id", "moderation_block", ("council_id",)),
        )
    ),
    "moderation_unblockfact": AppendOnly(
        columns=("council_id", "request_id", "added_by_id", "added_at"),
        erasable=("words",),
        agrees=(("request_id", "moderation_unblockrequest", ("council_id",)),),
    ),
    "moderation_unblockdecision": AppendOnly(
        keys=(("id",), ("request_id",)),
        columns=(
            "council_id",
            "request_id",
            "outcome",
            "block_id",
            "holder",
            "review_on",
            "same_decider",
            "decided_by_id",
            "office_id",
            "rulebook_version_id",
            "source",
            "decided_at",
        ),
        erasable=("holder_how", "reasons", "warning", "afresh"),
        agrees=(
            ("request_id", "moderation_unblockrequest", ("council_id",)),
            ("block_id", "moderation_block", ("council_id",)),
        ),
    ),
    "moderation_unblockletter": AppendOnly(
        columns=("council_id", "request_id", "way", "sent_at", "sent_by_id", "office_id"),
        erasable=("words",),
        agrees=(("request_id", "moderation_unblockrequest", ("council_id",)),),
    ),
}


class Migration(migrations.Migration):
    dependencies = [("moderation", "0018_blocks")]

    operations = [protect(table, rule) for table, rule in TABLES.items()]
