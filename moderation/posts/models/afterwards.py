"""What is done about a post once it is out. The words that went out are never touched."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.councils.rulebook import Kind
from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models import Draft, Target
from moderation.posts.models.post import Post


class OutsideReview(models.Model):
    """What a holder of the duty made of a post that nobody had approved beforehand."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted afterwards"
        ORDERED_DOWN = "ordered_down", "Not accepted"
        NOT_OURS = "not_ours", "Recorded by mistake"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="outside_review")
    outcome = models.CharField(max_length=12, choices=Outcome)
    note = models.TextField(blank=True)
    decider = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, related_name="+"
    )
    #: The clause or minute that gives the authority, in words.
    source = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("post_id",)))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["accepted", "ordered_down", "not_ours"]),
                name="outside_review_outcome_valid",
            ),
            models.CheckConstraint(
                condition=Q(outcome="accepted") | ~Q(note=""),
                name="outside_review_refusal_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.decider}"


class PostChangeQuerySet(models.QuerySet["PostChange"]):
    def open(self) -> "PostChangeQuerySet":
        """To do on the platform: decided, and not confirmed yet.

        A correction is decided when its draft is approved, and done with where that is not posted
        after all. What has been taken down meanwhile needs no edit any more.
        """
        gone = PostChange.objects.filter(
            post=OuterRef("post"), kind=PostChange.Kind.TAKEN_DOWN, confirmed_at__isnull=False
        )
        return self.filter(
            Q(kind=PostChange.Kind.TAKEN_DOWN)
            | (Q(kind=PostChange.Kind.EDITED) & ~Exists(gone))
            | (Q(kind=PostChange.Kind.CORRECTED) & to_be_posted()),
            confirmed_at__isnull=True,
        )

    def corrections_under_way(self) -> "PostChangeQuerySet":
        """Corrections that were started and may still go out, oldest first."""
        in_writing = Q(correction__status__in=[*Draft.OPEN, Draft.Status.WAITING])
        started = self.filter(kind=PostChange.Kind.CORRECTED, confirmed_at__isnull=True)
        return started.filter(in_writing | to_be_posted()).order_by("pk")


#: Of an approved draft on one account: not out, and nobody said that it never will be.
LEFT = (Target.State.TO_POST, Target.State.SCHEDULED)


def to_be_posted() -> Q:
    """Changes whose draft was approved as a correction and is still to go out somewhere.

    Its author may have made it a new post before it was submitted: that corrects nothing.
    """
    left = Target.objects.filter(revision=OuterRef("correction__current"), state__in=LEFT)
    return Q(
        Exists(left),
        correction__status=Draft.Status.APPROVED,
        correction__kind=Kind.CORRECTION.value,
    )


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
    #: The draft that corrects it. Its approval is the decision; being posted confirms it.
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
    #: None when the system opened it because a permission was withdrawn. Of a correction: who
    #: started to write it.
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
    confirmed_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
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
                condition=~Q(kind="corrected") | Q(correction__isnull=False),
                name="post_change_correction_has_draft",
            ),
            models.CheckConstraint(
                condition=~Q(kind="edited") | ~Q(words=""), name="post_change_edit_has_words"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="post_change_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(proof__isnull=False) | ~Q(proof_note=""),
                name="post_change_confirmed_with_proof",
            ),
            models.CheckConstraint(
                condition=~Q(kind="taken_down")
                | Q(confirmed_at__isnull=True)
                | Q(record_copy_file__isnull=False)
                | ~Q(record_copy=""),
                name="post_taken_down_has_record_copy",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(kind="taken_down"),
                name="post_taken_down_once",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(kind="edited", confirmed_at__isnull=True),
                name="post_edit_one_open",
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

    @property
    def is_edit(self) -> bool:
        return self.kind == self.Kind.EDITED

    @property
    def is_take_down(self) -> bool:
        return self.kind == self.Kind.TAKEN_DOWN

    @property
    def is_correction(self) -> bool:
        return self.kind == self.Kind.CORRECTED

    @property
    def has_record_copy(self) -> bool:
        return bool(self.record_copy or self.record_copy_file_id)

    @property
    def copy_in_words(self) -> str:
        """Where the record copy is; a file by its digest. Empty where there is none."""
        file = self.record_copy_file
        return self.record_copy or (f"file {file.digest}" if file else "")

    @property
    def to_do(self) -> str:
        """What somebody still has to do on the platform, in words."""
        return {
            self.Kind.CORRECTED: "Post the correction",
            self.Kind.EDITED: "Change the words",
            self.Kind.TAKEN_DOWN: "Take it down",
        }[self.Kind(self.kind)]

    @property
    def tag(self) -> dict[str, str]:
        """Where it stands, as a word with its colour. Of a correction this asks for the draft,
        and of one that was approved whether any of it is left to post."""
        if self.confirmed_at:
            done = {
                self.Kind.CORRECTED: "Corrected",
                self.Kind.EDITED: "Edited",
                self.Kind.TAKEN_DOWN: "Taken down",
            }[self.Kind(self.kind)]
            return {"label": done, "colour": "grey"}
        if self.is_correction and self.correction is not None:
            return tag_of_correction(self.correction)
        label = "To be taken down" if self.is_take_down else "To be edited"
        return {"label": label, "colour": "orange"}


def tag_of_correction(draft: Draft) -> dict[str, str]:
    """Where a correction stands that is not out, by its draft."""
    if draft.status in {*Draft.OPEN, Draft.Status.WAITING}:
        return {"label": "Correction being written", "colour": "blue"}
    approved = (draft.status, draft.kind) == (Draft.Status.APPROVED, Kind.CORRECTION)
    if approved and Target.objects.filter(revision=draft.current_id, state__in=LEFT).exists():
        return {"label": "Correction to be posted", "colour": "orange"}
    return {"label": "Correction not made", "colour": "grey"}


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
    #: With whom the remedy was agreed (LLTC-9.3-l): one of those whom mistakes are told to.
    agreed_with = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
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
            ),
            models.CheckConstraint(
                condition=Q(agreed_with__isnull=True)
                | (Q(put_right_at__isnull=False) & ~Q(agreed_with=F("told_by"))),
                name="mistake_remedy_agreed_with_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "id"],
                condition=Q(put_right_at__isnull=True),
                name="mistake_open",
            )
        ]

    def __str__(self) -> str:
        return f"Mistake in {self.post}"
