"""Since when the words of a version are here: of those that came with a rulebook, perhaps later."""

from dataclasses import replace
from importlib import import_module

from django.conf import settings
from django.db import migrations, models

from councilsm.audit.triggers import AppendOnly, protect, rebuilding

OLD: AppendOnly = import_module("policies.migrations.0002_append_only").TABLES["policies_version"]
NEW = replace(
    OLD,
    freezes=(
        "label",
        "slug",
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
        "unasked_why",
        "adopted_at",
        "adopted_by_id",
        "rulebook_version_id",
    ),
    also_freezes=(("words_at", ("text", "file_id", "digest", "words_at")),),
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0015_open_platforms_and_organisations"),
        ("councilsm", "0007_moderation_log"),
        ("policies", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *rebuilding(
            migrations.AddField(
                model_name="version",
                name="words_at",
                field=models.DateTimeField(null=True),
            ),
            migrations.RunSQL(
                "UPDATE policies_version SET words_at = adopted_at WHERE state = 'approved' "
                "AND (text <> '' OR file_id IS NOT NULL OR written_by_id IS NOT NULL)",
                migrations.RunSQL.noop,
            ),
            migrations.AddConstraint(
                model_name="version",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(
                            ("state", "approved"),
                            ("words_at__isnull", False),
                            models.Q(
                                ("written_by__isnull", False),
                                models.Q(("text", ""), _negated=True),
                                ("file__isnull", False),
                                _connector="OR",
                            ),
                        ),
                        models.Q(
                            ("words_at__isnull", True),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                models.Q(
                                    ("file__isnull", True),
                                    ("text", ""),
                                    ("written_by__isnull", True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        _connector="OR",
                    ),
                    name="version_words_dated",
                ),
            ),
        ),
        protect("policies_version", NEW, instead_of=OLD),
    ]
