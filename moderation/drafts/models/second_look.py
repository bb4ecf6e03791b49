"""What may follow a decision: it is withdrawn, checked by a second person, reviewed or noted."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.decision import Decision


class Withdrawal(models.Model):
    """An approver takes an approval back, with a reason, before anything is posted."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    withdrawn_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("decision_id",)))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="withdrawal_has_reason")
        ]

    def __str__(self) -> str:
        return f"Approval withdrawn by {self.withdrawn_by}"


class SecondCheck(models.Model):
    """A second person’s look at what was approved without one."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        CONCERN = "concern", "Concern raised"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="second_check")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField(blank=True)
    checker = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("decision_id",)))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="confirmed") | (Q(outcome="concern") & ~Q(note="")),
                name="second_check_concern_has_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.checker}"


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def open(self) -> "ReviewRequestQuerySet":
        """Not answered yet."""
        return self.filter(answered_at__isnull=True)


class ReviewRequest(models.Model):
    """A rejected author asks once, with reasons, that the rejection be looked at again."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", "The rejection stands"
        REOPENED = "reopened", "Given back to the author"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="review_requests"
    )
    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="review_request"
    )
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reasons = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="review_request_has_reasons"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True, answered_by__isnull=True)
                | (
                    Q(
                        outcome__in=["upheld", "reopened"],
                        answered_at__isnull=False,
                        answered_by__isnull=False,
                    )
                    & ~Q(answer="")
                ),
                name="review_request_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.decision}"


class NotedMonth(models.Model):
    """The minute by which the council noted a month of its sole officer’s own posts."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="noted_months"
    )
    #: The month’s first day.
    month = models.DateField()
    minute = models.CharField(max_length=60)
    noted_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("council_id", "month")))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "month"], name="month_noted_once"),
            models.CheckConstraint(
                condition=Q(noted_on__gt=models.F("month")), name="month_noted_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%B %Y}, minute {self.minute}"
