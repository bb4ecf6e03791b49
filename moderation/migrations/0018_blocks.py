import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_moderation_log"),
        ("accounts", "__first__"),
        ("moderation", "0017_sightings_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("why", models.TextField(blank=True)),
                ("is_urgent", models.BooleanField(default=False)),
                ("urgent_why", models.CharField(blank=True, max_length=500)),
                ("decide_by", models.DateField(null=True)),
                ("proposed_at", models.DateTimeField(auto_now_add=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("notified", "Notice sent"),
                            ("second", "For a second person"),
                            ("stands", "Blocked"),
                            ("refused", "Not blocked"),
                            ("withdrawn", "Proposal taken back"),
                            ("lifted", "Lifted"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("ends_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                ("why_withdrawn", models.CharField(blank=True, max_length=500)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="moderation.author",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
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
                    "prompted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blocks",
                        to="moderation.moderationaction",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.evidence",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
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
                        condition=models.Q(("state", "stands")),
                        fields=["council", "review_on"],
                        name="block_to_review",
                    ),
                    models.Index(
                        condition=models.Q(("ends_on__isnull", False), ("state", "stands")),
                        fields=["council", "ends_on"],
                        name="block_to_end",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="block_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="block_once_per_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["proposed", "notified", "second"])),
                        fields=("author",),
                        name="block_proposed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "notified",
                                    "second",
                                    "stands",
                                    "refused",
                                    "withdrawn",
                                    "lifted",
                                ],
                            )
                        ),
                        name="block_state_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decide_by__isnull", False), ("is_urgent", True)),
                            models.Q(
                                ("decide_by__isnull", True),
                                ("is_urgent", False),
                                ("urgent_why", ""),
                            ),
                            _connector="OR",
                        ),
                        name="block_urgent_is_decided_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stands"), _negated=True),
                            ("ends_on__isnull", False),
                            ("review_on__isnull", False),
                            _connector="OR",
                        ),
                        name="block_ends_or_is_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("review_on__isnull", True),
                            ("review_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="block_reviewed_before_it_ends",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockDecision",
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
                            ("block", "Block"),
                            ("not", "Do not block"),
                            ("renew", "Renew"),
                            ("lift", "Lift"),
                            ("review", "Bring the review forward"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("reason_label", models.CharField(blank=True, max_length=300)),
                ("source", models.CharField(blank=True, max_length=250)),
                ("reasons", models.TextField(blank=True)),
                ("why_not_hide", models.TextField(blank=True)),
                ("why_not_warn", models.TextField(blank=True)),
                ("why_not_restrict", models.TextField(blank=True)),
                ("why_not_shorter", models.TextField(blank=True)),
                ("other_ways", models.TextField(blank=True)),
                ("statutory", models.BooleanField(null=True)),
                ("statutory_how", models.TextField(blank=True)),
                (
                    "length",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fixed", "Until a day"),
                            ("review", "Until its review"),
                            ("open", "Open, with a review"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ends_on", models.DateField(null=True)),
                ("review_on", models.DateField(null=True)),
                (
                    "telling",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("notice", "They had a notice of intention"),
                            ("written", "They are sent a written decision"),
                            ("not_told", "They are not told"),
                        ],
                        max_length=10,
                    ),
                ),
                ("why_not_told", models.TextField(blank=True)),
                ("response_considered", models.TextField(blank=True)),
                ("conduct", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                ("needs_second", models.BooleanField(default=False)),
                ("agreed", models.BooleanField(null=True)),
                ("second_at", models.DateTimeField(null=True)),
                ("second_note", models.CharField(blank=True, max_length=500)),
                ("told_at", models.DateTimeField(null=True)),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="moderation.block",
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
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.rulebookversion",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["block", "not", "renew", "lift", "review"])
                        ),
                        name="block_decision_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed__isnull", True),
                                ("second_at__isnull", True),
                                ("second_by__isnull", True),
                            ),
                            models.Q(
                                ("agreed__isnull", False),
                                ("second_at__isnull", False),
                                ("second_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="block_second_agreed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_by__isnull", True),
                            models.Q(("second_by", models.F("decided_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="block_second_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["block", "renew"]), _negated=True),
                            ("ends_on__isnull", False),
                            ("review_on__isnull", False),
                            _connector="OR",
                        ),
                        name="block_decision_ends_or_is_reviewed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("review_on__isnull", True),
                            ("review_on__lte", models.F("ends_on")),
                            _connector="OR",
                        ),
                        name="block_decision_reviewed_before_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["block", "renew"]),
                                ("length__in", ["fixed", "review", "open"]),
                                ("telling__in", ["notice", "written", "not_told"]),
                            ),
                            models.Q(
                                ("kind", "review"),
                                ("length", ""),
                                ("review_on__isnull", False),
                                ("telling", ""),
                            ),
                            models.Q(
                                ("ends_on__isnull", True),
                                ("kind__in", ["not", "lift"]),
                                ("length", ""),
                                ("review_on__isnull", True),
                                ("telling", ""),
                            ),
                            _connector="OR",
                        ),
                        name="block_decision_lasts_or_does_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["block", "renew"]), ("needs_second", True)),
                            models.Q(("agreed__isnull", True), ("needs_second", False)),
                            _connector="OR",
                        ),
                        name="block_decision_second_if_needed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_at__isnull", True), ("told_by__isnull", True)),
                            models.Q(("told_at__isnull", False), ("told_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="block_decision_told_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("sent_at", models.DateTimeField()),
                ("respond_by", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("response", models.TextField(blank=True)),
                ("responded_at", models.DateTimeField(null=True)),
                ("ended_told", models.BooleanField(null=True)),
                ("ended_how", models.CharField(blank=True, max_length=300)),
                (
                    "block",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="moderation.block",
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
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.evidence",
                    ),
                ),
                (
                    "response_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("responded_at__isnull", True), ("response_by__isnull", True)),
                            models.Q(
                                ("responded_at__isnull", False), ("response_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="block_response_recorded",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_told__isnull", False), ("ended_how", ""), _connector="OR"
                        ),
                        name="block_notice_ended_or_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_blocked", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.officialaccount",
                    ),
                ),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="moderation.block",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="block_places",
                        to="accounts.council",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_blocked", True)),
                        fields=["council"],
                        name="block_place_blocked",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("block", "account"), name="block_place_once_per_account"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockStep",
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
                            ("blocked", "Blocked there"),
                            ("unblocked", "Unblocked there"),
                            ("found_open", "Found not blocked there"),
                            ("found_blocked", "Found still blocked there"),
                        ],
                        max_length=16,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "done_by",
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
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="moderation.blockplace",
                    ),
                ),
                (
                    "proof",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.evidence",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["blocked", "unblocked", "found_open", "found_blocked"])
                        ),
                        name="block_step_kind_valid",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UnblockRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("token", models.CharField(max_length=22, unique=True)),
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
                ("what", models.TextField(blank=True)),
                ("more", models.TextField(blank=True)),
                (
                    "answer_by",
                    models.CharField(
                        choices=[
                            ("email", "By e-mail"),
                            ("post", "By post"),
                            ("phone", "By telephone"),
                            ("collect", "I will ask at the council’s office"),
                        ],
                        default="email",
                        max_length=10,
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("answer_to", models.CharField(blank=True, max_length=300)),
                ("helper_name", models.CharField(blank=True, max_length=120)),
                ("helper_as", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("sent_at", models.DateTimeField(auto_now_add=True)),
                ("due_by", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("decided", "Decided, to be answered"),
                            ("answered", "Answered"),
                            ("withdrawn", "Taken back"),
                            ("set_aside", "Set aside"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("matched_at", models.DateTimeField(null=True)),
                ("to_erase", models.BooleanField(default=False)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "access",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unblock_requests_of_access",
                        to="moderation.enquiry",
                    ),
                ),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unblock_requests",
                        to="moderation.block",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unblock_requests",
                        to="moderation.enquiry",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unblock_requests",
                        to="accounts.council",
                    ),
                ),
                (
                    "matched_by",
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
                        condition=models.Q(("state__in", ["waiting", "decided"])),
                        fields=["council", "id"],
                        name="unblock_open",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="unblock_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("council", "digest"),
                        name="unblock_waiting_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["waiting", "decided", "answered", "withdrawn", "set_aside"],
                            )
                        ),
                        name="unblock_state_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("block__isnull", True), ("matched_by__isnull", False), _connector="OR"
                        ),
                        name="unblock_matched_by_a_human",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matched_at__isnull", True), ("matched_by__isnull", True)),
                            models.Q(("matched_at__isnull", False), ("matched_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="unblock_matched_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["decided", "answered"]), _negated=True),
                            ("matched_by__isnull", False),
                            _connector="OR",
                        ),
                        name="unblock_matched_before_it_is_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnblockMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("matched_at", models.DateTimeField(auto_now_add=True)),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.block",
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
                    "matched_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matches",
                        to="moderation.unblockrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnblockLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("printed", "Printed, and posted or handed over"),
                            ("platform", "A message to the profile, on the platform"),
                            ("told", "Told by telephone or at the office"),
                        ],
                        max_length=10,
                    ),
                ),
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
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="moderation.unblockrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnblockFact",
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
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facts",
                        to="moderation.unblockrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnblockDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("unblock", "Unblock"),
                            ("warning", "Unblock, with a warning"),
                            ("keep_review", "Keep the block, and review it"),
                            ("keep", "Keep the block"),
                            ("over", "Not blocked any more"),
                            ("not_ours", "Not blocked by us"),
                            ("not_enough", "Not enough to tell"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "holder",
                    models.CharField(
                        choices=[
                            ("platform", "They answered us on the platform, from that profile"),
                            ("otherwise", "It is known otherwise"),
                            ("unknown", "It is not known"),
                        ],
                        max_length=10,
                    ),
                ),
                ("holder_how", models.TextField(blank=True)),
                ("reasons", models.TextField(blank=True)),
                ("warning", models.TextField(blank=True)),
                ("review_on", models.DateField(null=True)),
                ("same_decider", models.BooleanField(default=False)),
                ("afresh", models.TextField(blank=True)),
                ("source", models.CharField(max_length=250)),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="moderation.block",
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
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                    ),
                ),
                (
                    "rulebook_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.rulebookversion",
                    ),
                ),
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="moderation.unblockrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    "unblock",
                                    "warning",
                                    "keep_review",
                                    "keep",
                                    "over",
                                    "not_ours",
                                    "not_enough",
                                ],
                            )
                        ),
                        name="unblock_outcome_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("block__isnull", False),
                                (
                                    "outcome__in",
                                    ["unblock", "warning", "keep_review", "keep", "over"],
                                ),
                            ),
                            models.Q(("block__isnull", True), ("outcome", "not_ours")),
                            ("outcome", "not_enough"),
                            _connector="OR",
                        ),
                        name="unblock_decision_about_a_block",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "keep_review"), ("review_on__isnull", False)),
                            models.Q(
                                models.Q(("outcome", "keep_review"), _negated=True),
                                ("review_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="unblock_review_has_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("holder__in", ["platform", "otherwise", "unknown"])),
                        name="unblock_holder_valid",
                    ),
                ],
            },
        ),
    ]
