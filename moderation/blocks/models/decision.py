"""How a block was decided, renewed or lifted: what lay there, what was weighed, by whom."""

from django.db import models
from django.db.models import F, Q

from accounts.dates import today
from councilsm.audit.triggers import AppendOnly
from moderation.blocks.models.block import Block
from moderation.evidence.models import Evidence


class BlockNotice(models.Model):
    """That somebody was told the council means to block them, and what they answered.

    A block has one at most. It is sent on the platform by a human; councilsm keeps what was sent.
    """

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    block = models.OneToOneField(Block, on_delete=models.PROTECT, related_name="notice")
    words = models.TextField(blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The last day (London) on which they can respond.
    respond_by = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: What they answered, when, and who wrote it down. Nothing of it while they have not.
    response = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True)
    response_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    #: Of a proposal taken back: whether they were told that nothing comes of it; how, or why not.
    ended_told = models.BooleanField(null=True)
    ended_how = models.CharField(max_length=300, blank=True)

    append_only = AppendOnly(
        keys=(("id",), ("block_id",)),
        columns=(
            *("council_id", "block_id", "sent_at", "sent_by_id", "office_id", "respond_by"),
            *("recorded_at", "proof_id"),
        ),
        once=("responded_at", "response_by_id", "ended_told"),
        erasable=("words",),
        said_later=("response", "ended_how"),
        agrees=(("block_id", "moderation_block", ("council_id",)),),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True, response_by__isnull=True)
                | Q(responded_at__isnull=False, response_by__isnull=False),
                name="block_response_recorded",
            ),
            models.CheckConstraint(
                condition=Q(ended_told__isnull=False) | Q(ended_how=""),
                name="block_notice_ended_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice of {self.block}"

    @property
    def is_awaited(self) -> bool:
        """Whether they can still respond, and have not."""
        return self.responded_at is None and self.respond_by >= today()


class BlockDecision(models.Model):
    """One decision about a block. It never changes; the next one follows it."""

    class Kind(models.TextChoices):
        BLOCK = "block", "Block"
        NOT = "not", "Do not block"
        RENEW = "renew", "Renew"
        LIFT = "lift", "Lift"
        #: Kept, and looked at again sooner; all else stays as it was decided.
        REVIEW = "review", "Bring the review forward"

    class Length(models.TextChoices):
        FIXED = "fixed", "Until a day"
        REVIEW = "review", "Until its review"
        OPEN = "open", "Open, with a review"

    class Telling(models.TextChoices):
        NOTICE = "notice", "They had a notice of intention"
        WRITTEN = "written", "They are sent a written decision"
        NOT_TOLD = "not_told", "They are not told"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    #: The rulebook's code of the reason, its words as they stood that day, and its source.
    reason = models.CharField(max_length=40, blank=True)
    reason_label = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=250, blank=True)
    #: Why, in words that the person blocked could read.
    reasons = models.TextField(blank=True)
    #: What would have interfered less, and why it is not enough (Human Rights Act 1998 s.6).
    why_not_hide = models.TextField(blank=True)
    why_not_warn = models.TextField(blank=True)
    why_not_restrict = models.TextField(blank=True)
    why_not_shorter = models.TextField(blank=True)
    #: How they can still reach the council.
    other_ways = models.TextField(blank=True)
    #: The account carries what the law makes the council publish or ask; how they get that still.
    statutory = models.BooleanField(null=True)
    statutory_how = models.TextField(blank=True)
    length = models.CharField(max_length=10, choices=Length, blank=True)
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    telling = models.CharField(max_length=10, choices=Telling, blank=True)
    #: Why they are not told; or, of a notice, what was made of the response.
    why_not_told = models.TextField(blank=True)
    response_considered = models.TextField(blank=True)
    #: What lay before whoever decided: the entries about the person, each with its outcome that
    #: day (`[{"action": id, "item": "M-0004", "outcome": "", "in_error": false}]`).
    conduct = models.JSONField(default=list)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)
    #: It counts once a second person has agreed.
    needs_second = models.BooleanField(default=False)
    agreed = models.BooleanField(null=True)
    second_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    second_at = models.DateTimeField(null=True)
    #: What the second person said, who must say why not.
    second_note = models.CharField(max_length=500, blank=True)
    #: When it was sent to whoever is blocked, and who did that; by its rule they are told.
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    append_only = AppendOnly(
        columns=(
            *("council_id", "block_id", "kind", "reason", "source", "statutory", "length"),
            *("ends_on", "review_on", "telling", "conduct", "decided_by_id", "office_id"),
            *("rulebook_version_id", "decided_at", "needs_second"),
        ),
        once=(
            *("agreed", "second_by_id", "second_office_id", "second_at"),
            *("told_at", "told_by_id"),
        ),
        erasable=(
            *("reason_label", "reasons", "why_not_hide", "why_not_warn", "why_not_restrict"),
            *("why_not_shorter", "other_ways", "statutory_how", "why_not_told"),
            "response_considered",
        ),
        said_later=("second_note",),
        agrees=(("block_id", "moderation_block", ("council_id",)),),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["block", "not", "renew", "lift", "review"]),
                name="block_decision_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, second_by__isnull=True, second_at__isnull=True)
                | Q(agreed__isnull=False, second_by__isnull=False, second_at__isnull=False),
                name="block_second_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("decided_by")),
                name="block_second_is_another",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["block", "renew"])
                | Q(ends_on__isnull=False)
                | Q(review_on__isnull=False),
                name="block_decision_ends_or_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(review_on__isnull=True)
                | Q(review_on__lte=F("ends_on")),
                name="block_decision_reviewed_before_end",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["block", "renew"],
                    length__in=["fixed", "review", "open"],
                    telling__in=["notice", "written", "not_told"],
                )
                | Q(kind="review", length="", telling="", review_on__isnull=False)
                | Q(
                    kind__in=["not", "lift"],
                    length="",
                    telling="",
                    ends_on__isnull=True,
                    review_on__isnull=True,
                ),
                name="block_decision_lasts_or_does_not",
            ),
            models.CheckConstraint(
                condition=Q(needs_second=True, kind__in=["block", "renew"])
                | Q(needs_second=False, agreed__isnull=True),
                name="block_decision_second_if_needed",
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_by__isnull=True)
                | Q(told_at__isnull=False, told_by__isnull=False),
                name="block_decision_told_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.block}"

    @property
    def has_passed(self) -> bool:
        """Whether a day that it sets has passed, so that it cannot take effect any more."""
        return any(day is not None and day < today() for day in (self.ends_on, self.review_on))

    @property
    def counts(self) -> bool:
        """Whether it took effect."""
        return self.agreed is True if self.needs_second else True

    @property
    def is_to_be_told(self) -> bool:
        """Whether whoever is blocked is to be sent it, and nobody said that they were."""
        to_tell = self.telling in (self.Telling.NOTICE, self.Telling.WRITTEN)
        return to_tell and self.counts and self.told_at is None
