"""What the pages about leaving show, beside the rows themselves."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Count, F, Q
from django.urls import reverse

from accounts.councils.models import Council
from accounts.dates import today
from accounts.leavers.building import steps_of
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.risks import Others

Kind, State = DepartureTask.Kind, DepartureTask.State

#: What is attested, until somebody words it otherwise (FTC-6.2-n).
ATTESTED = (
    "All reasonable measures were taken so that {who} can no longer get into any account "
    "of the council."
)
#: The headings under which tasks stand, in order; kinds that people see as one go together.
HEADINGS: dict[str, tuple[str, ...]] = {
    "Before they go": (Kind.SELF_REMOVAL,),
    "Access": (Kind.ACCESS, Kind.PORTFOLIO, Kind.TOOL),
    "Shared passwords": (Kind.PASSWORD,),
    "Recovery and second factors": (Kind.RECOVERY, Kind.TWO_FACTOR),
    "Messaging groups": (Kind.GROUP,),
    "Devices": (Kind.DEVICE,),
    "Offices and the team": (Kind.OFFICE, Kind.TEAM),
    "The civic account": (Kind.CIVIC,),
    "Risks": DepartureTask.RISKS,
}
ORDER = {
    kind: (place, name) for place, (name, kinds) in enumerate(HEADINGS.items()) for kind in kinds
}


@dataclass(frozen=True)
class Progress:
    """How far a departure is.

    Args:
        late: tasks done after their day, or open past it.
        risks: warnings that are still open.
    """

    done: int = 0
    of: int = 0
    late: int = 0
    risks: int = 0

    @property
    def words(self) -> str:
        return f"{self.done} of {self.of} done" if self.of else "Nothing to do"


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    heading: str
    tasks: list[DepartureTask] = field(default_factory=list)


def progress_of(departures: Collection[Departure]) -> dict[int, Progress]:
    """How far each departure is, by its id; one query whatever their number."""
    done_late = Q(state=State.DONE, done_on__gt=F("due_on")) & ~Q(kind__in=DepartureTask.RISKS)
    late = done_late | Q(state=State.OPEN, due_on__lt=today())
    rows = (
        DepartureTask.objects.filter(departure__in=departures)
        .order_by()
        .values("departure_id")
        .annotate(
            of=Count("pk"),
            done=Count("pk", filter=~Q(state=State.OPEN)),
            late=Count("pk", filter=late),
            risks=Count("pk", filter=Q(state=State.OPEN, kind__in=DepartureTask.RISKS)),
        )
    )
    found = {
        row["departure_id"]: Progress(row["done"], row["of"], row["late"], row["risks"])
        for row in rows
    }
    return defaultdict(Progress, found)


def progress_among(tasks: Collection[DepartureTask]) -> Progress:
    """The same of tasks that are read already."""
    return Progress(
        done=sum(not task.is_open for task in tasks),
        of=len(tasks),
        late=sum(task.is_late for task in tasks),
        risks=sum(task.is_risk and task.is_open for task in tasks),
    )


def grouped(tasks: Iterable[DepartureTask]) -> list[Group]:
    """Tasks by heading, in the order of the page."""
    inside = sorted(tasks, key=lambda task: (ORDER[task.kind][0], task.due_on, task.pk))
    return [
        Group(name, list(rows))
        for name, rows in groupby(inside, key=lambda task: ORDER[task.kind][1])
    ]


def address_of(task: DepartureTask) -> str:
    """The page of the register that holds what a task is about; empty for none."""
    slug = task.council.slug
    if task.grant is not None:
        return reverse("grants:detail", args=[slug, task.grant.number])
    for name, pk in (
        ("register:way_in", task.way_in_id),
        ("devices:detail", task.device_id),
        ("register:detail", task.account_id),
    ):
        if pk:
            return reverse(name, args=[slug, pk])
    return reverse("team:list", args=[slug]) if task.seat_id else ""


def remedy_of(task: DepartureTask) -> str:
    """Where somebody else is given what a risk is about; empty where they are appointed."""
    if task.kind != Kind.LAST_ADMIN or not task.account_id:
        return ""
    return reverse("grants:ask_for", args=[task.council.slug, "account", task.account_id])


def added_since(departure: Departure, tasks: Iterable[DepartureTask], others: Others) -> int:
    """How many ways in, and risks, the registers know that are not among a departure's tasks."""
    listed = {(task.kind, task.subject) for task in tasks}
    known = steps_of(departure, others)
    return sum((step.kind, step.subject) not in listed for step in known)


def clause_of(council: Council, clause: str) -> str:
    """A clause with its title where the council's own rulebook has it; else empty."""
    clauses: dict[str, str] = council.rulebook.clauses
    return f"{clause}: {clauses[clause]}" if clause in clauses else ""


def counted(number: int, noun: str) -> str:
    """ "1 task", "2 tasks"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def risks_to_show(tasks: Iterable[DepartureTask], others: Others) -> list[dict[str, Any]]:
    """The open warnings with what mends each, and whether somebody else is found meanwhile."""
    return [
        {"task": task, "url": remedy_of(task), "is_met": others.meet(task)}
        for task in tasks
        if task.is_risk and task.is_open
    ]


def left_to_close(tasks: Iterable[DepartureTask], others: Others) -> list[DepartureTask]:
    """What stands against an attestation; a warning that is met is closed with it."""
    return [task for task in tasks if task.is_open and not (task.is_risk and others.meet(task))]
