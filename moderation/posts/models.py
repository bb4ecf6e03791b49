"""What went out: the permanent, searchable record, and what was done about it afterwards."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models import Target


class Post(models.Model):
    """What went out on one account: the permanent record that a person posted it by hand.

    One made outside councilsm has no target: nobody had approved it when it went out.
    """

    class Device(models.TextChoices):
        COUNCIL = "council", "A council device"
        OWN = "own", "My own device"
        UNKNOWN = "unknown", "Not known"

    class Voice(models.TextChoices):
        """Whose words they are."""

        COUNCIL = "council", "The council’s"
        INDIVIDUAL = "individual", "An individual’s own"

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="posts",
        db_index=False,  # post_newest begins with it
    )
    number = models.PositiveIntegerField()
    account = models.ForeignKey(
        "accounts.OfficialAccount", on_delete=models.PROTECT, related_name="posts"
    )
    target = models.OneToOneField(Target, on_delete=models.PROTECT, null=True, related_name="post")
    #: The words as they stand on the platform.
    words = models.TextField()
    #: Why they differ from those approved; empty when they do not.
    difference = models.TextField(blank=True)
    url = models.URLField(max_length=500)
    posted_at = models.DateTimeField()
    device = models.CharField(max_length=10, choices=Device, default=Device.COUNCIL)
    screenshot = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    voice = models.CharField(max_length=10, choices=Voice, default=Voice.COUNCIL)
    #: Who posted it, where that is not who recorded it.
    posted_by = models.CharField(max_length=120, blank=True)
    #: On what authority, in words: the decision’s source, or what was said of an outside post.
    authority = models.CharField(max_length=300)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("target_id",), ("council_id", "number")))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="post_number_once_per_council"
            ),
            models.CheckConstraint(
                condition=Q(device__in=["council", "own", "unknown"]), name="post_device_valid"
            ),
            models.CheckConstraint(
                condition=Q(voice="council") | Q(voice="individual", target__isnull=True),
                name="post_voice_valid",
            ),
        ]
        indexes = [models.Index(fields=["council", "-id"], name="post_newest")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("posts:detail", args=[self.council.slug, self.number])

    @property
    def outside_window(self) -> bool:
        """Whether it went out before or after the time that was authorised."""
        if self.target is None:
            return False
        revision = self.target.revision
        early = revision.not_before is not None and self.posted_at < revision.not_before
        return early or self.posted_at > revision.not_after

    @property
    def reference(self) -> str:
        return f"P-{self.number:04}"


class OutsideReview(models.Model):
    """What a holder of the duty made of a post that nobody had approved beforehand."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted afterwards"
        ORDERED_DOWN = "ordered_down", "To be taken down"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="outside_review")
    outcome = models.CharField(max_length=12, choices=Outcome)
    note = models.TextField(blank=True)
    decider = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    source = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("post_id",)))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["accepted", "ordered_down"]),
                name="outside_review_outcome_valid",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.decider}"


class PostChangeQuerySet(models.QuerySet["PostChange"]):
    def open(self) -> "PostChangeQuerySet":
        """Decided here, not yet confirmed on the platform."""
        return self.filter(confirmed_at__isnull=True)


class PostChange(models.Model):
    """Something to be done to a post on the platform: decided here, confirmed there."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", "Corrected by another post"
        EDITED = "edited", "Edited on the platform"
        TAKEN_DOWN = "taken_down", "Taken down"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="post_changes"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField()
    #: The words after the edit; empty for the other kinds.
    words = models.TextField(blank=True)
    #: The draft that corrects it.
    correction = models.ForeignKey(
        "moderation.Draft", on_delete=models.PROTECT, null=True, related_name="corrects"
    )
    #: Where the record copy is kept, on paper or on the website (FTC-A-15).
    record_copy = models.CharField(max_length=200, blank=True)
    record_copy_file = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Permission that was withdrawn, where that is why.
    subject = models.ForeignKey(
        "moderation.Subject", on_delete=models.PROTECT, null=True, related_name="take_downs"
    )
    #: None when the system opened it because a permission was withdrawn.
    decider = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    proof = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proof_note = models.CharField(max_length=300, blank=True)

    objects = PostChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["corrected", "edited", "taken_down"]),
                name="post_change_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="post_change_confirmed_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(kind="taken_down"),
                name="post_taken_down_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "id"],
                condition=Q(confirmed_at__isnull=True),
                name="post_change_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post.reference}: {self.get_kind_display().lower()}"


class Mistake(models.Model):
    """“I made a mistake”: said at once, put right, without blame."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="mistakes"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="mistakes")
    what = models.TextField()
    told_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)
    remedy = models.TextField(blank=True)
    put_right_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    put_right_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(remedy="", put_right_at__isnull=True)
                | (Q(put_right_at__isnull=False, put_right_by__isnull=False) & ~Q(remedy="")),
                name="mistake_remedy_whole",
            )
        ]

    def __str__(self) -> str:
        return f"Mistake in {self.post}"
