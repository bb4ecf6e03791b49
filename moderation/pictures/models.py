"""Permission to show people in pictures: who gave it, for whom, and whether it still stands."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.dates import today
from moderation.checks.content import Consent


class Permission(models.Model):
    """A permission to show one or several named people. It may lose one and stand for the rest."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="permissions"
    )
    number = models.PositiveIntegerField()
    #: What it covers: the event, the pictures, the accounts.
    scope = models.CharField(max_length=300)
    given_on = models.DateField()
    #: The last day on which a picture may still go out under it; none when it has no end.
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Where the signed paper is kept, when there is no file.
    paper_reference = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: Of the page that it comes from, so that a page sent twice records it once.
    form_key = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="permission_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["form_key", "recorded_by", "council"],
                condition=Q(form_key__isnull=False),
                name="permission_once_per_form",
            ),
            models.CheckConstraint(
                condition=~Q(evidence__isnull=True, paper_reference=""),
                name="permission_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("given_on")),
                name="permission_period_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.scope}"

    def get_absolute_url(self) -> str:
        return reverse("permissions:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"C-{self.number:04}"


class Subject(models.Model):
    """One person whom a permission lets us show."""

    class Relationship(models.TextChoices):
        """Of whoever gave it. A teacher, coach or club cannot give it for a child (FTC-A-14)."""

        SELF = "self", "The person in the picture"
        PARENT = "parent", "A parent"
        GUARDIAN = "guardian", "A legal guardian"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="subjects"
    )
    permission = models.ForeignKey(Permission, on_delete=models.PROTECT, related_name="subjects")
    name = models.CharField(max_length=120)
    under_18 = models.BooleanField(default=False)
    given_by = models.CharField(max_length=120)
    relationship = models.CharField(max_length=10, choices=Relationship)
    withdrawn_on = models.DateField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    withdrawal_recorded_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(relationship__in=["self", "parent", "guardian"]),
                name="subject_relationship_valid",
            ),
            models.CheckConstraint(
                condition=Q(under_18=False) | Q(relationship__in=["parent", "guardian"]),
                name="subject_child_has_parent_or_guardian",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def as_consent(self) -> Consent:
        """As policy checks and digests read it. Needs the permission."""
        return Consent(
            subject_id=self.pk,
            name=self.name,
            under_18=self.under_18,
            relationship=self.relationship,
            in_force=self.in_force,
        )

    @property
    def in_force(self) -> bool:
        """Whether a picture of this person may go out today."""
        return self.in_force_on(today())

    def in_force_on(self, day: date) -> bool:
        """Whether a picture of this person may go out on a London day. Needs the permission.

        One that was withdrawn is in force on no day: what is out already has to come down.
        """
        ends = self.permission.expires_on
        if self.withdrawn_on is not None or self.permission.given_on > day:
            return False
        return ends is None or day <= ends
