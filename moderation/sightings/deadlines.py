"""What is due about reports, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.dates import LONDON
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, tells_deadlines, tells_urgent_deadlines
from moderation.cases.concerned import clerks_when
from moderation.sightings.due import URGENT
from moderation.sightings.models import SentTo, Sighting

#: Everybody whom it went to was written to when it was sent; again not before this time passed.
TOLD_LATELY = timedelta(hours=2)
#: Until when what is not urgent should be taken, after the day on which it was reported.
OTHERS_WITHIN = timedelta(days=2)


@tells_urgent_deadlines
def to_take_now(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Harmful content, abuse and people at risk that nobody has taken: told two hours later."""
    before = timezone.now() - TOLD_LATELY
    rows = SentTo.objects.filter(sighting__kind__in=URGENT, sighting__reported_at__lte=before)
    yield from _to_take(rows, councils, within=timedelta(0), now=True)


@tells_deadlines
def to_take(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Other reports that nobody has taken."""
    rows = SentTo.objects.exclude(sighting__kind__in=URGENT)
    yield from _to_take(rows, councils, within=OTHERS_WITHIN, now=False)


@tells_deadlines
def platform_outstanding(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Reports whose platform report is outstanding, for whoever has taken them (DTC-1.1-d)."""
    rows = Sighting.objects.outstanding().filter(council__in=councils, taken_by__isnull=False)
    found = list(
        rows.values_list(
            *("pk", "council", "council__slug", "number", "reported_at", "taken_by", "about"),
            *("restricted", "about_clerk"),
        )
    )
    clerks = clerks_when((row[1], row[4]) for row in found if row[-1] and row[4])
    for pk, council, slug, number, at, person, about, *kept in found:
        reference = f"S-{number:04}"
        yield Deadline(
            council_id=council,
            key=f"sighting.platform:{pk}",
            due_on=_day_of(at),
            text=f"Platform report outstanding ({reference})",
            subject=f"Platform report outstanding ({reference})",
            url=reverse("sightings:detail", args=[slug, number]),
            person_id=person,
            to_next=f"A platform report is outstanding ({reference})",
            apart_from=about,
            apart_too=clerks.get((council, at), ()),
            discreet=any(kept),
        )


def _to_take(
    rows: Any, councils: Collection[int], *, within: timedelta, now: bool
) -> Iterator[Deadline]:
    """Each for every office that it waits for, and the team; one query, and three about a clerk.

    Whom it is about hears nothing, and neither the trail nor a list of messages tells them.
    """
    waiting = rows.filter(
        council__in=councils,
        sighting__state=Sighting.State.WAITING,
        way__in=SentTo.INSIDE,
    ).annotate(slug=F("council__slug"), number=F("sighting__number"))
    found = list(
        waiting.values_list(
            *("sighting", "council", "slug", "number", "sighting__reported_at", "office"),
            *("sighting__about", "sighting__restricted", "sighting__about_clerk"),
        )
    )
    clerks = clerks_when((row[1], row[4]) for row in found if row[-1])
    for sighting, council, slug, number, at, office, about, *kept in found:
        reference = f"S-{number:04}"
        words = f"A report waits to be taken ({reference})"
        yield Deadline(
            council_id=council,
            key=f"sighting.take:{sighting}:{office or 0}",
            due_on=_day_of(at) + within,
            text=words,
            subject=words,
            url=reverse("sightings:detail", args=[slug, number]),
            office_id=office,
            duty=None if office else Duty.LOG_MODERATION,
            now=now,
            to_next=words,
            apart_from=about,
            apart_too=clerks.get((council, at), ()),
            discreet=any(kept),
        )


def _day_of(reported_at: datetime | None) -> date:
    """The day in London; of what was sent there always is one."""
    assert reported_at is not None  # sighting_sent_with_kind
    return reported_at.astimezone(LONDON).date()
