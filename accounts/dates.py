"""Days as councils count them: in London, both ends of a period inclusive."""

import calendar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def today() -> date:
    """The day it is in London."""
    return timezone.localdate(timezone=LONDON)


def moment_of(day: date) -> datetime:
    """The moment for which a question about a day is asked: now for today, else as it begins."""
    if day == today():
        return timezone.now()
    return datetime.combine(day, time.min, tzinfo=LONDON)


def in_force(day: date, prefix: str = "") -> Q:
    """Rows whose `starts_on` to `ends_on` includes a day; no `ends_on` means until further notice.

    Args:
        prefix: the relation to follow, for example "appointments__".
    """
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def period_constraint(name: str) -> models.CheckConstraint:
    """A period never ends before the day before it starts (that one means: never began)."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
        name=name,
    )
