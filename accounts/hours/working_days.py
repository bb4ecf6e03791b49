"""The days on which a council's office works, and those that the law counts.

Town and parish councils exist in England and Wales only (Local Government Act 1972), so their bank
holidays are those of England and Wales. They come with the installed release, never from the
network, and reach to `KNOWN_UNTIL`: beyond it nothing is counted.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.councils.wording import DAYS
from accounts.dates import LONDON, today
from accounts.hours.models import WEEKDAYS, Closure, Hours
from accounts.people.models import Membership

ENGLAND_AND_WALES = "england-and-wales"
DAY = timedelta(days=1)

#: Where no rule says on which days the office works, and where nobody's hours are recorded.
MONDAY_TO_FRIDAY = frozenset(range(5))
NINE_TO_FIVE = (time(9), time(17))

LAST_MINUTE = time(23, 59)


class HolidaysUnknown(ValueError):
    """The day lies beyond the bank holidays that this release knows."""


@lru_cache(maxsize=1)
def _published() -> dict[str, dict[date, str]]:
    from govuk_bank_holidays.bank_holidays import BankHolidays  # it brings an HTTP client along

    known = BankHolidays(use_cached_holidays=True)
    return {
        part: {each["date"]: each["title"] for each in known.get_holidays(division=part)}
        for part in BankHolidays.ALL_DIVISIONS
    }


def bank_holidays() -> dict[date, str]:
    """The bank holidays of England and Wales by day, each with its name."""
    return _published()[ENGLAND_AND_WALES]


@lru_cache(maxsize=1)
def known_until() -> date:
    """The last day of the last year whose bank holidays are known everywhere."""
    return date(min(max(days) for days in _published().values()).year, 12, 31)


def usual_days(book: Rulebook) -> frozenset[int]:
    """The weekdays on which the office works (0 is Monday); Monday to Friday while not set."""
    chosen = book.rules.working_days.value
    return frozenset(map(WEEKDAYS.index, chosen)) if chosen else MONDAY_TO_FRIDAY


def usual_hours(book: Rulebook) -> Hours:
    """The hours of whoever has none recorded: the office's days, 9am to 5pm."""
    return dict.fromkeys(sorted(usual_days(book)), NINE_TO_FIVE)


@dataclass(frozen=True)
class Calendar:
    """The working days of one council's office.

    Args:
        days: the weekdays on which it works (0 is Monday).
        closures: those that may fall into the time asked about.
    """

    days: frozenset[int]
    closures: Collection[Closure]

    @classmethod
    def of(cls, council: Council, first: date, last: date | None = None) -> "Calendar":
        """A council's working days between two days; one query.

        Args:
            last: None for all that follow.
        """
        closures = council.closures.filter(ends_on__gte=first)
        if last:
            closures = closures.filter(starts_on__lte=last)
        return cls(usual_days(council.rulebook), list(closures))

    def is_working(self, day: date) -> bool:
        """Whether the office works on a day.

        Raises:
            HolidaysUnknown: the day lies beyond the bank holidays known.
        """
        if day > known_until():
            raise HolidaysUnknown(f"No bank holidays are known for {day.year}.")
        return day.weekday() in self.days and not self.why_closed(day)

    def why_closed(self, day: date) -> str:
        """The council's closure or the bank holiday on a day; empty for none."""
        closed = (closure.name for closure in self.closures if closure.closes(day))
        return next(closed, "") or bank_holidays().get(day, "")


def is_working_day(council: Council, day: date) -> bool:
    """Whether a council's office works on a day: its own target, no clock of the law's.

    Raises:
        HolidaysUnknown: the day lies beyond the bank holidays known.
    """
    return Calendar.of(council, day, day).is_working(day)


def working_days_after(council: Council, day: date, n: int) -> date:
    """The n-th working day of a council's office after a day; one query.

    For the council's own targets, which pages introduce with `counted_in_words`. What the law
    counts is `foi_days_after`.

    Raises:
        HolidaysUnknown: it lies beyond the bank holidays known.
    """
    calendar = Calendar.of(council, day)
    while n > 0:
        day += DAY
        n -= calendar.is_working(day)
    return day


def counted_in_words(book: Rulebook) -> str:
    """What a council's own working days are, to stand beside whatever is counted in them."""
    days = [DAYS[WEEKDAYS[number]] for number in sorted(usual_days(book))]
    listed = "Monday to Friday" if usual_days(book) == MONDAY_TO_FRIDAY else ", ".join(days)
    unset = "" if book.rules.working_days.is_set else ", as no rule says otherwise"
    return (
        f"Counted in the council’s working days: {listed}{unset}, "
        "less bank holidays in England and Wales and the council’s closures."
    )


def foi_days_after(day: date, n: int) -> date:
    """The n-th working day after a day as the Freedom of Information Act 2000 counts them.

    Section 10(6): no Saturday, Sunday, Christmas Day, Good Friday, or bank holiday in any part of
    the United Kingdom. Closures and absences of the council do not stop this clock.

    Args:
        day: of receipt, which may be any day.

    Raises:
        HolidaysUnknown: it lies beyond the bank holidays known.
    """
    holidays = set().union(*_published().values())
    while n > 0:
        day += DAY
        if day > known_until():
            raise HolidaysUnknown(f"No bank holidays are known for {day.year}.")
        n -= day.weekday() < 5 and day not in holidays
    return day


def last_shift_end(membership: Membership, day: date) -> datetime:
    """When somebody's last day ends: with their shift, on a day on which they work; two queries.

    By the pattern that had begun by then, else the office's days from 9am to 5pm. The day itself
    ends, just before midnight, where they do not work on it, where it is today and the shift is
    over, and for councillors, whose hours the office's are not. It is never another day: the one
    that somebody typed is the last of their employment or term.

    Args:
        day: in London.

    Returns:
        In UTC.
    """
    end_of_day = _in_utc(day, LAST_MINUTE)
    if membership.is_councillor:
        return end_of_day
    council = membership.council
    pattern = membership.working_patterns.begun(day).first()
    hours = pattern.hours if pattern else usual_hours(council.rulebook)
    if day.weekday() not in hours or Calendar.of(council, day, day).why_closed(day):
        return end_of_day
    shift = _in_utc(day, hours[day.weekday()][1])
    return end_of_day if day == today() and shift <= timezone.now() else shift


def _in_utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=LONDON).astimezone(UTC)
