"""Who approved that a new account may be opened (DTC-1.1-g, FTC-6.2-j)."""

from django.db import models
from django.db.models import Q

from accounts.register.models.account import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class AccountApproval(models.Model):
    """One approval, or refusal, of one version of a proposal: an office's, or a meeting's.

    Different people give them: the database lets nobody give two of them on one proposal. A meeting
    decides as itself, whoever writes its minute down.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="account_approvals"
    )
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="approvals")
    #: Of the account as it was: what was approved. A changed proposal has the next number.
    proposal = models.PositiveSmallIntegerField()
    approved = models.BooleanField()
    #: The office that decided; empty for a meeting.
    office = models.ForeignKey("Office", on_delete=models.PROTECT, null=True, related_name="+")
    #: Of the meeting, where it decided.
    minute = models.CharField(max_length=60, blank=True)
    met_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)
    #: Who decided for the office; none for a meeting.
    approver = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(
            ("id",),
            ("account_id", "proposal", "office_id"),
            ("account_id", "proposal", "approver_id"),
        )
    )

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "proposal", "office"], name="account_approval_once_per_office"
            ),
            models.UniqueConstraint(
                fields=["account", "proposal", "approver"],
                name="account_approval_different_people",
            ),
            models.CheckConstraint(
                condition=Q(
                    office__isnull=False, approver__isnull=False, minute="", met_on__isnull=True
                )
                | (
                    Q(office__isnull=True, approver__isnull=True, met_on__isnull=False)
                    & ~Q(minute="")
                ),
                name="account_approval_office_or_meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"{'Approval' if self.approved else 'Refusal'} of {self.account}"
