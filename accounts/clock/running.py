"""All councils in turn, a batch at a time: what is due, and who is to hear of it now."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from time import monotonic

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.clock.actions import remind
from accounts.clock.planning import Today, may_be_told, plan
from accounts.councils.models import Council, rulebooks_of
from accounts.councils.rulebook import Rulebook
from accounts.dates import LONDON
from accounts.hours.actions import LONGEST
from accounts.hours.models import Closure
from accounts.hours.working_days import Calendar, HolidaysUnknown, usual_days
from councilsm.inbox.deadlines import PROVIDERS, URGENT, Deadline, Provider
from councilsm.inbox.models import Morning
from councilsm.refusals import Stale

log = structlog.get_logger(__name__)

#: Councils asked about at once.
BATCH = 500
#: Hours of the day in London between which digests go out; never at night.
MORNING, EVENING = 7, 20
#: Seconds after which no further batch is begun: the next run goes on where digests are wanting.
LONG_ENOUGH = 480
#: Seconds for which a function that fails is asked about a batch council by council.
PATIENCE = 20
#: Of the councils for which it fails, so many are named in the log.
FEW = 10
#: No office is closed for longer, weekends and bank holidays about it counted.
LONGEST_CLOSURE = LONGEST + 14
DAY = timedelta(days=1)


def remind_everybody() -> int:
    """Reminds the people of all councils; returns how many councils had something to hear.

    Safe to run at any time and twice at once. After a time in which nothing ran each thing is told
    once, by its newest threshold. A council or a provider that fails holds up no other.
    """
    began, now = monotonic(), timezone.now().astimezone(LONDON)
    told = 0
    for councils in batches(now.date()):
        fresh = [pk for pk, is_told in councils if not is_told and is_daytime(now)]
        others = [pk for pk, is_told in councils if pk not in set(fresh)]
        told += remind_some(fresh, PROVIDERS, now, digests=True)
        told += remind_some(others, URGENT, now, digests=False)
        if monotonic() - began > LONG_ENOUGH:
            log.warning("reminders_go_on_later", after_council_id=councils[-1][0])
            break
    return told


def is_daytime(now: datetime) -> bool:
    """Whether digests may go out at a London time."""
    return MORNING <= now.hour < EVENING


def batches(day: date) -> Iterator[list[tuple[int, bool]]]:
    """The ids of all councils, each with whether its digests of a day are decided."""
    morning = Morning.objects.filter(council=OuterRef("pk"), day__gte=day)
    councils = Council.objects.annotate(is_told=Exists(morning)).order_by("pk")
    last = 0
    while batch := list(councils.filter(pk__gt=last).values_list("pk", "is_told")[:BATCH]):
        yield batch
        last = batch[-1][0]


def remind_some(
    councils: Collection[int], providers: Iterable[Provider], now: datetime, *, digests: bool
) -> int:
    """Reminds people of some councils; a council without anything costs no query of its own."""
    if not councils:
        return 0
    day = now.date()
    found, unanswered = gather(councils, providers, day)
    told, failed = 0, set(unanswered)
    if found:
        books = rulebooks_of(found)
        opening = openings(books, day) if digests else {}
        for council in Council.objects.filter(pk__in=books).order_by("pk"):
            version, book = books[council.pk]
            council.rulebook_id = version
            night = now.hour < MORNING
            whole = council.pk not in unanswered
            today = Today(day, digests, opening.get(council.pk, day), night, whole)
            try:
                told += _remind_one(council, book, found[council.pk], today)
            except SoftTimeLimitExceeded:
                raise  # the next run goes on from here
            except Exception as error:
                failed.add(council.pk)
                log.error("council_not_reminded", council_id=council.pk, error=repr(error)[:200])
    if digests:
        end_morning([pk for pk in councils if pk not in failed], day)
    return told


def _remind_one(council: Council, book: Rulebook, due: list[Deadline], today: Today) -> int:
    if not any(may_be_told(deadline, book, today) for deadline in due):
        return 0
    tellings = plan(council, book, due, today)
    if not tellings:
        return 0
    try:
        remind(council=council, tellings=tellings, today=today, actor=None)
    except Stale:  # another worker did
        return 0
    return 1


def gather(
    councils: Collection[int], providers: Iterable[Provider], day: date
) -> tuple[dict[int, list[Deadline]], set[int]]:
    """What is due, by council. One query a provider; one that fails is asked council by council.

    Returns:
        Also the councils of which some provider did not tell: they are asked about again.
    """
    found: dict[int, list[Deadline]] = {}
    unanswered: set[int] = set()
    for provider in providers:
        try:
            deadlines = list(provider(councils, day))
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            log.error("deadlines_not_told", provider=provider.__qualname__, error=repr(error)[:200])
            deadlines, silent = one_by_one(councils, provider, day)
            unanswered |= silent
        for deadline in deadlines:
            found.setdefault(deadline.council_id, []).append(deadline)
    return found, unanswered


def one_by_one(
    councils: Collection[int], provider: Provider, day: date
) -> tuple[list[Deadline], set[int]]:
    """What one provider tells of each council by itself, so that one council spoils it for none.

    Returns:
        Also the councils of which it did not tell, or for which no time was left.
    """
    began, found, unanswered = monotonic(), list[Deadline](), set(councils)
    failed, reason = list[int](), "It took too long."
    for council in councils:
        if monotonic() - began > PATIENCE:
            break
        try:
            found += provider([council], day)
            unanswered.discard(council)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            failed.append(council)
            reason = repr(error)[:200]
    if unanswered:
        log.error(
            "deadlines_of_councils_not_told",
            provider=provider.__qualname__,
            councils=len(unanswered),
            council_ids=failed[:FEW],
            error=reason,
        )
    return found, unanswered


def openings(books: dict[int, tuple[int, Rulebook]], day: date) -> dict[int, date]:
    """The next day on which each office works, from a day on; one query."""
    closures: dict[int, list[Closure]] = {}
    last = day + LONGEST_CLOSURE * DAY
    rows = Closure.objects.filter(council__in=books, ends_on__gte=day, starts_on__lte=last)
    for closure in rows:
        closures.setdefault(closure.council_id, []).append(closure)
    return {
        council: opens_on(Calendar(usual_days(book), closures.get(council, [])), day)
        for council, (_, book) in books.items()
    }


def opens_on(calendar: Calendar, day: date) -> date:
    """The first working day from a day on; that day where no bank holidays are known any more."""
    for ahead in range(LONGEST_CLOSURE):
        try:
            if calendar.is_working(day + ahead * DAY):
                return day + ahead * DAY
        except HolidaysUnknown:
            break
    return day


def end_morning(councils: list[int], day: date) -> None:
    """Writes for all at once that their digests of a day are decided."""
    Morning.objects.bulk_create(
        [Morning(council_id=council, day=day) for council in councils],
        update_conflicts=True,
        unique_fields=["council"],
        update_fields=["day"],
    )
