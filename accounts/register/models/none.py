"""That the council runs no account at all."""

from django.db import models
from django.db.models import Q


class NoAccounts(models.Model):
    """The council decided, or noted, that it runs no social media account: a proper state."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="no_accounts_statements"
    )
    minute = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council"], condition=Q(ends_on__isnull=True), name="no_accounts_open_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="no_accounts_period_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council} runs no social media account"
