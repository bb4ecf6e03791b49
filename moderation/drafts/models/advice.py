"""“I’m not sure”: a question to the offices that the rulebook names, and their answer."""

from django.db import models
from django.db.models import Q

from moderation.drafts.models.draft import Draft


class AdviceQuerySet(models.QuerySet["Advice"]):
    def open(self) -> "AdviceQuerySet":
        """Not answered yet: nothing is approved or posted meanwhile."""
        return self.filter(answered_at__isnull=True)


class Advice(models.Model):
    """A question about a draft, kept with its answer (DTC-4-f, FTC-6.6-b)."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="advice")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="advice")
    question = models.TextField()
    #: Keys of the offices asked, as the rulebook named them then.
    offices = models.JSONField(default=list)
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "advice"
        constraints = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(answered_at__isnull=True),
                name="advice_one_open_per_draft",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="advice_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Question about {self.draft}"
