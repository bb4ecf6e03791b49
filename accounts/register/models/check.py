"""That somebody looked at an account on its platform, and gaps the council accepted for a time."""

from django.db import models
from django.db.models import Q

from accounts.register.models.account import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class AccountCheck(models.Model):
    """Somebody compared the register with what the platform shows, and says so with proof."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="account_checks"
    )
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="checks")
    #: Whether the people with access there are those on the register.
    as_registered = models.BooleanField()
    note = models.CharField(max_length=2000, blank=True)
    evidence = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    checked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["account", "-checked_at"], name="check_newest_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(note="", evidence__isnull=True), name="account_check_has_proof"
            )
        ]

    def __str__(self) -> str:
        return f"Check of {self.account}"


class AcceptedGap(models.Model):
    """The council knows of a gap and lives with it until a day: amber, and asked again after."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="accepted_gaps"
    )
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, related_name="accepted_gaps"
    )
    #: Which gap, as `accounts/register/gaps.py` calls it, and what it is about there.
    code = models.CharField(max_length=40)
    about = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500)
    minute = models.CharField(max_length=60)
    decided_on = models.DateField()
    #: The last day on which it counts as accepted.
    until = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        indexes = [models.Index(fields=["council", "until"], name="accepted_gap_until")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=models.F("decided_on")), name="accepted_gap_period_valid"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.account}, accepted until {self.until}"
