"""One version of a policy: its words, how it was adopted, and from when it holds."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from policies.dates import LENGTH, stated_or_empty
from policies.documents.models.policy import Policy


class VersionQuerySet(models.QuerySet["Version"]):
    def adopted(self) -> "VersionQuerySet":
        """Those that the council approved, whatever came after."""
        return self.filter(state=Version.State.APPROVED)

    def in_work(self) -> "VersionQuerySet":
        """Drafts, also those that somebody was asked about."""
        return self.filter(state__in=[Version.State.DRAFT, Version.State.CONSULTATION])

    def in_force(self, day: date) -> "VersionQuerySet":
        """Adopted ones that had begun by a day, the one in force on it first."""
        return self.adopted().filter(effective_from__lte=day).order_by("-effective_from")


class Version(models.Model):
    """The words of a policy as one meeting adopted them; never deleted, frozen once adopted.

    Of one that came with its rulebook the words may be put in later, once.

    Which version is current is a question of the day: of those adopted the one that began last.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        CONSULTATION = "consultation", "In consultation"
        APPROVED = "approved", "Adopted"
        #: A draft that came to nothing.
        DISCARDED = "discarded", "Discarded"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="policy_versions", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    #: In the order in which they were written down; no part of what the council calls them.
    number = models.PositiveIntegerField()
    #: As the council writes it; v.4 may follow V.2 (LTC-header-c).
    label = models.CharField(max_length=40)
    #: Of the label, in addresses.
    slug = models.SlugField(max_length=60)
    #: Markdown. Beside a file, its words for those who cannot read the file.
    text = models.TextField(blank=True)
    file = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Its clauses in order, each as `documents/clauses.py` writes it; their ids stay the same from
    #: version to version, since rules cite them.
    clauses_json = models.JSONField(default=list)
    what_changed = models.TextField(blank=True)
    #: The one that it takes the place of, where that is known.
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    #: The body that approved it: "Full Council".
    approved_by = models.CharField(max_length=120, blank=True)
    #: As stated, see `policies/dates.py`. Empty where nobody knows (LLTC-gap-a).
    approved_on = models.CharField(max_length=LENGTH, blank=True)
    minute = models.CharField(max_length=60, blank=True)
    #: From this day (London) it holds.
    effective_from = models.DateField(null=True)
    #: When the words were last reviewed, where the document says (DTC-header-a); as stated.
    reviewed_on = models.CharField(max_length=LENGTH, blank=True)
    #: When the document itself says that it is due; as stated (LTC-header-e).
    review_due = models.CharField(max_length=LENGTH, blank=True)
    #: SHA-256 over the canonical JSON of label, text, digest of the file and clauses, once adopted.
    digest = models.CharField(max_length=64, blank=True)
    #: The rulebook that carries it out, as at its adoption.
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Why it was adopted though nobody was asked whom the policy names (FTC-10-b).
    unasked_why = models.TextField(blank=True)
    #: None where it came with the rulebook, as `documents/shipped` has it.
    written_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Since when its words are here and nothing of them changes: its adoption or, of a version that
    #: came with the rulebook, when they were put in.
    words_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True)

    append_only = AppendOnly(
        keys=(
            *(("id",), ("policy_id", "number"), ("policy_id", "slug")),
            *(("policy_id", "effective_from"), ("council_id", "form_key")),
        ),
        columns=(
            *("council_id", "policy_id", "number", "written_by_id", "created_at", "form_key"),
        ),
        freezes=(
            *("label", "slug", "clauses_json", "what_changed", "supersedes_id", "state"),
            *("approved_by", "approved_on", "minute", "effective_from", "reviewed_on"),
            *("review_due", "unasked_why", "adopted_at", "adopted_by_id", "rulebook_version_id"),
        ),
        frozen_by="adopted_at",
        also_freezes=(("words_at", ("text", "file_id", "digest", "words_at")),),
        agrees=(("policy_id", "policies_policy", ("council_id",)),),
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["policy", "slug"], name="version_slug_once"),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="version_once_per_form",
            ),
            models.UniqueConstraint(
                fields=["policy", "effective_from"],
                condition=Q(state="approved"),
                name="version_begins_once",
            ),
            models.UniqueConstraint(
                fields=["policy"],
                condition=Q(state__in=["draft", "consultation"]),
                name="version_in_work_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "consultation", "approved", "discarded"]),
                name="version_state_valid",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="approved",
                    effective_from__isnull=False,
                    adopted_at__isnull=False,
                )
                & (Q(adopted_by__isnull=False) | Q(written_by__isnull=True))
                & ~Q(digest="")
                | ~Q(state="approved") & Q(adopted_at__isnull=True, digest=""),
                name="version_adopted_wholly",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", words_at__isnull=False)
                & (Q(written_by__isnull=False) | ~Q(text="") | Q(file__isnull=False))
                | Q(words_at__isnull=True)
                & (~Q(state="approved") | Q(written_by__isnull=True, text="", file__isnull=True)),
                name="version_words_dated",
            ),
            models.CheckConstraint(
                condition=stated_or_empty("approved_on")
                & stated_or_empty("reviewed_on")
                & stated_or_empty("review_due"),
                name="version_dates_stated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "-effective_from"],
                condition=Q(state="approved"),
                name="version_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy}, {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("documents:version", args=[self.council.slug, self.policy.slug, self.slug])

    @property
    def is_in_work(self) -> bool:
        """Whether it can still change."""
        return self.state in {self.State.DRAFT, self.State.CONSULTATION}

    @property
    def awaits_words(self) -> bool:
        """Whether it came with the rulebook and its words can be put in: nobody has yet."""
        is_open = self.policy.withdrawn_on is None
        return is_open and self.state == self.State.APPROVED and self.words_at is None


class Asked(models.Model):
    """Somebody who was asked about a version before it was adopted, and what they said."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="asked")
    who = models.CharField(max_length=120)
    asked_on = models.DateField()
    #: The last day to answer (London); None where none was set.
    answer_by = models.DateField(null=True)
    said = models.TextField(blank=True)
    said_on = models.DateField(null=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        columns=("council_id", "version_id", "who", "asked_on", "answer_by", "recorded_by_id"),
        once=("said_on",),
        said_later=("said",),
        agrees=(("version_id", "policies_version", ("council_id",)),),
    )

    class Meta:
        verbose_name_plural = "asked"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer_by__isnull=True) | Q(answer_by__gte=models.F("asked_on")),
                name="asked_period_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.who}, asked about {self.version}"
