"""What called for a review of a policy, and what came of it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Cast, Length, Substr
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from policies.dates import LENGTH, in_words, stated_or_empty
from policies.documents.models import Policy, Version


class Review(models.Model):
    """That a policy was reviewed: it stays, is amended, or is withdrawn."""

    class Outcome(models.TextChoices):
        NO_CHANGE = "no_change", "No change"
        AMEND = "amend", "Amend it"
        WITHDRAW = "withdraw", "Withdraw it"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="policy_reviews", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="reviews")
    #: The version that was looked at; None where the council had written none down.
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, null=True, related_name="reviews"
    )
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: As stated, see `policies/dates.py`.
    reviewed_on = models.CharField(max_length=LENGTH)
    minute = models.CharField(max_length=60, blank=True)
    reasons = models.TextField(blank=True)
    #: A day or month that the meeting set for the next one; as stated.
    next_due = models.CharField(max_length=LENGTH, blank=True)
    #: The draft that it opened, where it amends.
    opened = models.ForeignKey(Version, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    form_key = models.UUIDField(null=True)

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "form_key")),
        agrees=(
            ("policy_id", "policies_policy", ("council_id",)),
            ("version_id", "policies_version", ("council_id", "policy_id")),
        ),
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="review_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["no_change", "amend", "withdraw"]),
                name="review_outcome_valid",
            ),
            models.CheckConstraint(
                condition=stated_or_empty("reviewed_on")
                & stated_or_empty("next_due")
                & ~Q(reviewed_on=""),
                name="review_dates_stated",
            ),
            models.CheckConstraint(
                condition=Q(outcome="amend") | ~Q(minute=""), name="review_settled_by_minute"
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.policy}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:history", args=[self.council.slug, self.policy.slug])

    @property
    def reviewed_in_words(self) -> str:
        """ "October 2025" or "20 October 2025"."""
        return in_words(self.reviewed_on)

    @property
    def next_in_words(self) -> str:
        return in_words(self.next_due)

    @property
    def outcome_in_words(self) -> str:
        """What came of it: "it stays as it is"."""
        return OUTCOMES[self.Outcome(self.outcome)]


class TriggerQuerySet(models.QuerySet["Trigger"]):
    def unanswered(self) -> "TriggerQuerySet":
        """Those that no review answered, nor a version adopted since a review that began it.

        `reviews/facts.py` says the same in SQL.
        """
        day = Cast(OuterRef("noticed_on"), models.CharField())
        amended = Review.objects.filter(
            policy=OuterRef("policy"),
            opened__state=Version.State.APPROVED,
            recorded_at__gte=OuterRef("recorded_at"),
            # A month as stated has no day: the day is cut to it.
            reviewed_on__gte=Substr(day, 1, Length("reviewed_on")),
        )
        return self.filter(~Exists(amended), review__isnull=True)


class Trigger(models.Model):
    """Something that calls for a review before its day (DTC-6.1-d)."""

    class Kind(models.TextChoices):
        LAW = "law", "A new or changed law"
        INCIDENT = "incident", "An incident"
        PLATFORM = "platform", "A platform changed, or a new digital risk"
        PRACTICE = "practice", "Better practice is known"
        AUDIT = "audit", "An audit found something"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="review_triggers", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="triggers")
    kind = models.CharField(max_length=10, choices=Kind)
    what = models.TextField()
    #: The day (London) on which it happened or was noticed.
    noticed_on = models.DateField()
    #: By this day the policy is reviewed for it.
    due_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: The review that answered it; none where the version did that one began.
    review = models.ForeignKey(Review, on_delete=models.PROTECT, null=True, related_name="triggers")
    form_key = models.UUIDField(null=True)

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "form_key")),
        columns=(
            *("council_id", "policy_id", "kind", "what", "noticed_on", "due_on"),
            *("recorded_by_id", "recorded_at", "form_key"),
        ),
        once=("review_id",),
        agrees=(("policy_id", "policies_policy", ("council_id",)),),
    )

    objects = TriggerQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="trigger_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["law", "incident", "platform", "practice", "audit"]),
                name="trigger_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("noticed_on")), name="trigger_period_valid"
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "due_on"], condition=Q(review__isnull=True), name="trigger_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.policy}"

    def get_absolute_url(self) -> str:
        return reverse("reviews:history", args=[self.council.slug, self.policy.slug])


#: What each outcome is, as people say it.
OUTCOMES = {
    Review.Outcome.NO_CHANGE: "it stays as it is",
    Review.Outcome.AMEND: "it is amended",
    Review.Outcome.WITHDRAW: "it is withdrawn",
}
