"""By when an enquiry is to be dealt with: by the law where it sets a period, else by the council.

Each answer says in words how it was worked out, because whoever reads it answers for the day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from accounts.councils.models import Council
from accounts.dates import LONDON, months_later
from accounts.hours.working_days import (
    DAY,
    HolidaysUnknown,
    bank_holidays,
    counted_in_words,
    foi_days_after,
    known_until,
    working_days_after,
)
from councilsm.forms import when_in_words
from councilsm.inbox.due import counted
from moderation.enquiries.models import FAR_OFF, Enquiry, Topic

Kind = Enquiry.Kind

FOI_DAYS = 20
#: DPA 2018 s.164A(3): within 30 days beginning when the complaint is received.
ACKNOWLEDGED_WITHIN = 30
#: Section 103 of the Data (Use and Access) Act 2025 came into force.
DATA_COMPLAINTS_SINCE = date(2026, 6, 19)
DEFAMATION_HOURS = timedelta(hours=48)

#: Kinds whose period the law sets, whatever the council's own target is.
BY_LAW = (Kind.FOI, Kind.ACCESS, Kind.DATA, Kind.DEFAMATION)


@dataclass(frozen=True)
class Clock:
    """When an enquiry is due.

    Args:
        runs_from: the moment from which it counts.
        how: how the day was worked out, in words.
        due_by: the last day in time (London); `FAR_OFF` for none.
        due_at: the moment, of a period in hours (UTC).
        acknowledge_by: the last day to acknowledge it, where the law sets one; `due_by` until then.
    """

    runs_from: datetime
    how: str
    due_by: date = FAR_OFF
    due_at: datetime | None = None
    acknowledge_by: date | None = None


def is_notice(council: Council, kind: str) -> bool:
    """Whether the council's policy takes it for notice served (FTC-A-17)."""
    return kind == Kind.REPORT and bool(council.rulebook.rules.notice_served.value)


def clock_of(
    council: Council,
    *,
    kind: str,
    posted_at: datetime | None,
    seen_at: datetime,
    topic: Topic | None,
    notice: bool,
    elsewhere: bool = False,
) -> Clock:
    """When an enquiry is due; at most one query.

    Notice served, and what the law sets a period for, count from when it was posted on an account
    of the council's; all else from when somebody saw it.

    Args:
        posted_at: None where nobody knows.
        notice: it is notice served.
        elsewhere: it was posted where the council has no account, so it came when it was seen.
    """
    from_post = posted_at is not None and (notice or (kind in BY_LAW and not elsewhere))
    start = posted_at if from_post and posted_at else seen_at
    since = "when it was posted" if from_post else "when it was seen"
    try:
        if kind in _PERIODS:
            return _PERIODS[kind](start, since)
        return _own(council, start, since, topic)
    except HolidaysUnknown:
        return Clock(
            start,
            f"Bank holidays are known until {known_until().year} only, so this release cannot "
            "count the days. Work the last day out yourself.",
        )


def _foi(start: datetime, since: str) -> Clock:
    day = _day(start)
    return Clock(
        start,
        f"{FOI_DAYS} working days after {when_in_words(day)}, {since} (Freedom of Information Act "
        "2000, section 10). Bank holidays anywhere in the United Kingdom do not count. The "
        "council’s own closures do.",
        foi_days_after(day, FOI_DAYS),
    )


def _access(start: datetime, since: str) -> Clock:
    day = _day(start)
    due = months_later(day, 1)
    while _rests(due):
        due += DAY
    return Clock(
        start,
        f"One calendar month after {when_in_words(day)}, {since} (UK GDPR, Article 12(3)): the "
        "same day of the next month, or its last day, and the next working day where that is at a "
        "weekend or a bank holiday.",
        due,
    )


def _data(start: datetime, since: str) -> Clock:
    day = _day(start)
    if day < DATA_COMPLAINTS_SINCE:
        return Clock(start, "No period was set by law for such complaints before 19 June 2026.")
    due = day + timedelta(days=ACKNOWLEDGED_WITHIN - 1)
    return Clock(
        start,
        f"To be acknowledged within {ACKNOWLEDGED_WITHIN} days beginning with "
        f"{when_in_words(day)}, {since}, and answered without undue delay (Data Protection Act "
        "2018, section 164A).",
        due,
        acknowledge_by=due,
    )


def _defamation(start: datetime, since: str) -> Clock:
    due = defamation_due(start)
    return Clock(
        start,
        f"48 hours after {when_in_words(start)}, {since}, without weekends, Good Friday, Christmas "
        "Day and bank holidays in England and Wales: as the Defamation (Operators of Websites) "
        "Regulations 2013 count. Whether they apply to a council’s page on a platform is not "
        "settled. Take legal advice before you act on it.",
        due.astimezone(LONDON).date(),
        due_at=due,
    )


def _safeguarding(start: datetime, since: str) -> Clock:
    return Clock(start, "Act at once. The restricted case has the time line.", _day(start))


def _own(council: Council, start: datetime, since: str, topic: Topic | None) -> Clock:
    """The council's own target: the topic's, else the one of its rules."""
    book, day = council.rulebook, _day(start)
    days: int | None = topic.target_days if topic else None
    whose = f"the target for {topic}" if topic and days is not None else ""
    if days is None:
        days, source = book.rules.reply_days.value, book.source_if_set("reply_days")
        whose = f"the council’s target ({source})" if source else "the council’s target"
    if days is None:
        return Clock(start, "No target is set: neither a rule nor the topic says how soon.")
    return Clock(
        start,
        f"{counted(days, 'working day', 'working days')} after {when_in_words(day)}, {since}: "
        f"{whose}. {counted_in_words(book)}",
        working_days_after(council, day, days),
    )


_PERIODS: dict[str, Callable[[datetime, str], Clock]] = {
    Kind.FOI: _foi,
    Kind.ACCESS: _access,
    Kind.DATA: _data,
    Kind.DEFAMATION: _defamation,
    Kind.SAFEGUARDING: _safeguarding,
}


def defamation_due(start: datetime) -> datetime:
    """When 48 hours are over, days that do not count left out (SI 2013/3028, regulation 1).

    Raises:
        HolidaysUnknown: it lies beyond the bank holidays known.
    """
    left, moment = DEFAMATION_HOURS, start.astimezone(LONDON)
    while True:
        midnight = datetime.combine(moment.date() + DAY, time.min, tzinfo=LONDON)
        if not _rests(moment.date()):
            rest_of_day = midnight.astimezone(UTC) - moment.astimezone(UTC)
            if left <= rest_of_day:
                return moment.astimezone(UTC) + left
            left -= rest_of_day
        moment = midnight


def _rests(day: date) -> bool:
    """Whether a day is at a weekend or a bank holiday in England and Wales.

    Good Friday and Christmas Day are among those published.
    """
    if day > known_until():
        raise HolidaysUnknown(f"No bank holidays are known for {day.year}.")
    return day.weekday() >= 5 or day in bank_holidays()


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()
