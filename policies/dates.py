"""Days as documents state them: "2025-10-20", or "2025-10" where only the month is known.

A month is never made into a day: something due in a month is in time until the month ends.
"""

import calendar
from datetime import date

from django.db.models import Q

from accounts.dates import months_later

STATED = r"^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"
#: Characters of the longer form.
LENGTH = 10


def first_day(stated: str) -> date:
    """The first day that a stated day or month may be."""
    return date.fromisoformat(stated if len(stated) == LENGTH else f"{stated}-01")


def last_day(stated: str) -> date:
    """The last one: what is due then is late on the next."""
    if len(stated) == LENGTH:
        return date.fromisoformat(stated)
    year, month = map(int, stated.split("-"))
    return date(year, month, calendar.monthrange(year, month)[1])


def months_on(stated: str, months: int) -> str:
    """So many months later, as precise as before; the last day of a shorter month."""
    later = months_later(first_day(stated), months).isoformat()
    return later[: len(stated)]


def in_words(stated: str) -> str:
    """ "20 October 2025" or "October 2025"; nothing for nothing."""
    if not stated:
        return ""
    day = first_day(stated)
    return f"{day.day} {day:%B %Y}" if len(stated) == LENGTH else f"{day:%B %Y}"


def stated_or_empty(field: str) -> Q:
    """For a constraint: the column holds a stated day or month, or nothing."""
    return Q(**{field: ""}) | Q(**{f"{field}__regex": STATED})
