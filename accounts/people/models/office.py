from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.dates import in_force, moment_of, period_constraint, today


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

    def there(self, day: date) -> "AppointmentQuerySet":
        """Of those who belong to the council that day, and whose rights had not ended by then.

        A suspended clerk keeps the office and is not there: the next in order acts.
        """
        here = self.filter(in_force(day), in_force(day, "membership__"))
        return here.exclude(membership__closes_at__lte=moment_of(day))


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
        return f"{self.membership.goes_by}, {self.office}"


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
    #: The minute or paper by which they were appointed, where one is on record.
    minute = models.CharField(max_length=120, blank=True)
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
        return f"{self.membership.goes_by} on the admin team"

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for the undertaking."""
        return self.starts_on is None and (self.ends_on is None or self.ends_on >= today())


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        """Those that were not called off."""
        return self.filter(called_off_on__isnull=True)

    def in_force(self, day: date) -> "AbsenceQuerySet":
        return self.standing().filter(in_force(day))

    def not_over(self, day: date) -> "AbsenceQuerySet":
        """Going on that day or still to come, the soonest first."""
        rows = self.standing().filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        return rows.order_by("starts_on", "pk")


class Absence(models.Model):
    """That a member is away: meanwhile the next office in the council's order of cover acts.

    Why is one word of a short list, or nothing: nobody's health is anybody's business here.
    """

    class Reason(models.TextChoices):
        LEAVE = "leave", "Leave"
        DUTY = "duty", "Away on the council’s business"
        OTHER = "other", "Another reason"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="absences"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="absences"
    )
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    starts_on = models.DateField()
    #: None until further notice.
    ends_on = models.DateField(null=True, blank=True)
    #: Called off before it had begun, or on its first day.
    called_off_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [models.Index(fields=["membership", "ends_on"], name="absence_of_member")]
        constraints = [
            period_constraint("absence_period_valid"),
            models.CheckConstraint(
                condition=Q(reason__in=["", "leave", "duty", "other"]),
                name="absence_reason_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.goes_by} away"

    def get_absolute_url(self) -> str:
        return reverse("people:absences", args=[self.council.slug])

    @property
    def has_begun(self) -> bool:
        return self.starts_on <= today()

    @property
    def is_over(self) -> bool:
        """Its last day has passed, or it was called off."""
        return self.called_off_on is not None or (
            self.ends_on is not None and self.ends_on < today()
        )
