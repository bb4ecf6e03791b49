"""What a person said of approved words that are not out yet, or never will be."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models import Target


class PostingNote(models.Model):
    """That approved words are scheduled on the platform, or were not posted, and why."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", "Scheduled on the platform"
        NOT_POSTED = "not_posted", "Not posted"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="notes")
    state = models.CharField(max_length=12, choices=State)
    #: When the platform will put it out.
    goes_out_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    noted_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    noted_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="scheduled", goes_out_at__isnull=False)
                | (Q(state="not_posted", goes_out_at__isnull=True) & ~Q(reason="")),
                name="posting_note_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} by {self.noted_by}"
