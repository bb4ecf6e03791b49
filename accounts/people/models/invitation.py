from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Invitation(models.Model):
    """A one-use link by which somebody joins. Only the SHA-256 of its secret is kept."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="invitations"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="invitations"
    )
    secret_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.membership.person}"

    def get_absolute_url(self) -> str:
        return reverse("people:list", args=[self.council.slug])

    @property
    def is_open(self) -> bool:
        """Neither used nor withdrawn; it may have expired."""
        return self.accepted_at is None and self.withdrawn_at is None

    @property
    def has_expired(self) -> bool:
        return self.is_open and self.expires_at < timezone.now()
