"""Who leaves: the list, one departure, and every open task."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.pages import (
    added_since,
    grouped,
    left_to_close,
    progress_among,
    progress_of,
    risks_to_show,
)
from accounts.leavers.questions import DOERS, done_with, may_do, may_plan, of_clerks, tasks_of
from accounts.leavers.risks import Others
from accounts.leavers.views.common import find, only_leaves, seen_by, sees_all
from accounts.people.models import Membership
from councilsm.access import MemberRequest, member_view
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from councilsm.paging import keyset_page

#: The lists: by what they are asked for in the address, in the order of the page.
VIEWS = {"open": "Open", "attest": "To attest", "closed": "Closed", "cancelled": "Cancelled"}


@member_view(Duty.SUBMIT_DRAFTS)
def departures(request: MemberRequest) -> HttpResponse:
    rows = seen_by(request).select_related("membership__person")
    show = request.GET.get("show", "")
    show = show if show in VIEWS else "open"
    soonest = ("ends_at", "pk") if show == "open" else ("-number",)
    page = keyset_page(narrowed(rows, show), request, order=soonest)
    progress = progress_of(page.items)
    address = reverse("leavers:list", args=[request.council.slug])
    context = {
        "page": page,
        "rows": [(departure, progress[departure.pk]) for departure in page.items],
        "show": show,
        "shown": VIEWS[show],
        "views": [
            {"label": label, "url": f"{address}?show={key}", "current": key == show}
            for key, label in VIEWS.items()
        ],
        "may_record": request.membership.allows(Duty.MANAGE_PEOPLE),
    }
    return render(request, "accounts/leavers/list.html", context)


def narrowed(rows: Any, show: str) -> Any:
    """The rows of one of the lists."""
    match show:
        case "attest":
            return done_with(rows)
        case "closed":
            return rows.exclude(attested_at=None, returned_at=None)
        case "cancelled":
            return rows.filter(cancelled_at__isnull=False)
    return rows.open()


@member_view(Duty.SUBMIT_DRAFTS)
def tasks(request: MemberRequest) -> HttpResponse:
    """Every open task, or those of one's office; after an election, of the councillors alone."""
    member = request.membership
    departures = seen_by(request).open()
    if not any(member.allows(duty) for duty in DOERS):
        departures = departures.exclude(membership=member)
    rows = request.council.departure_tasks.filter(
        state=DepartureTask.State.OPEN, departure__in=departures
    )
    if not sees_all(member):
        theirs = Q(owner__in=member.offices.values())
        if member.allows(Duty.CARETAKE):
            theirs |= Q(departure__in=of_clerks(request.council).values("pk"))
        rows = rows.filter(theirs)
    election = request.GET.get("show") == "election"
    if election:
        rows = rows.filter(departure__kind=Departure.Kind.NOT_RE_ELECTED)
    rows = rows.select_related("departure__membership__person", "owner")
    context = {
        "page": keyset_page(rows, request, order=("due_on", "pk")),
        "election": election,
    }
    return render(request, "accounts/leavers/tasks.html", context)


@member_view(Duty.SUBMIT_DRAFTS, handover=True)
def detail(request: MemberRequest, number: int) -> HttpResponse:
    departure = find(request, number)
    own = only_leaves(departure, request.membership)
    found = list(tasks_of(departure))
    for task in found:
        task.departure, task.council = departure, request.council
        if task.evidence:
            task.evidence.council = request.council
    context = {
        "departure": departure,
        "here_url": departure.get_absolute_url(),
        "own": own,
        "progress": progress_among(found),
        # Open risks stand on top; the leaver reads of steps alone.
        "groups": grouped(task for task in found if not task.is_risk or shows(task, own)),
        "doable": {task.pk for task in found if task.is_open and may_do(task, request.membership)},
        "to_confirm": own_to_confirm(departure, found, request.membership),
        **({} if own else managed(departure, found, request.membership)),
    }
    return render(request, "accounts/leavers/detail.html", context)


def shows(risk: DepartureTask, own: bool) -> bool:
    """Whether a risk stands in the list: once it is closed, for those who work on it."""
    return not own and not risk.is_open


def own_to_confirm(
    departure: Departure, tasks: list[DepartureTask], membership: Membership
) -> DepartureTask | None:
    """The leaver's own confirmation, while it is theirs to give."""
    if departure.membership_id != membership.pk or departure.has_come:
        return None
    wanted = DepartureTask.Kind.SELF_REMOVAL
    mine = (task for task in tasks if task.kind == wanted and task.is_open)
    return next((task for task in mine if task.confirmed_at is None), None)


def managed(
    departure: Departure, tasks: list[DepartureTask], membership: Membership
) -> dict[str, Any]:
    """What those who work on it read and may do; the leaver sees neither."""
    own = departure.membership_id == membership.pk
    manages = membership.allows(Duty.MANAGE_PEOPLE)
    others = Others(departure)
    shown_risks = risks_to_show(tasks, others) if departure.is_open else []
    does = any(membership.allows(duty) for duty in DOERS)
    returns = departure.kind in departure.FOR_A_TIME and departure.returned_at is None
    may_refresh = departure.is_open and does and departure.returned_at is None
    return {
        "manages": manages,
        "risks": shown_risks,
        "lacking": any(not risk["is_met"] for risk in shown_risks),
        "may_refresh": may_refresh,
        "added": added_since(departure, tasks, others) if may_refresh else 0,
        "may_move": manages and departure.is_open and not departure.has_come,
        "may_cancel": manages and departure.is_open and not departure.has_come,
        "may_return": manages and returns and departure.has_come and not departure.cancelled_at,
        "may_take_back": departure.can_be_taken_back and may_plan(departure, membership),
        "may_attest": manages and departure.is_open and departure.ended_at and not own,
        "ready": not left_to_close(tasks, others),
        "events": timeline(departure),
    }
