import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_moderation_log"),
        ("accounts", "__first__"),
        ("moderation", "0011_consulting_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Author",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("facebook", "Facebook"),
                            ("instagram", "Instagram"),
                            ("x", "X"),
                            ("linkedin", "LinkedIn"),
                            ("nextdoor", "Nextdoor"),
                            ("youtube", "YouTube"),
                            ("tiktok", "TikTok"),
                            ("bluesky", "Bluesky"),
                            ("mastodon", "Mastodon"),
                            ("threads", "Threads"),
                            ("whatsapp", "WhatsApp"),
                            ("other", "Another platform"),
                        ],
                        max_length=20,
                    ),
                ),
                ("handle", models.CharField(blank=True, max_length=120)),
                ("handle_key", models.CharField(blank=True, max_length=120)),
                ("first_seen_at", models.DateTimeField(auto_now_add=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authors",
                        to="accounts.council",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="also_known_as",
                        to="moderation.author",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["council", "handle_key"],
                        name="author_by_handle",
                        opclasses=["int8_ops", "varchar_pattern_ops"],
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("handle_key", ""), _negated=True),
                        fields=("council", "platform", "handle_key"),
                        name="author_once_per_platform",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handle", ""), ("handle_key", "")),
                            models.Q(
                                ("handle", ""), ("handle_key", ""), _connector="OR", _negated=True
                            ),
                            _connector="OR",
                        ),
                        name="author_handle_has_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="moderation.author",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "linked_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.author",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("abuse", "Threats or abuse"),
                            ("safeguarding", "Safeguarding"),
                            ("crime", "Suspected crime"),
                            ("hijack", "Hijacked account"),
                            ("breach", "Data breach"),
                        ],
                        max_length=12,
                    ),
                ),
                ("what", models.TextField(blank=True)),
                ("about_clerk", models.BooleanField(default=False)),
                ("seen_at", models.DateTimeField()),
                ("reported_at", models.DateTimeField()),
                ("aware_at", models.DateTimeField(null=True)),
                ("retention", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                ("commissioner_at", models.DateTimeField(null=True)),
                ("hold", models.BooleanField(default=False)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("advised", "Advice given"),
                            ("passed_on", "Passed to those who look into it"),
                            ("no_risk", "Nobody is at risk, as far as can be known"),
                            ("police", "With the police"),
                            ("no_crime", "No crime, as far as can be known"),
                            ("recovered", "The account is the council’s again"),
                            ("lost", "The account is lost, or was closed"),
                            ("told", "The Information Commissioner was told"),
                            ("not_told", "A risk to people is unlikely"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.officialaccount",
                    ),
                ),
                (
                    "affected",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="accounts.council",
                    ),
                ),
                (
                    "goes_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["council", "kind"],
                        name="case_open",
                    ),
                    models.Index(
                        condition=models.Q(("affected__isnull", False)),
                        fields=["affected"],
                        name="case_of_affected",
                    ),
                    models.Index(
                        condition=models.Q(("about__isnull", False)),
                        fields=["about"],
                        name="case_about",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="case_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="case_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["abuse", "safeguarding", "crime", "hijack", "breach"])
                        ),
                        name="case_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "abuse"), ("outcome__in", ("advised",))),
                            models.Q(
                                ("kind", "safeguarding"), ("outcome__in", ("passed_on", "no_risk"))
                            ),
                            models.Q(("kind", "crime"), ("outcome__in", ("police", "no_crime"))),
                            models.Q(("kind", "hijack"), ("outcome__in", ("recovered", "lost"))),
                            models.Q(("kind", "breach"), ("outcome__in", ("told", "not_told"))),
                            ("outcome", ""),
                            _connector="OR",
                        ),
                        name="case_ends_as_its_kind_may",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("aware_at__isnull", False), ("kind", "breach")),
                            models.Q(
                                models.Q(("kind", "breach"), _negated=True),
                                ("aware_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="case_breach_has_clock",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about__isnull", True),
                            ("affected__isnull", True),
                            models.Q(("about", models.F("affected")), _negated=True),
                            _connector="OR",
                        ),
                        name="case_about_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="case_closed_with_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reported_at__gte", models.F("seen_at"))),
                        name="case_reported_once_seen",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "Opened"),
                            ("note", "Note"),
                            ("said", "Said by the person affected"),
                            ("advice", "Advice given"),
                            ("item", "Something the public posted added"),
                            ("referred", "Referred"),
                            ("not_told", "Decided not to tell the Information Commissioner"),
                            ("held", "Kept for legal action"),
                            ("released", "No longer kept for legal action"),
                            ("concerns", "Said whom it concerns"),
                            ("reader_added", "May read it by name"),
                            ("reader_ended", "May no longer read it by name"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                            ("erased", "Words erased"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("outcome", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                ("written_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="moderation.case",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="moderation.caseentry",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("case", "form_key"),
                        name="case_entry_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "opened",
                                    "note",
                                    "said",
                                    "advice",
                                    "item",
                                    "referred",
                                    "not_told",
                                    "held",
                                    "released",
                                    "concerns",
                                    "reader_added",
                                    "reader_ended",
                                    "closed",
                                    "reopened",
                                    "erased",
                                ],
                            )
                        ),
                        name="case_entry_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reopened"), _negated=True),
                            ("follows__isnull", False),
                            _connector="OR",
                        ),
                        name="case_opened_again_after_closing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="moderation.case",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["person"],
                        name="case_reader_now",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="case_reader_ended_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("case", "person"),
                        name="case_reader_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Destruction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("prohibited", "It is an image that nobody may keep"),
                            ("error", "It was uploaded in error"),
                            ("erasure", "Somebody has a right to its erasure"),
                        ],
                        max_length=12,
                    ),
                ),
                ("why", models.CharField(max_length=500)),
                ("words_too", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("by_moderator", models.BooleanField(default=False)),
                ("alone", models.BooleanField(default=False)),
                ("agreed", models.BooleanField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(blank=True, max_length=500)),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destructions",
                        to="accounts.council",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.destruction",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="destruction_number_once_per_council"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed__isnull", True),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                            ),
                            models.Q(
                                ("agreed__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="destruction_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by__isnull", True), ("agreed", False), _connector="OR"
                        ),
                        name="destruction_replaced_is_not_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed", True), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ("alone", True),
                            _connector="OR",
                        ),
                        name="destruction_by_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("screenshot", "Screenshot"),
                            ("document", "Document, such as a witness statement"),
                            ("record_copy", "Record copy"),
                        ],
                        default="screenshot",
                        max_length=12,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("media_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("description", models.CharField(blank=True, max_length=300)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "investigation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("disciplinary", "Disciplinary matter of an employee"),
                            ("conduct", "Code of conduct of a councillor"),
                            ("audit", "Audit"),
                            ("criminal", "Suspected crime"),
                            ("claim", "Legal claim, such as defamation"),
                            ("safeguarding", "Safeguarding"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("captured_at", models.DateTimeField(auto_now_add=True)),
                ("saved_at", models.DateTimeField(null=True)),
                ("spoiled_at", models.DateTimeField(null=True)),
                ("hidden_at", models.DateTimeField(null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
                (
                    "captured_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="accounts.council",
                    ),
                ),
                (
                    "destruction",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="destroyed",
                        to="moderation.destruction",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["council", "digest"], name="evidence_by_digest"),
                    models.Index(
                        condition=models.Q(("destroyed_at__isnull", True)),
                        fields=["council", "size"],
                        name="evidence_room",
                    ),
                    models.Index(
                        condition=models.Q(("saved_at__isnull", True)),
                        fields=["captured_at"],
                        name="evidence_unsaved",
                    ),
                    models.Index(
                        condition=models.Q(("spoiled_at__isnull", False)),
                        fields=["council"],
                        name="evidence_spoiled",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), _negated=True),
                            ("destroyed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="evidence_has_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destroyed_at__isnull", True), ("destruction__isnull", True)),
                            models.Q(
                                ("destroyed_at__isnull", False), ("destruction__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="evidence_destroyed_by_decision",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="destruction",
            name="evidence",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="destructions",
                to="moderation.evidence",
            ),
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("confirmed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "captured_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmation",
                        to="moderation.evidence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", models.F("captured_by")), _negated=True
                        ),
                        name="evidence_confirmed_by_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "platform",
                    models.CharField(
                        choices=[
                            ("facebook", "Facebook"),
                            ("instagram", "Instagram"),
                            ("x", "X"),
                            ("linkedin", "LinkedIn"),
                            ("nextdoor", "Nextdoor"),
                            ("youtube", "YouTube"),
                            ("tiktok", "TikTok"),
                            ("bluesky", "Bluesky"),
                            ("mastodon", "Mastodon"),
                            ("threads", "Threads"),
                            ("whatsapp", "WhatsApp"),
                            ("other", "Another platform"),
                        ],
                        max_length=20,
                    ),
                ),
                ("elsewhere", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("comment", "Comment"),
                            ("message", "Message"),
                            ("post", "Post"),
                            ("review", "Review"),
                        ],
                        default="comment",
                        max_length=10,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500)),
                ("url_key", models.CharField(blank=True, max_length=500)),
                ("author_name", models.CharField(blank=True, max_length=120)),
                ("author_number", models.CharField(blank=True, max_length=120)),
                ("words", models.TextField(blank=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField()),
                ("seen_said", models.BooleanField(default=False)),
                (
                    "found",
                    models.CharField(
                        choices=[
                            ("looked", "We saw it"),
                            ("public", "Somebody of the public told us"),
                            ("staff", "Somebody of the council told us"),
                            ("held", "The platform held it for us to let through"),
                        ],
                        default="looked",
                        max_length=10,
                    ),
                ),
                ("restricted", models.BooleanField(default=False)),
                ("erased_at", models.DateTimeField(null=True)),
                ("why_corrected", models.CharField(blank=True, max_length=500)),
                ("logged_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="accounts.officialaccount",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="moderation.author",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="moderation.item",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="accounts.council",
                    ),
                ),
                (
                    "logged_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("url_key", ""), _negated=True),
                        fields=["council", "url_key"],
                        name="item_by_address",
                    ),
                    models.Index(
                        condition=models.Q(("author_number", ""), _negated=True),
                        fields=["council", "author_number"],
                        name="item_by_author_number",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="item_number_once_per_council"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["comment", "message", "post", "review"])),
                        name="item_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("account__isnull", False),
                            models.Q(("elsewhere", ""), _negated=True),
                            ("erased_at__isnull", False),
                            _connector="OR",
                        ),
                        name="item_is_somewhere",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True),
                            models.Q(("corrects", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="item_corrects_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True), ("words", ""), _connector="OR"
                        ),
                        name="item_erased_is_empty",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="evidence",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="moderation.item",
            ),
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("report", "Report of a problem"),
                            ("complaint", "Complaint"),
                            ("question", "Question"),
                            ("foi", "Freedom of information request"),
                            ("access", "Subject access request"),
                            ("data", "Data protection complaint"),
                            ("defamation", "Complaint of defamation"),
                            ("safeguarding", "Safeguarding concern"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True)),
                ("is_notice", models.BooleanField(default=False)),
                ("clock_from", models.DateTimeField()),
                ("clock_in_words", models.TextField()),
                ("due_by", models.DateField()),
                ("due_at", models.DateTimeField(null=True)),
                ("acknowledge_by", models.DateField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("passed_on_at", models.DateTimeField(null=True)),
                ("replied_at", models.DateTimeField(null=True)),
                ("case_reference", models.CharField(blank=True, max_length=20)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("acted", "Dealt with"),
                            ("answered", "Answered: the conversation is closed"),
                            ("signposted", "Sent to whoever deals with it"),
                            ("private", "Moved to private"),
                            ("none", "Nothing to do"),
                            ("duplicate", "The same as an earlier one"),
                        ],
                        max_length=12,
                    ),
                ),
                ("raised_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="accounts.council",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duplicates",
                        to="moderation.enquiry",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiries",
                        to="moderation.item",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["council", "due_by", "id"],
                        name="enquiry_open_by_due",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["council", "office", "due_by", "id"],
                        name="enquiry_open_of_office",
                    ),
                    models.Index(fields=["council", "kind", "-id"], name="enquiry_by_kind"),
                    models.Index(fields=["council", "-id"], name="enquiry_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="enquiry_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="enquiry_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "report",
                                    "complaint",
                                    "question",
                                    "foi",
                                    "access",
                                    "data",
                                    "defamation",
                                    "safeguarding",
                                ],
                            )
                        ),
                        name="enquiry_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("office__isnull", True), ("owner__isnull", False)),
                            models.Q(("office__isnull", False), ("owner__isnull", True)),
                            _connector="OR",
                        ),
                        name="enquiry_has_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("outcome", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_closed_with_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("duplicate_of__isnull", False), ("outcome", "duplicate")),
                            models.Q(
                                models.Q(("outcome", "duplicate"), _negated=True),
                                ("duplicate_of__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="enquiry_duplicate_of_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "safeguarding"), _negated=True),
                            models.Q(("item__isnull", True), ("words", "")),
                            _connector="OR",
                        ),
                        name="enquiry_keeps_no_concern",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="destruction",
            name="item",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="erasures",
                to="moderation.item",
            ),
        ),
        migrations.CreateModel(
            name="Conduct",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employee", "An employee’s own account or post"),
                            ("councillor", "A councillor’s conduct"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=300)),
                ("ground_source", models.CharField(blank=True, max_length=250)),
                (
                    "example",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("respect", "Disrespect, bullying or discrimination"),
                            ("confidential", "Giving away something confidential"),
                            ("disrepute", "Harm to the good name of the office or the council"),
                            ("position", "Misuse of the position or of the council’s resources"),
                        ],
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                ("referred_on", models.DateField(null=True)),
                ("officer_reference", models.CharField(blank=True, max_length=120)),
                ("outcome_on", models.DateField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conduct",
                        to="accounts.council",
                    ),
                ),
                (
                    "goes_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "line_manager",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_conduct",
                        to="moderation.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="conduct_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="conduct_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "employee"),
                                models.Q(("ground", ""), _negated=True),
                                ("example", ""),
                            ),
                            models.Q(
                                ("ground", ""),
                                ("kind", "councillor"),
                                ("line_manager__isnull", True),
                                models.Q(("example", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="conduct_employee_has_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("about", models.F("recorded_by")), _negated=True),
                        name="conduct_about_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome_on__isnull", True),
                            models.Q(
                                ("outcome_on__gte", models.F("referred_on")),
                                ("referred_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="conduct_outcome_after_referral",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="moderation.case",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="of_case",
                        to="moderation.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.officialaccount",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_looks",
                        to="accounts.council",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "-looked_at"], name="look_newest")],
            },
        ),
        migrations.CreateModel(
            name="ModerationAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hidden", "Hidden"),
                            ("deleted", "Deleted"),
                            ("warned", "Warned"),
                            ("restricted", "Restricted"),
                            ("blocked", "Block proposed"),
                            ("reported", "Reported to the platform"),
                            ("police", "Reported to the police"),
                            ("closed", "Comments closed"),
                            ("let_through", "Let through"),
                            ("not_let_through", "Not let through"),
                            ("replied", "Replied"),
                            ("no_action", "No action"),
                            ("restored", "Reversed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("reason_label", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=250)),
                ("marked", models.TextField(blank=True)),
                ("even_if_praise", models.BooleanField(null=True)),
                ("fact", models.TextField(blank=True)),
                ("fact_source", models.CharField(blank=True, max_length=300)),
                ("target", models.CharField(blank=True, max_length=120)),
                ("about_person", models.BooleanField(null=True)),
                ("necessity", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("no_capture", models.CharField(blank=True, max_length=300)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("none_given", models.BooleanField(null=True)),
                ("public_record", models.BooleanField(default=False)),
                ("copy_kept", models.CharField(blank=True, max_length=200)),
                ("in_error", models.BooleanField(default=False)),
                ("happened_at", models.DateTimeField()),
                ("logged_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("proof_note", models.CharField(blank=True, max_length=300)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.officialaccount",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="moderation.author",
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "copy",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.evidence",
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="moderation.moderationaction",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moderation_actions",
                        to="accounts.council",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="moderation.item",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.evidence",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversal",
                        to="moderation.moderationaction",
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.rulebookversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["council", "-happened_at", "-id"], name="moderation_newest"
                    ),
                    models.Index(
                        fields=["council", "account", "-happened_at", "-id"],
                        name="moderation_of_account",
                    ),
                    models.Index(
                        fields=["council", "reason", "-happened_at", "-id"],
                        name="moderation_by_reason",
                    ),
                    models.Index(
                        fields=["council", "office", "-happened_at", "-id"],
                        name="moderation_by_office",
                    ),
                    models.Index(
                        fields=["council", "kind", "-happened_at", "-id"], name="moderation_by_kind"
                    ),
                    models.Index(
                        fields=["author", "-happened_at", "-id"], name="moderation_of_author"
                    ),
                    models.Index(
                        condition=models.Q(("confirmed_at__isnull", True)),
                        fields=["council", "happened_at"],
                        name="moderation_to_confirm",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "hidden",
                                    "deleted",
                                    "warned",
                                    "restricted",
                                    "blocked",
                                    "reported",
                                    "police",
                                    "closed",
                                    "let_through",
                                    "not_let_through",
                                    "replied",
                                    "no_action",
                                    "restored",
                                ],
                            )
                        ),
                        name="moderation_action_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["hidden", "deleted", "not_let_through"]),
                                _negated=True,
                            ),
                            models.Q(("even_if_praise", True), ("even_if_praise__isnull", False)),
                            ("reason__in", ["prohibited-child", "prohibited-terrorist"]),
                            _connector="OR",
                        ),
                        name="moderation_removal_even_if_praise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["hidden", "deleted", "not_let_through"]),
                                _negated=True,
                            ),
                            models.Q(("source", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="moderation_removal_has_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason__in", ["prohibited-child", "prohibited-terrorist"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("copy__isnull", True),
                                ("fact", ""),
                                ("marked", ""),
                                ("no_capture", ""),
                                ("target", ""),
                            ),
                            _connector="OR",
                        ),
                        name="moderation_prohibited_keeps_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("corrects__isnull", True),
                                ("kind", "restored"),
                                ("reverses__isnull", False),
                            ),
                            models.Q(
                                models.Q(("kind", "restored"), _negated=True),
                                ("in_error", False),
                                ("reverses__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="moderation_reversal_reverses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "deleted"), ("public_record", True), _negated=True),
                            models.Q(("copy_kept", ""), _negated=True),
                            ("copy__isnull", False),
                            ("erased_at__isnull", False),
                            _connector="OR",
                        ),
                        name="moderation_public_record_copied",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["reported", "police"]), _negated=True),
                            ("confirmed_at__isnull", True),
                            models.Q(("reference", ""), _negated=True),
                            models.Q(("none_given", True), ("none_given__isnull", False)),
                            _connector="OR",
                        ),
                        name="moderation_report_has_reference",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="moderation_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reverses__isnull", True),
                                models.Q(("reverses", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("corrects__isnull", True),
                                models.Q(("corrects", models.F("id")), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="moderation_follows_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="moderation_action_once_per_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnquiryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("raised", "Raised for"),
                            ("acknowledged", "Acknowledged"),
                            ("passed_on", "Passed on"),
                            ("reassigned", "Given to another owner"),
                            ("note", "Note"),
                            ("kind", "Taken for something else"),
                            ("signposted", "Told who deals with it"),
                            ("drafted", "Reply sent for approval"),
                            ("replied", "Replied"),
                            ("private", "Asked to get in touch in private"),
                            ("closed", "Closed"),
                            ("reopened", "Reopened: asked again"),
                        ],
                        max_length=12,
                    ),
                ),
                ("to_whom", models.CharField(blank=True, max_length=120)),
                ("words", models.TextField(blank=True)),
                ("happened_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.draft",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="moderation.enquiry",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.moderationaction",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("asked_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("answer", models.TextField(blank=True)),
                ("let_through", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="accounts.council",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "action",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeal",
                        to="moderation.moderationaction",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True)),
                        fields=["council", "asked_on"],
                        name="appeal_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                                ("let_through__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("let_through__isnull", False),
                                models.Q(
                                    models.Q(("answer", ""), _negated=True),
                                    ("words", ""),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_answered_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ground", models.CharField(max_length=300)),
                ("looked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="moderation.author",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "looked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("police", "Police"),
                            ("platform", "The platform"),
                            ("commissioner", "Information Commissioner (ICO)"),
                            ("monitoring", "Monitoring Officer"),
                            ("board", "Safeguarding board, or the children’s or adults’ team"),
                            ("provider", "A provider, such as of e-mail or the website"),
                            ("solicitor", "Solicitor or insurer"),
                            ("other", "Somebody else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("made_at", models.DateTimeField()),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("none_given", models.BooleanField(default=False)),
                (
                    "action",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.moderationaction",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="moderation.case",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referral",
                        to="moderation.caseentry",
                    ),
                ),
            ],
            options={
                "ordering": ["made_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "body__in",
                                [
                                    "police",
                                    "platform",
                                    "commissioner",
                                    "monitoring",
                                    "board",
                                    "provider",
                                    "solicitor",
                                    "other",
                                ],
                            )
                        ),
                        name="referral_body_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("none_given", True), ("reference", "")),
                            models.Q(
                                ("none_given", False), models.Q(("reference", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="referral_reference_or_none_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body", "other"), _negated=True),
                            models.Q(("name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_other_is_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RemovalRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked",
                    models.CharField(
                        choices=[
                            ("employee", "The employee"),
                            ("councillor", "The councillor"),
                            ("other", "Somebody else, such as who runs the group"),
                        ],
                        max_length=10,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("removed", "Removed"), ("refused", "Refused")],
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
                ("answered_on", models.DateField(null=True)),
                ("referred_to", models.CharField(blank=True, max_length=120)),
                ("referred_on", models.DateField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "conduct",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removals",
                        to="moderation.conduct",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("outcome", "")),
                        fields=["due_on"],
                        name="removal_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("asked_on"))),
                        name="removal_due_once_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_on__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("answered_on__gte", models.F("asked_on")),
                            ),
                            _connector="OR",
                        ),
                        name="removal_answered_once_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("referred_on__isnull", True), ("referred_to", "")),
                            models.Q(
                                ("outcome", "refused"),
                                ("referred_on__isnull", False),
                                models.Q(("referred_to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="removal_refusal_referred",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("harmful", "Harmful, offensive or false content"),
                            ("abuse", "Abuse or a threat against me"),
                            ("safeguarding", "A child or an adult may be at risk"),
                            ("newsworthy", "Something newsworthy"),
                            ("damage", "Damage, a complaint or an enquiry"),
                            (
                                "disrepute",
                                "The council’s reputation is at risk, or a rule was broken",
                            ),
                            ("misuse", "Misuse of social media"),
                            ("mistake", "I made a mistake"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "sentiment",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("positive", "Positive"),
                            ("negative", "Negative"),
                            ("neutral", "Neutral"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("other_post", "A post of another organisation"),
                            ("damage", "Damage"),
                            ("complaint", "A complaint"),
                            ("enquiry", "An enquiry"),
                        ],
                        max_length=10,
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=500)),
                ("words", models.TextField(blank=True)),
                ("prohibited", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "investigation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("disciplinary", "Disciplinary matter of an employee"),
                            ("conduct", "Code of conduct of a councillor"),
                            ("audit", "Audit"),
                            ("criminal", "Suspected crime"),
                            ("claim", "Legal claim, such as defamation"),
                            ("safeguarding", "Safeguarding"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("page", models.CharField(blank=True, max_length=200)),
                ("seen_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("kept", models.JSONField(null=True)),
                ("reported_at", models.DateTimeField(null=True)),
                ("about_clerk", models.BooleanField(default=False)),
                ("restricted", models.BooleanField(default=False)),
                ("source", models.CharField(blank=True, max_length=250)),
                ("rule_not_set", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unfinished", "Not sent yet"),
                            ("waiting", "Waiting to be taken"),
                            ("taken", "Being dealt with"),
                            ("closed", "Closed"),
                        ],
                        default="unfinished",
                        max_length=10,
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("platform_wanted", models.BooleanField(default=False)),
                ("platform_reference", models.CharField(blank=True, max_length=120)),
                ("platform_none_given", models.BooleanField(default=False)),
                ("platform_why_not", models.CharField(blank=True, max_length=300)),
                ("platform_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("logged", "Put in the moderation log"),
                            ("case", "Became a restricted case"),
                            ("conduct", "Recorded as conduct"),
                            ("enquiry", "Became an enquiry"),
                            ("drafted", "Became a draft"),
                            ("answered", "Answered"),
                            ("told", "Told outside the council"),
                        ],
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.case",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="accounts.council",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.draft",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.enquiry",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.item",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "platform_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["council", "reported_by", "-number"], name="sighting_by_reporter"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True), ("reported_at__isnull", False)
                        ),
                        fields=["council", "-number"],
                        name="sighting_open",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("platform_at__isnull", True), ("platform_wanted", True)
                        ),
                        fields=["council", "reported_at"],
                        name="sighting_outstanding",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="sighting_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "reported_by", "form_key"),
                        name="sighting_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "",
                                    "harmful",
                                    "abuse",
                                    "safeguarding",
                                    "newsworthy",
                                    "damage",
                                    "disrepute",
                                    "misuse",
                                    "mistake",
                                ],
                            )
                        ),
                        name="sighting_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kept__isnull", False),
                                ("reported_at__isnull", True),
                                ("state", "unfinished"),
                            ),
                            models.Q(
                                ("kept__isnull", True),
                                ("reported_at__isnull", False),
                                ("seen_at__isnull", False),
                                ("state__in", ["waiting", "taken", "closed"]),
                                models.Q(("kind", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sighting_sent_with_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sentiment__in", ["", "positive", "negative", "neutral"]),
                            ("what__in", ["", "other_post", "damage", "complaint", "enquiry"]),
                        ),
                        name="sighting_says_what_it_may",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken"), _negated=True),
                            models.Q(("taken_at__isnull", False), ("taken_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="sighting_taken_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state", "closed"),
                                (
                                    "outcome__in",
                                    [
                                        "logged",
                                        "case",
                                        "conduct",
                                        "enquiry",
                                        "drafted",
                                        "answered",
                                        "told",
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(("state", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                                ("closed_by__isnull", True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="sighting_closed_with_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("platform_at__isnull", True),
                                ("platform_by__isnull", True),
                                ("platform_none_given", False),
                                ("platform_reference", ""),
                                ("platform_why_not", ""),
                            ),
                            models.Q(
                                ("platform_at__isnull", False),
                                ("platform_by__isnull", False),
                                models.Q(
                                    models.Q(
                                        ("platform_none_given", True),
                                        ("platform_reference", ""),
                                        ("platform_why_not", ""),
                                    ),
                                    models.Q(
                                        ("platform_none_given", False),
                                        ("platform_why_not", ""),
                                        models.Q(("platform_reference", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("platform_none_given", False),
                                        ("platform_reference", ""),
                                        models.Q(("platform_why_not", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="sighting_platform_answered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["abuse", "safeguarding"]), ("restricted", True)),
                            models.Q(("kind__in", ["abuse", "safeguarding"]), _negated=True),
                            ("state", "unfinished"),
                            _connector="OR",
                        ),
                        name="sighting_abuse_restricted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentTo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("office", "Office"),
                            ("team", "The team"),
                            ("group_leader", "Political group leader"),
                            ("monitoring", "Monitoring Officer"),
                            ("police", "Police"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("rule", "By the council’s rules"),
                            ("line_manager", "Line manager"),
                            ("no_manager", "No line manager is recorded"),
                            ("not_set", "Rule not set"),
                            ("nobody_there", "Nobody holds the office it would go to"),
                            ("not_clerk", "In place of the proper officer, whom it is about"),
                            ("chosen", "Chosen by whoever reported it"),
                            ("handed_on", "Handed on"),
                        ],
                        max_length=12,
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("reference", models.CharField(blank=True, max_length=120)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sighting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sent_to",
                        to="moderation.sighting",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", False)),
                        fields=("sighting", "office"),
                        name="sighting_sent_once_to_office",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", True)),
                        fields=("sighting", "way"),
                        name="sighting_sent_once_each_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), ("office__isnull", False), ("way", "office")),
                            models.Q(
                                ("email", ""),
                                ("office__isnull", True),
                                ("way__in", ["team", "police"]),
                            ),
                            models.Q(
                                ("office__isnull", True),
                                ("way__in", ["group_leader", "monitoring"]),
                                models.Q(("email", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sighting_sent_some_way",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="destruction",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="erasures",
                to="moderation.sighting",
            ),
        ),
        migrations.CreateModel(
            name="Addition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "sighting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="additions",
                        to="moderation.sighting",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SightingCapture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "evidence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sighting",
                        to="moderation.evidence",
                    ),
                ),
                (
                    "sighting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="came_with",
                        to="moderation.sighting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("target_days", models.PositiveSmallIntegerField(null=True)),
                ("signpost", models.CharField(blank=True, max_length=120)),
                ("retired_on", models.DateField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiry_topics",
                        to="accounts.council",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_on__isnull", True)),
                        fields=("council", "name"),
                        name="topic_name_once_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("office__isnull", True), ("lead__isnull", True), _connector="OR"
                        ),
                        name="topic_office_or_lead",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StandardReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("link", models.URLField(blank=True, max_length=300)),
                ("reviewed_on", models.DateField()),
                ("review_due_on", models.DateField()),
                ("retired_on", models.DateField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standard_replies",
                        to="accounts.council",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("retired_on__isnull", True)),
                        fields=["council", "review_due_on"],
                        name="standard_reply_by_review",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_on__isnull", True)),
                        fields=("council", "name"),
                        name="standard_reply_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_due_on__gt", models.F("reviewed_on"))),
                        name="standard_reply_review_later",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="enquiry",
            name="topic",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="moderation.topic",
            ),
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekdays", models.JSONField(default=list)),
                ("ended_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.officialaccount",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_watches",
                        to="accounts.council",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", False), ("office__isnull", True)),
                            models.Q(("member__isnull", True), ("office__isnull", False)),
                            _connector="OR",
                        ),
                        name="watch_by_office_or_member",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("item__isnull", True), ("saved_at__isnull", False), _connector="OR"
                ),
                name="evidence_of_item_is_saved",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed__isnull", True)),
                fields=("evidence",),
                name="destruction_asked_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed__isnull", True)),
                fields=("item",),
                name="destruction_of_words_asked_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed__isnull", True)),
                fields=("report",),
                name="destruction_of_report_asked_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("evidence__isnull", False),
                        ("item__isnull", True),
                        ("report__isnull", True),
                    ),
                    models.Q(
                        ("evidence__isnull", True),
                        ("item__isnull", False),
                        ("report__isnull", True),
                        ("words_too", True),
                    ),
                    models.Q(
                        ("evidence__isnull", True),
                        ("item__isnull", True),
                        ("report__isnull", False),
                        ("words_too", True),
                    ),
                    _connector="OR",
                ),
                name="destruction_of_one_thing",
            ),
        ),
    ]
