"""Which periods hold when, and whose profiles are not promoted in them."""

from collections.abc import Iterable
from datetime import date

from accounts.councils.models import Council
from accounts.dates import today
from councilsm.forms import when_in_words
from policies.elections.models import Period, Profile

#: Where a page keeps what it asked for, on its own council.
REMEMBERED = "_periods_from"


def periods_within(council: Council, first: date, last: date) -> list[Period]:
    """The periods that share a day with these (London, both inclusive), the soonest first.

    One query; none where they are remembered.
    """
    known = _remembered(council, first)
    if known is not None:
        return [one for one in known if one.notice_on <= last and one.poll_on >= first]
    return list(council.election_periods.within(first, last).order_by("notice_on", "pk"))


def period_on(council: Council, day: date) -> Period | None:
    """The period that holds on a London day; of several the one that ends last. One query.

    Periods that overlap release only after the last of them.
    """
    known = _remembered(council, day)
    if known is not None:
        found = [one for one in known if one.holds_on(day)]
        return max(found, key=lambda one: (one.poll_on, one.pk), default=None)
    rows = council.election_periods.within(day, day)
    return rows.order_by("-poll_on", "-pk").first()


def next_period(council: Council, day: date) -> Period | None:
    """The period that holds on a London day, else the one that comes next. One query."""
    rows = council.election_periods.standing().filter(poll_on__gte=day)
    return rows.order_by("notice_on", "pk").first()


def profiles(council: Council) -> list[Profile]:
    """Profiles of councillors and candidates that are on the list today. One query."""
    return list(council.politicians_profiles.filter(ended_on__isnull=True))


def handles(council: Council) -> list[str]:
    """Handles and addresses of the profiles on the list today. One query."""
    listed = council.politicians_profiles.filter(ended_on__isnull=True)
    return list(listed.values_list("handle", flat=True))


def in_words(period: Period) -> str:
    """Its days: "from Tuesday 10 November to Thursday 3 December 2026"."""
    return f"from {when_in_words(period.notice_on)} to {when_in_words(period.poll_on)}"


def stretch(periods: Iterable[Period], day: date) -> tuple[date, date] | None:
    """The days without a gap in which periods that overlap hold around a London day; or None."""
    chosen = sorted(periods, key=lambda period: period.notice_on)
    found: tuple[date, date] | None = None
    for period in chosen:
        if found and period.notice_on <= found[1]:
            found = (found[0], max(found[1], period.poll_on))
        elif found and found[0] <= day <= found[1]:
            break
        else:
            found = (period.notice_on, period.poll_on)
    return found if found and found[0] <= day <= found[1] else None


def periods_from(council: Council, day: date) -> list[Period]:
    """The periods that hold on a London day or come later, the soonest first. One query."""
    rows = council.election_periods.standing().filter(poll_on__gte=day)
    return list(rows.order_by("notice_on", "pk"))


def remember_periods(council: Council) -> list[Period]:
    """Asks once for the periods that hold today or come later, for a page that asks several times.

    The council is the page's own, which nobody keeps longer. One query.
    """
    known = _remembered(council, day := today())
    if known is None:
        known = periods_from(council, day)
        council.__dict__[REMEMBERED] = (day, known)
    return known


def _remembered(council: Council, first: date) -> list[Period] | None:
    """What a page has asked for already, where that reaches back to a day; else None."""
    since, known = getattr(council, REMEMBERED, (None, None))
    return known if since is not None and since <= first else None


def each_in_words(periods: Iterable[Period]) -> str:
    """Each with its days: "By-election, West Ward, from … to …; …"."""
    return "; ".join(f"{period}, {in_words(period)}" for period in periods)
