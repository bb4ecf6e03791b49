"""How long a request has waited, in the council's own working days."""

from collections.abc import Collection
from datetime import date

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.hours.working_days import DAY, Calendar, HolidaysUnknown
from councilsm.inbox.due import counted
from moderation.unblocks.models import UnblockRequest

#: Nobody counts further.
MOST = 250


def ages_of(council: Council, requests: Collection[UnblockRequest]) -> dict[int, str]:
    """How many working days each request has waited since the day it came, in words; one query.

    A day counts once it has begun. Nothing for those that wait no more.

    Returns:
        By the request's id.
    """
    waiting = {
        row.pk: row.sent_at.astimezone(LONDON).date()
        for row in requests
        if row.state == UnblockRequest.State.WAITING
    }
    if not waiting:
        return {}
    first = min(waiting.values())
    days = _working_days(Calendar.of(council, first, today()), first)
    return {pk: _age(day, days.get(day)) for pk, day in waiting.items()}


def age_of(request: UnblockRequest) -> str:
    """How long one request has waited; empty where it waits no more."""
    return ages_of(request.council, [request]).get(request.pk, "")


def _working_days(calendar: Calendar, first: date) -> dict[date, int]:
    """How many working days began after each day from the first one until today, up to `MOST`.

    Days before one of which no bank holidays are known are left out.
    """
    found: dict[date, int] = {}
    days, day = 0, today()
    try:
        while day > first and days < MOST:
            found[day] = days
            days += calendar.is_working(day)
            day -= DAY
    except HolidaysUnknown:
        return found
    while day >= first:
        found[day] = days
        day -= DAY
    return found


def _age(since: date, days: int | None) -> str:
    if days is None:  # no bank holidays are known so far ahead
        return counted((today() - since).days, "day", "days")
    if days == 0:
        return "Since today" if since == today() else "Less than a working day"
    if days == MOST:
        return f"More than {MOST} working days"
    return counted(days, "working day", "working days")
