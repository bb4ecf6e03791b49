import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import accounts.dates


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0014_policies"),
        ("accounts", "__first__"),
        ("councilsm", "0007_moderation_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("slug", models.SlugField(max_length=60)),
                ("reference", models.CharField(blank=True, max_length=60)),
                (
                    "audience",
                    models.CharField(
                        choices=[("public", "Everybody"), ("staff", "The council’s people")],
                        default="public",
                        max_length=10,
                    ),
                ),
                ("carries_rules", models.BooleanField(default=False)),
                ("review_months", models.PositiveSmallIntegerField(null=True)),
                ("disclaimers", models.TextField(blank=True)),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_minute", models.CharField(blank=True, max_length=60)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="accounts.council",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="accounts.office",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "policies",
                "ordering": ["title", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("council", "slug"), name="policy_slug_once"),
                    models.UniqueConstraint(
                        models.F("council"),
                        django.db.models.functions.text.Lower("title"),
                        name="policy_title_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="policy_once_per_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("carries_rules", True)),
                        fields=("council",),
                        name="policy_of_rules_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["public", "staff"])),
                        name="policy_audience_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("review_months__isnull", True),
                            ("review_months__range", (1, 120)),
                            _connector="OR",
                        ),
                        name="policy_review_months_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
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
                            ("responsible", "Responsible"),
                            ("accountable", "Accountable"),
                            ("consulted", "Consulted"),
                            ("informed", "Informed"),
                        ],
                        max_length=12,
                    ),
                ),
                ("who", models.CharField(max_length=120)),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("employee", "Employee"),
                            ("casual", "Casual worker"),
                            ("temporary", "Temporary worker"),
                            ("contractor", "Contractor"),
                            ("agency", "Agency worker"),
                            ("provider", "Third-party provider"),
                            ("volunteer", "Volunteer"),
                            ("intern", "Intern"),
                            ("placement", "Work placement"),
                            ("councillor", "Councillor"),
                            ("co_opted", "Co-opted member"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_parts",
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "kind", "who", "category"), name="part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["responsible", "accountable", "consulted", "informed"])
                        ),
                        name="part_kind_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("url", models.URLField(blank=True, max_length=500)),
                ("note", models.CharField(blank=True, max_length=300)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="policies.legalreference",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="laws",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("policy"),
                        django.db.models.functions.text.Lower("title"),
                        name="legal_reference_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaced_by__isnull", True),
                            models.Q(("replaced_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="legal_reference_not_by_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyToRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("submit_drafts", "Write and submit drafts"),
                            ("authorise_posts", "Authorise posts"),
                            ("record_posts", "Record what was posted"),
                            ("keep_register", "Keep the register of official accounts"),
                            ("approve_accounts", "Approve new official accounts"),
                            ("grant_access", "Grant access to official accounts"),
                            ("withdraw_access", "Withdraw access for misuse"),
                            ("permit_devices", "Permit personal devices"),
                            ("appoint_team", "Appoint the admin team"),
                            ("urgent_team_changes", "Make urgent changes to the admin team"),
                            ("review_team_changes", "Review changes to the admin team"),
                            ("log_moderation", "Log moderation actions"),
                            ("destroy_evidence", "Destroy evidence"),
                            ("decide_blocks", "Decide blocks"),
                            ("decide_unblocks", "Decide requests to be unblocked"),
                            ("manage_people", "Invite people and record who holds each office"),
                            ("manage_rules", "Keep the council's policies and rules"),
                            ("read_trail", "Read the audit trail"),
                            ("caretake", "Let somebody in if the clerk is gone"),
                        ],
                        max_length=30,
                    ),
                ),
                ("since", models.DateField(default=accounts.dates.today)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties_to_read",
                        to="accounts.council",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "duties to read",
                "indexes": [models.Index(fields=["council"], name="policy_duty_of_council")],
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "duty"), name="policy_duty_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        choices=[("councillor", "Councillor"), ("candidate", "Candidate")],
                        max_length=12,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
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
                ("handle", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="politicians_profiles",
                        to="accounts.council",
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
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("council"),
                        models.F("platform"),
                        django.db.models.functions.text.Lower("handle"),
                        condition=models.Q(("ended_on__isnull", True)),
                        name="profile_once_per_platform",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("who__in", ["councillor", "candidate"])),
                        name="profile_who_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RelatedPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("url", models.URLField(blank=True, max_length=500)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.policy",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="related",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "related policies",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("policy"),
                        django.db.models.functions.text.Lower("title"),
                        name="related_policy_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
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
                            ("no_change", "No change"),
                            ("amend", "Amend it"),
                            ("withdraw", "Withdraw it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reviewed_on", models.CharField(max_length=10)),
                ("minute", models.CharField(blank=True, max_length=60)),
                ("reasons", models.TextField(blank=True)),
                ("next_due", models.CharField(blank=True, max_length=10)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_reviews",
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
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="policies.policy",
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
                    "rulebook_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.rulebookversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="review_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["no_change", "amend", "withdraw"])),
                        name="review_outcome_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_on", ""),
                                ("reviewed_on__regex", "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"),
                                _connector="OR",
                            ),
                            models.Q(
                                ("next_due", ""),
                                ("next_due__regex", "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"),
                                _connector="OR",
                            ),
                            models.Q(("reviewed_on", ""), _negated=True),
                        ),
                        name="review_dates_stated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", "amend"),
                            models.Q(("minute", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="review_settled_by_minute",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("employee", "Employee"),
                            ("casual", "Casual worker"),
                            ("temporary", "Temporary worker"),
                            ("contractor", "Contractor"),
                            ("agency", "Agency worker"),
                            ("provider", "Third-party provider"),
                            ("volunteer", "Volunteer"),
                            ("intern", "Intern"),
                            ("placement", "Work placement"),
                            ("councillor", "Councillor"),
                            ("co_opted", "Co-opted member"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "binds",
                    models.CharField(
                        choices=[
                            ("binding", "It binds them"),
                            ("guidance", "It is guidance for them"),
                            ("excluded", "It leaves them out"),
                        ],
                        max_length=10,
                    ),
                ),
                ("clause", models.CharField(blank=True, max_length=20)),
                ("since", models.DateField(default=accounts.dates.today)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policy_scopes",
                        to="accounts.council",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scopes",
                        to="policies.policy",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["council", "binds"], name="policy_scope_of_council")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "category"), name="policy_scope_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("binds__in", ["binding", "guidance", "excluded"])),
                        name="policy_scope_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Trigger",
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
                            ("law", "A new or changed law"),
                            ("incident", "An incident"),
                            ("platform", "A platform changed, or a new digital risk"),
                            ("practice", "Better practice is known"),
                            ("audit", "An audit found something"),
                        ],
                        max_length=10,
                    ),
                ),
                ("what", models.TextField()),
                ("noticed_on", models.DateField()),
                ("due_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review_triggers",
                        to="accounts.council",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triggers",
                        to="policies.policy",
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
                    "review",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="triggers",
                        to="policies.review",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("review__isnull", True)),
                        fields=["council", "due_on"],
                        name="trigger_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="trigger_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["law", "incident", "platform", "practice", "audit"])
                        ),
                        name="trigger_kind_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("noticed_on"))),
                        name="trigger_period_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=40)),
                ("slug", models.SlugField(max_length=60)),
                ("text", models.TextField(blank=True)),
                ("clauses_json", models.JSONField(default=list)),
                ("what_changed", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("consultation", "In consultation"),
                            ("approved", "Adopted"),
                            ("discarded", "Discarded"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("approved_by", models.CharField(blank=True, max_length=120)),
                ("approved_on", models.CharField(blank=True, max_length=10)),
                ("minute", models.CharField(blank=True, max_length=60)),
                ("effective_from", models.DateField(null=True)),
                ("reviewed_on", models.CharField(blank=True, max_length=10)),
                ("review_due", models.CharField(blank=True, max_length=10)),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("unasked_why", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("adopted_at", models.DateTimeField(null=True)),
                ("form_key", models.UUIDField(null=True)),
                (
                    "adopted_by",
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
                        related_name="policy_versions",
                        to="accounts.council",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councilsm.storedfile",
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="policies.policy",
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
                    "supersedes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="policies.version",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "approved")),
                        fields=["council", "-effective_from"],
                        name="version_in_force",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("policy", "number"), name="version_number_once"
                    ),
                    models.UniqueConstraint(fields=("policy", "slug"), name="version_slug_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="version_once_per_form",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "approved")),
                        fields=("policy", "effective_from"),
                        name="version_begins_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "consultation"])),
                        fields=("policy",),
                        name="version_in_work_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "consultation", "approved", "discarded"])
                        ),
                        name="version_state_valid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("adopted_at__isnull", False),
                                ("effective_from__isnull", False),
                                ("state", "approved"),
                                models.Q(
                                    ("adopted_by__isnull", False),
                                    ("written_by__isnull", True),
                                    _connector="OR",
                                ),
                                models.Q(("digest", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "approved"), _negated=True),
                                ("adopted_at__isnull", True),
                                ("digest", ""),
                            ),
                            _connector="OR",
                        ),
                        name="version_adopted_wholly",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_on", ""),
                                ("approved_on__regex", "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"),
                                _connector="OR",
                            ),
                            models.Q(
                                ("reviewed_on", ""),
                                ("reviewed_on__regex", "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"),
                                _connector="OR",
                            ),
                            models.Q(
                                ("review_due", ""),
                                ("review_due__regex", "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"),
                                _connector="OR",
                            ),
                        ),
                        name="version_dates_stated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RuleLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=60)),
                ("kept", models.BooleanField()),
                ("looked_at", models.DateTimeField(auto_now_add=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
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
                    "rulebook_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.rulebookversion",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rule_looks",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "rule"), name="rule_looked_at_once"),
                    models.CheckConstraint(
                        condition=models.Q(("rule", ""), _negated=True), name="rule_look_names_rule"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="review",
            name="opened",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="policies.version",
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reviews",
                to="policies.version",
            ),
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("who", models.CharField(max_length=120)),
                ("asked_on", models.DateField()),
                ("answer_by", models.DateField(null=True)),
                ("said", models.TextField(blank=True)),
                ("said_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.council",
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "asked",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer_by__isnull", True),
                            ("answer_by__gte", models.F("asked_on")),
                            _connector="OR",
                        ),
                        name="asked_period_valid",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("read_on", models.DateField()),
                ("paper_reference", models.CharField(blank=True, max_length=120)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="accounts.council",
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="accounts.membership",
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
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="councilsm.storedfile",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "ordering": ["-read_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "membership"), name="acknowledged_once_per_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest", ""), _negated=True),
                        name="acknowledged_adopted_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
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
                            ("ordinary", "Our own ordinary election"),
                            ("by_election", "By-election"),
                            ("principal", "Election to the county, district or unitary council"),
                            ("parliamentary", "Parliamentary election"),
                            ("mayoral", "Election of a mayor"),
                            ("police", "Election of a police and crime commissioner"),
                            ("referendum", "Referendum or parish poll"),
                        ],
                        max_length=15,
                    ),
                ),
                ("area", models.CharField(blank=True, max_length=120)),
                ("notice_on", models.DateField()),
                ("poll_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("called_off_on", models.DateField(null=True)),
                ("why_called_off", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("dates_set_at", models.DateTimeField()),
                ("form_key", models.UUIDField(null=True)),
                (
                    "council",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="election_periods",
                        to="accounts.council",
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
            ],
            options={
                "ordering": ["poll_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("called_off_on__isnull", True)),
                        fields=["council", "poll_on"],
                        name="period_standing",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "number"), name="period_number_once_per_council"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("form_key__isnull", False)),
                        fields=("council", "form_key"),
                        name="period_once_per_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("poll_on__gte", models.F("notice_on"))),
                        name="period_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "ordinary",
                                    "by_election",
                                    "principal",
                                    "parliamentary",
                                    "mayoral",
                                    "police",
                                    "referendum",
                                ],
                            )
                        ),
                        name="period_kind_valid",
                    ),
                ],
            },
        ),
    ]
