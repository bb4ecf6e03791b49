from datetime import date

from django.db import models
from django.db.models import Q

from accounts.dates import in_force, period_constraint


class Office(models.Model):
    """A job or seat. Authority belongs to it, and whoever holds it for a time."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="offices"
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "key"], name="office_key_once_per_council")
        ]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, day: date) -> "AppointmentQuerySet":
        return self.filter(in_force(day))


class Appointment(models.Model):
    """That a member holds an office from one day to another."""

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive", "Substantive"
        ACTING = "acting", "Acting"
        LOCUM = "locum", "Locum"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="appointments"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="appointments")
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SUBSTANTIVE)
    minute = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            period_constraint("appointment_period_valid"),
            models.UniqueConstraint(
                fields=["council", "office", "membership"],
                condition=Q(ends_on__isnull=True),
                name="appointment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["substantive", "acting", "locum"]),
                name="appointment_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}, {self.office}"


class TeamMember(models.Model):
    """A seat on the admin team (Flitwick's SMAT), from one day to another."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="team_members"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="team_seats"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            period_constraint("team_member_period_valid"),
            models.UniqueConstraint(
                fields=["council", "membership"],
                condition=Q(ends_on__isnull=True),
                name="team_member_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person} on the admin team"
