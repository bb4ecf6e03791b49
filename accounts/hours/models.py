"""When people work, and on which days the office is closed."""

from datetime import date, time
from typing import Any

from django.db import models
from django.urls import reverse

from accounts.councils.rulebook import Weekday
from accounts.dates import period_constraint, today

#: From when to when somebody works, by the day of the week: 0 is Monday.
Hours = dict[int, tuple[time, time]]

WEEKDAYS = list(Weekday)


class WorkingPatternQuerySet(models.QuerySet["WorkingPattern"]):
    def begun(self, day: date) -> "WorkingPatternQuerySet":
        """Those that had begun by a day, the one that counts first."""
        return self.filter(starts_on__lte=day).order_by("-starts_on", "-pk")


class WorkingPattern(models.Model):
    """When a member works each week, from a day on. A change is the next; none is rewritten."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="working_patterns"
    )
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="working_patterns"
    )
    starts_on = models.DateField()
    #: {"monday": ["09:00", "17:30"]}: wall clock times in the United Kingdom; other days are free.
    weekdays = models.JSONField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = WorkingPatternQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return f"Working pattern of {self.membership.goes_by}"

    def get_absolute_url(self) -> str:
        return reverse("hours:pattern", args=[self.council.slug, self.membership_id])

    @property
    def hours(self) -> Hours:
        return read_hours(self.weekdays)


def read_hours(weekdays: dict[str, Any]) -> Hours:
    """The hours of each weekday, as `WorkingPattern.weekdays` keeps them."""
    return {
        number: (time.fromisoformat(weekdays[day][0]), time.fromisoformat(weekdays[day][1]))
        for number, day in enumerate(WEEKDAYS)
        if day in weekdays
    }


def written_hours(hours: Hours) -> dict[str, list[str]]:
    """The hours of each weekday, as `WorkingPattern.weekdays` keeps them."""
    return {
        WEEKDAYS[number].value: [f"{begins:%H:%M}", f"{ends:%H:%M}"]
        for number, (begins, ends) in sorted(hours.items())
    }


class ClosureQuerySet(models.QuerySet["Closure"]):
    def not_over(self, day: date) -> "ClosureQuerySet":
        """Those that close the office on a day or later, the soonest first."""
        rows = self.filter(ends_on__gte=day, cancelled_on__isnull=True)
        return rows.order_by("starts_on", "pk")

    def over(self, day: date) -> "ClosureQuerySet":
        """Those that were over before a day, or were cancelled."""
        return self.filter(models.Q(ends_on__lt=day) | models.Q(cancelled_on__isnull=False))


class Closure(models.Model):
    """Days on which the office is closed, such as between Christmas and New Year."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="closures"
    )
    name = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    #: From this day on the office is open after all; the days before stay closed.
    cancelled_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [period_constraint("closure_period_valid")]
        indexes = [models.Index(fields=["council", "ends_on"], name="closure_of_council")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("hours:closures", args=[self.council.slug])

    @property
    def is_over(self) -> bool:
        """Its last day has passed, or it was cancelled."""
        return self.cancelled_on is not None or self.ends_on < today()

    def closes(self, day: date) -> bool:
        """Whether the office is closed on a day because of it."""
        open_again = self.cancelled_on is not None and day >= self.cancelled_on
        return self.starts_on <= day <= self.ends_on and not open_again
