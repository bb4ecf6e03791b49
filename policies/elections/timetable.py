"""By when the notice of an election is published: a prompt, never the day that counts.

The days that do not count are those of rule 2 of the Local Elections (Parishes and Communities)
(England and Wales) Rules 2006: Saturdays, Sundays, Christmas Eve, Christmas Day, Good Friday and
bank holidays.
"""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from accounts.hours.working_days import bank_holidays, known_until

#: Working days before the poll.
BEFORE_POLL = 25
DAY = timedelta(days=1)
MONDAY, THURSDAY = 0, 3


def suggested_notice(poll_on: date) -> date:
    """The 25th working day before a poll: the notice is published by then.

    The returning officer publishes it, often sooner: whoever records a period says when it was.
    For years whose bank holidays are not proclaimed yet, the usual ones are taken.
    """
    day, left = poll_on, BEFORE_POLL
    while left:
        day -= DAY
        left -= counts(day)
    return day


def counts(day: date) -> bool:
    """Whether a day counts in the timetable of an election."""
    if day.weekday() > 4 or (day.month, day.day) in {(12, 24), (12, 25)}:
        return False
    if day <= known_until():
        return day not in bank_holidays()
    return day not in usual_holidays(day.year)


@lru_cache(maxsize=32)
def usual_holidays(year: int) -> frozenset[date]:
    """Bank holidays of England and Wales as they fall each year, in lieu of a weekend too."""
    sunday = easter(year)
    fixed = [date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)]
    last_of_may, last_of_august = date(year, 5, 31), date(year, 8, 31)
    found = {
        sunday - 2 * DAY,
        sunday + DAY,
        date(year, 5, 1) + (-date(year, 5, 1).weekday()) % 7 * DAY,
        last_of_may - last_of_may.weekday() * DAY,
        last_of_august - last_of_august.weekday() * DAY,
    }
    for day in fixed:
        while day.weekday() > 4 or day in found:
            day += DAY
        found.add(day)
    return frozenset(found)


def ordinary_poll(year: int) -> date:
    """The first Thursday in May: the ordinary day of local elections.

    Representation of the People Act 1983 s.37.
    """
    first = date(year, 5, 1)
    return first + (THURSDAY - first.weekday()) % 7 * DAY
