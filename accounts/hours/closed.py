"""The days on which the office was closed until today, for what happened meanwhile."""

from datetime import date, timedelta
from urllib.parse import urlencode

from accounts.councils.models import Council
from accounts.dates import today
from accounts.hours.working_days import DAY, Calendar

#: No closure is looked back on for longer.
FURTHEST = timedelta(days=31)


def days_closed(council: Council) -> tuple[date, date] | None:
    """The days since the last working day, first and last, today only where it is none either.

    One query, whoever of a page asks. None where the office worked yesterday, or today is the
    second day of work.
    """
    day = today()
    known: dict[date, tuple[date, date] | None] = council.__dict__.setdefault("_days_closed", {})
    if day not in known:
        known[day] = _days_closed(council, day)
    return known[day]


def asking_between(first: date, last: date) -> str:
    """Days as the boxes "since" and "until" of a list's form ask for them, for its address."""
    boxes = {"since": first, "until": last}
    return urlencode(
        {
            f"{name}_{part}": getattr(day, part)
            for name, day in boxes.items()
            for part in ("day", "month", "year")
        }
    )


def _days_closed(council: Council, day: date) -> tuple[date, date] | None:
    calendar = Calendar.of(council, day - FURTHEST, day)

    def is_closed(one: date) -> bool:
        return one.weekday() not in calendar.days or bool(calendar.why_closed(one))

    last = day if is_closed(day) else day - DAY
    if not is_closed(last):
        return None
    first = last
    while is_closed(first - DAY) and first > day - FURTHEST:
        first -= DAY
    return first, last
