"""What of leaving waits on Home, and by when: steps to take, and leaving to attest."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.dates import LONDON, today
from accounts.grants.due import tells_removal
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import DOERS, done_with, is_told, of_clerks
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import HORIZON, Deadline, tells_deadlines, tells_urgent_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due

WARNINGS = Q(kind__in=DepartureTask.RISKS)
#: So long after midnight people are up.
MORNING = timedelta(hours=7)
#: Of departures that are not over, the tasks that nobody has closed.
OPEN = Q(
    state=DepartureTask.State.OPEN,
    departure__cancelled_at__isnull=True,
    departure__attested_at__isnull=True,
    departure__returned_at__isnull=True,
)


@tells_due
def own_departure(membership: Membership) -> Iterator[Due]:
    """When somebody's own time ends, if they are told of it; asked where a moment is set."""
    if membership.closes_at is None:
        return
    own = membership.departures.open().filter(ended_at__isnull=True).first()
    if own and is_told(own):
        away = own.kind == Departure.Kind.LONG_LEAVE
        yield Due(
            "Your leave: what is planned" if away else "You leave: what is planned",
            own.get_absolute_url(),
            note=f"Your rights here end on {when_in_words(own.ends_at)}",
        )


@tells_due
def leavers(membership: Membership) -> Iterator[Due]:
    """Steps for leavers: all for those who work on them, else those of one's offices; a query.

    The caretaker's are those of the clerk, whose own list it would be.

    Warnings count where nothing else is left: most are met once somebody else is appointed.
    """
    does = any(membership.allows(duty) for duty in DOERS)
    if not does and not membership.offices:
        return
    council, day = membership.council, today()
    rows = council.departure_tasks.filter(OPEN)
    if does:  # their own too, where they know of it: nobody else may
        untold = Q(departure__kind__in=Departure.AT_ONCE) | Q(departure__tells_them=False)
        rows = rows.exclude(untold, departure__membership=membership.pk)
    else:
        theirs = Q(owner__in=membership.offices.values())
        if membership.allows(Duty.CARETAKE):
            theirs |= Q(departure__in=of_clerks(council).values("pk"))
        rows = rows.filter(theirs).exclude(departure__membership=membership.pk)
    found = rows.order_by().aggregate(
        steps=Count("pk", filter=~WARNINGS),
        warnings=Count("pk", filter=WARNINGS),
        people=Count("departure", distinct=True),
        late=Count("pk", filter=Q(due_on__lt=day)),
        first=Min("due_on"),
    )
    if not found["people"]:
        return
    people = counted(found["people"], "leaver", "leavers")
    note = f"The first is due on {when_in_words(found['first'])}"
    if found["late"]:
        note = f"LATE: {counted(found['late'], 'step', 'steps')} since "
        note += when_in_words(found["first"])
    yield Due(
        f"{people} with {left_in_words(found['steps'], found['warnings'])} left",
        reverse("leavers:list", args=[council.slug]),
        note=note,
        group=Group.TODAY if found["first"] <= day else Group.WEEK,
        number=found["people"],
    )


def left_in_words(steps: int, warnings: int) -> str:
    """How many steps, or if it is none how many warnings."""
    return counted(steps, "step", "steps") if steps else counted(warnings, "warning", "warnings")


@tells_due
def to_attest(membership: Membership) -> Iterator[Due]:
    """Leavers whose list is done and whom nobody has attested; a query."""
    if not membership.allows(Duty.MANAGE_PEOPLE):
        return
    council = membership.council
    done = done_with(council.departures.all()).exclude(membership=membership.pk)
    found = done.order_by().aggregate(number=Count("pk"), since=Min("ended_at"))
    if found["number"]:
        people = counted(found["number"], "leaver", "leavers")
        address = f"{reverse('leavers:list', args=[council.slug])}?show=attest"
        yield Due(f"{people} to attest", address, found["since"], number=found["number"])


@tells_due
def to_remove_oneself(membership: Membership) -> Iterator[Due]:
    """Before somebody who is dismissed or redundant goes: off every account (FTC-6.7-e)."""
    council = membership.council
    if not council.rulebook.rules.self_removal.value:
        return
    mine = council.departure_tasks.filter(
        OPEN,
        kind=DepartureTask.Kind.SELF_REMOVAL,
        departure__membership=membership.pk,
        confirmed_at__isnull=True,
    )
    for pk, number in mine.values_list("pk", "departure__number"):
        address = reverse("leavers:self_removal", args=[council.slug, number, pk])
        yield Due("Remove yourself from every account", address, group=Group.TODAY)


@tells_removal
def on_a_checklist(councils: Collection[int]) -> "QuerySet[DepartureTask, Any]":
    """The access that is a step of a list: whoever hears of the steps hears of it there alone."""
    rows = DepartureTask.objects.filter(OPEN, council__in=councils, grant__isnull=False)
    return rows.order_by().values_list("grant", flat=True)


@tells_urgent_deadlines
def steps(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What each office still has to do for a leaver: one line for each departure and office.

    Not on the day on which it was recorded, nor in the night after it: whoever recorded it has had
    them told. Never to the leaver themself.
    """
    begins = datetime.combine(day, time.min, tzinfo=LONDON)
    if timezone.now() < begins + MORNING:
        begins -= timedelta(days=1)
    rows = (
        DepartureTask.objects.filter(OPEN, council__in=councils, due_on__lte=day + HORIZON)
        .filter(departure__recorded_at__lt=begins)
        .order_by()
        .values_list(
            *("departure", "owner", "council", "council__slug", "departure__number"),
            *("departure__membership__person", "departure__kind", "departure__tells_them"),
        )
        .annotate(
            steps=Count("pk", filter=~WARNINGS),
            warnings=Count("pk", filter=WARNINGS),
            first=Min("due_on"),
        )
    )
    for (
        departure,
        owner,
        council,
        slug,
        number,
        leaver,
        kind,
        tells,
        steps,
        warnings,
        first,
    ) in rows:
        words = f"Leaver checklist: {left_in_words(steps, warnings)} left (L-{number:04})"
        yield Deadline(
            council_id=council,
            key=f"leaver.steps:{departure}:{owner or 0}",
            due_on=first,
            text=words,
            subject=words,
            url=reverse("leavers:detail", args=[slug, number]),
            office_id=owner,
            duty=None if owner else Duty.MANAGE_PEOPLE,
            apart_from=leaver,
            discreet=_keeps_quiet(kind, tells),
            to_next=words,
            now=first <= day,
        )


@tells_deadlines
def attestations(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Departures of which nothing is left but to attest them, due on the day after their last.

    Not told to the leaver.
    """
    rows = (
        done_with(Departure.objects.filter(council__in=councils))
        .order_by()
        .values_list(
            *("pk", "council", "council__slug", "number", "ends_at", "membership__person"),
            *("kind", "tells_them"),
        )
    )
    for pk, council, slug, number, ends_at, leaver, kind, tells in rows:
        words = f"Leaver to attest (L-{number:04})"
        yield Deadline(
            council_id=council,
            key=f"leaver.attest:{pk}",
            due_on=ends_at.astimezone(LONDON).date() + timedelta(days=1),
            text=words,
            subject=words,
            url=reverse("leavers:detail", args=[slug, number]),
            duty=Duty.MANAGE_PEOPLE,
            apart_from=leaver,
            discreet=_keeps_quiet(kind, tells),
            to_next=words,
        )


def _keeps_quiet(kind: str, tells_them: bool) -> bool:
    """Whether the leaver may not know of it yet, so that no list may tell them of a reminder."""
    return not tells_them or kind in Departure.AT_ONCE
