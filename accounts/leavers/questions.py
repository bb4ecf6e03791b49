"""Who sees a departure and who does what of it, and how far it has come."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from accounts.councils.models import Council
from accounts.dates import LONDON, today
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.models.departure import DepartureQuerySet
from accounts.leavers.risks import Others
from accounts.people.models import Appointment, Membership
from councilsm.duties import Duty

#: Whoever holds one of these does the steps of any departure.
DOERS = (Duty.KEEP_REGISTER, Duty.GRANT_ACCESS, Duty.MANAGE_PEOPLE)
#: Whoever holds one of these sees all departures.
SEERS = (*DOERS, Duty.READ_TRAIL)


@dataclass(frozen=True)
class Risk:
    """A warning: what the council lacks once they have left.

    Args:
        is_met: somebody else is confirmed by now, so that nothing is left to do about it.
    """

    task: DepartureTask
    is_met: bool


def may_see(departure: Departure, membership: Membership) -> bool:
    """Whether somebody may see a departure: by duty, by a task of their office's, or their own.

    Their own they see where they are told of it beforehand.
    """
    if departure.membership_id == membership.pk:
        return is_told(departure)
    if membership.in_handover:
        return False
    if any(membership.allows(duty) for duty in SEERS):
        return True
    if membership.allows(Duty.CARETAKE) and is_of_clerk(departure):
        return True
    return departure.tasks.filter(owner__in=membership.offices.values()).exists()


def of_clerks(council: Council) -> DepartureQuerySet:
    """Departures of whoever is clerk to their end: the caretaker sees these.

    Whoever keeps the list of everybody else leaves then, and somebody else must know.
    """
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("last")),
        membership=OuterRef("membership"),
        office__key=council.rulebook.proper_officer,
    )
    rows = Departure.objects.filter(council=council)
    return rows.alias(last=TruncDate("ends_at", tzinfo=LONDON)).filter(Exists(held))


def is_of_clerk(departure: Departure) -> bool:
    """Whether it is the clerk's (a query)."""
    return of_clerks(departure.council).filter(pk=departure.pk).exists()


def may_plan(departure: Departure, membership: Membership) -> bool:
    """Whether somebody may record, and take back, a departure: the caretaker the clerk's alone."""
    if departure.membership_id == membership.pk or membership.in_handover:
        return False
    if membership.allows(Duty.MANAGE_PEOPLE):
        return True
    return membership.allows(Duty.CARETAKE) and is_of_clerk(departure)


def is_told(departure: Departure) -> bool:
    """Whether the leaver hears of it before its moment.

    Not where somebody tells them in person first. Nor of a dismissal or suspension, unless they
    are to remove themself first (FTC-6.7-e).
    """
    if not departure.tells_them:
        return False
    if departure.kind not in Departure.AT_ONCE:
        return True
    return departure.tasks.filter(kind=DepartureTask.Kind.SELF_REMOVAL).exists()


def may_do(task: DepartureTask, membership: Membership) -> bool:
    """Whether a task is somebody's to close: their office's, or by a duty."""
    if membership.in_handover:
        return False
    if task.owner_id is not None and task.owner_id in membership.offices.values():
        return True
    return any(membership.allows(duty) for duty in DOERS)


def tasks_of(departure: Departure) -> "QuerySet[DepartureTask]":
    """All its tasks with what their rows show, those that are due first (a query)."""
    return departure.tasks.select_related(
        *("grant__account", "grant__way_in", "way_in", "account", "device", "owner"),
        *("appointment__office", "seat", "evidence", "closed_by"),
    ).order_by("due_on", "pk")


def progress(departure: Departure) -> tuple[int, int]:
    """How many tasks are closed, of how many; warnings among them (a query)."""
    states = list(departure.tasks.values_list("state", flat=True))
    return sum(state != DepartureTask.State.OPEN for state in states), len(states)


def risks(departure: Departure) -> list[Risk]:
    """Its warnings, each with whether somebody else is confirmed by now."""
    others = Others(departure)
    rows = tasks_of(departure).filter(kind__in=DepartureTask.RISKS)
    return [Risk(task, is_met=task.is_open and others.meet(task)) for task in rows]


def lateness(departure: Departure) -> int:
    """How many tasks were done late, or are late by now (a query)."""
    return sum(task.is_late for task in departure.tasks.all())


def done_with(departures: DepartureQuerySet) -> DepartureQuerySet:
    """Those among some that are over and whose steps are all closed: nothing is left but to attest.

    A warning that is met is closed with that.
    """
    left = DepartureTask.objects.filter(departure=OuterRef("pk"), state=DepartureTask.State.OPEN)
    steps = left.exclude(kind__in=DepartureTask.RISKS)
    return departures.open().filter(~Exists(steps), ended_at__isnull=False)


def overdue(council: Council) -> "QuerySet[Departure]":
    """Departures with a task that should have been closed by now."""
    late = DepartureTask.objects.filter(
        departure=OuterRef("pk"), state=DepartureTask.State.OPEN, due_on__lt=today()
    )
    return council.departures.open().filter(Exists(late))
