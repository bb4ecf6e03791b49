"""A period that begins, or holds: on Home, and a reminder before it begins."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import HORIZON, Deadline, tells_deadlines
from councilsm.inbox.due import Due, tells_due
from policies.elections.models import Period
from policies.elections.questions import next_period

#: So long ahead Home tells of it.
AHEAD = timedelta(days=14)


@tells_due
def period_near(membership: Membership) -> Iterator[Due]:
    """The period that holds, or begins soon: to all who write or decide posts. One query."""
    day, council = today(), membership.council
    period = next_period(council, day)
    if period and period.notice_on <= day + AHEAD:
        holds = period.holds_on(day)
        last, first = when_in_words(period.poll_on), when_in_words(period.notice_on)
        yield Due(
            "Pre-election period now" if holds else "A pre-election period begins",
            reverse("elections:detail", args=[council.slug, period.number]),
            note=f"{period}: until {last}" if holds else f"{period}: from {first} to {last}",
        )


@tells_deadlines
def beginning(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Periods that begin soon, to whoever authorises posts (LTC-4.2.2-h)."""
    rows = Period.objects.standing().filter(
        council__in=councils, notice_on__range=(day, day + HORIZON)
    )
    for period in rows.select_related("council"):
        yield Deadline(
            council_id=period.council_id,
            key=f"period.begins:{period.pk}",
            due_on=period.notice_on,
            text=f"A pre-election period begins: {period}",
            subject=f"A pre-election period begins on {when_in_words(period.notice_on)}",
            url=period.get_absolute_url(),
            duty=Duty.AUTHORISE_POSTS,
        )
