"""What was decided about somebody's access, by whom, in which office."""

from django.db import models
from django.db.models import Q

from accounts.grants.models.grant import AccessGrant
from accounts.people.models import Office
from councilsm.audit.triggers import AppendOnly


class GrantDecision(models.Model):
    """One decision about a grant; never edited. A longer or another term is a new one.

    All that gives or takes access is one of these, so that they answer for any day that is past.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        KEPT = "kept", "Found, and confirmed"
        OFFICE = "office", "Recorded as held by the office"
        EXTENDED = "extended", "Extended"
        SUSPENDED = "suspended", "Suspended"
        RESUMED = "resumed", "Given back"
        ENDED = "ended", "Ended"
        MISUSE = "misuse", "Withdrawn for misuse"
        RAN_OUT = "ran_out", "Closed after its last day"

    #: From the moment of one of these there is access, within the grant's days.
    GIVES = (Outcome.GRANTED, Outcome.KEPT, Outcome.OFFICE, Outcome.EXTENDED, Outcome.RESUMED)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="grant_decisions"
    )
    grant = models.ForeignKey(AccessGrant, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=500, blank=True)
    #: The last day it gives; none when it has no end or takes access away.
    ends_on = models.DateField(null=True)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    rulebook = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        "granted",
                        "refused",
                        "kept",
                        "office",
                        "extended",
                        "suspended",
                        "resumed",
                        "ended",
                        "misuse",
                        "ran_out",
                    ]
                ),
                name="grant_decision_outcome_valid",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "kept", "office", "resumed", "ran_out"])
                | ~Q(reason=""),
                name="grant_decision_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.grant}"
