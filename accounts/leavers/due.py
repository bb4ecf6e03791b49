"""What of leaving waits on Home, and by when: steps to take, and leaving to attest."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from accounts.dates import LONDON, today
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.questions import DOERS
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import HORIZON, Deadline, tells_deadlines, tells_urgent_deadlines
from councilsm.inbox.due import Due, Group, counted, tells_due

#: Of departures that are not over, the tasks that nobody has closed.
OPEN = Q(
    state=DepartureTask.State.OPEN,
    departure__cancelled_at__isnull=True,
    departure__attested_at__isnull=True,
    departure__returned_at__isnull=True,
)


@tells_due
def leavers(membership: Membership) -> Iterator[Due]:
    """Steps for leavers: all for those who work on them, else those of one's offices; a query."""
    if not membership.offices:
        return
    council, day = membership.council, today()
    rows = council.departure_tasks.filter(OPEN).exclude(departure__membership=membership.pk)
    if not any(membership.allows(duty) for duty in DOERS):
        rows = rows.filter(owner__in=membership.offices.values())
    found = rows.order_by().aggregate(
        steps=Count("pk"),
        people=Count("departure", distinct=True),
        late=Count("pk", filter=Q(due_on__lt=day)),
        first=Min("due_on"),
    )
    if not found["steps"]:
        return
    steps = counted(found["steps"], "step", "steps")
    people = counted(found["people"], "leaver", "leavers")
    note = f"The first is due on {when_in_words(found['first'])}"
    if found["late"]:
        note = f"LATE: {counted(found['late'], 'step', 'steps')} since "
        note += when_in_words(found["first"])
    yield Due(
        f"{people} with {steps} left",
        reverse("leavers:list", args=[council.slug]),
        note=note,
        group=Group.TODAY if found["first"] <= day else Group.WEEK,
        number=found["people"],
    )


@tells_due
def to_attest(membership: Membership) -> Iterator[Due]:
    """Leavers whose list is done and whom nobody has attested; a query."""
    if not membership.allows(Duty.MANAGE_PEOPLE):
        return
    council = membership.council
    left = DepartureTask.objects.filter(
        departure=OuterRef("pk"), state=DepartureTask.State.OPEN
    ).exclude(kind__in=DepartureTask.RISKS)
    done = council.departures.open().filter(~Exists(left), ended_at__isnull=False)
    found = (
        done.exclude(membership=membership.pk)
        .order_by()
        .aggregate(number=Count("pk"), since=Min("ended_at"))
    )
    if found["number"]:
        people = counted(found["number"], "leaver", "leavers")
        address = reverse("leavers:list", args=[council.slug])
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


@tells_urgent_deadlines
def steps(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What each office still has to do for a leaver: one line for each departure and office.

    Not on the day on which it was recorded: whoever recorded it has had them told.
    """
    begins = datetime.combine(day, time.min, tzinfo=LONDON)
    rows = (
        DepartureTask.objects.filter(OPEN, council__in=councils, due_on__lte=day + HORIZON)
        .filter(departure__recorded_at__lt=begins)
        .order_by()
        .values_list(
            *("departure", "owner", "council", "council__slug", "departure__number"),
        )
        .annotate(left=Count("pk"), first=Min("due_on"))
    )
    for departure, owner, council, slug, number, left, first in rows:
        words = f"Leaver checklist: {counted(left, 'step', 'steps')} left (L-{number:04})"
        yield Deadline(
            council_id=council,
            key=f"leaver.steps:{departure}:{owner or 0}",
            due_on=first,
            text=words,
            subject=words,
            url=reverse("leavers:detail", args=[slug, number]),
            office_id=owner,
            duty=None if owner else Duty.MANAGE_PEOPLE,
            now=first <= day,
        )


@tells_deadlines
def attestations(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Departures that nobody has attested, due on the day after their last."""
    rows = (
        Departure.objects.open()
        .filter(council__in=councils, ended_at__isnull=False)
        .order_by()
        .values_list("pk", "council", "council__slug", "number", "ends_at")
    )
    for pk, council, slug, number, ends_at in rows:
        words = f"Leaver to attest (L-{number:04})"
        yield Deadline(
            council_id=council,
            key=f"leaver.attest:{pk}",
            due_on=ends_at.astimezone(LONDON).date() + timedelta(days=1),
            text=words,
            subject=words,
            url=reverse("leavers:detail", args=[slug, number]),
            duty=Duty.MANAGE_PEOPLE,
        )
