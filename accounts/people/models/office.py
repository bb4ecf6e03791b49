from datetime import date

from django.db import models
from django.db.models import Q

from accounts.dates import in_force, period_constraint, today


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
    """A seat on the admin team (Flitwick's SMAT), from one day to another.

    A seat that waits for its holder's undertaking has no first day yet, so that no question about
    a day ever finds it: it carries no duty, and nothing has to ask why (FTC-6.2-e).
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="team_members"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="team_seats"
    )
    #: Why the job needs it, for somebody beyond the offices that normally sit on it (FTC-6.2-d).
    why = models.CharField(max_length=500, blank=True)
    #: None while it waits, or where it was undone on the day it began.
    starts_on = models.DateField(null=True, blank=True)
    #: The first day that was meant; only where `starts_on` is None.
    meant_from = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            period_constraint("team_member_period_valid"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False, meant_from__isnull=True)
                | Q(starts_on__isnull=True, meant_from__isnull=False),
                name="team_member_begun_or_meant",
            ),
            models.UniqueConstraint(
                fields=["council", "membership"],
                condition=Q(ends_on__isnull=True),
                name="team_member_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person} on the admin team"

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the undertaking."""
        return self.starts_on is None and (self.ends_on is None or self.ends_on >= today())


class Absence(models.Model):
    """That a member is away: meanwhile the next office in the council's order of cover acts."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="absences"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="absences"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["membership", "ends_on"], name="absence_of_member")]
        constraints = [period_constraint("absence_period_valid")]

    def __str__(self) -> str:
        return f"{self.membership.person} away"
