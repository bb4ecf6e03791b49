from django.db import models

from councilsm.audit.triggers import AppendOnly


class AloneAcceptance(models.Model):
    """That a councillor was warned about deciding alone, and which resolution they rely on.

    A council may give a function to a committee, an officer or another authority, not to one
    councillor (Local Government Act 1972 s.101). The newest of a person and office counts.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="alone_acceptances"
    )
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    #: Of the council's resolution, and its day.
    minute = models.CharField(max_length=60)
    resolved_on = models.DateField()
    accepted_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(minute=""), name="alone_acceptance_has_minute"
            )
        ]
        indexes = [
            models.Index(fields=["council", "person", "office"], name="alone_acceptance_of"),
        ]

    def __str__(self) -> str:
        return f"{self.person} deciding as {self.office}"
