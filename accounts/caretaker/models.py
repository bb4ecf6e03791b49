from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Membership


class FactorResetQuerySet(models.QuerySet["FactorReset"]):
    def waiting(self) -> "FactorResetQuerySet":
        """Asked for, and neither decided nor lapsed."""
        return self.filter(
            done_at__isnull=True,
            cancelled_at__isnull=True,
            asked_at__gt=timezone.now() - FactorReset.LASTS,
        )


class FactorReset(models.Model):
    """That somebody's second factor is taken off, so that they can set up another.

    One person asks and another confirms; a caretaker alone does both for whoever acts as clerk.
    """

    #: How long somebody has to confirm it.
    LASTS = timedelta(days=7)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="factor_resets"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="factor_resets"
    )
    #: What was lost and how it is known that it is they who ask.
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The caretaker did it alone.
    by_caretaker = models.BooleanField(default=False)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="factor_reset_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(done_by__isnull=True)
                | Q(by_caretaker=True)
                | ~Q(done_by=models.F("asked_by")),
                name="factor_reset_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="factor_reset_not_done_and_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"Second factor of {self.membership.goes_by}"

    def get_absolute_url(self) -> str:
        return reverse("caretaker:factor", args=[self.council.slug, self.membership_id])

    @property
    def ends_at(self) -> datetime:
        """Until when it can be confirmed."""
        return self.asked_at + self.LASTS

    @property
    def is_waiting(self) -> bool:
        """Asked for, and neither decided nor lapsed."""
        return not (self.done_at or self.cancelled_at) and self.ends_at > timezone.now()
