from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.decision import Decision


class Consultation(models.Model):
    """Whom somebody asked before deciding, as the rule has it, when and what they said.

    Without a person: nobody else held the office that day, so there was nobody to ask.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="consultations"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="consultations")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    consulted_on = models.DateField(null=True)
    said = models.CharField(max_length=500, blank=True)

    append_only = AppendOnly(keys=(("id",), ("decision_id", "office_id")))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "office"], name="consultation_once_per_office"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, consulted_on__isnull=True, said="")
                | (Q(person__isnull=False, consulted_on__isnull=False) & ~Q(said="")),
                name="consultation_said_or_vacant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office}, consulted"
