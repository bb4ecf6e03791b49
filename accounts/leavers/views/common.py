"""What the pages about leaving share: finding a departure, and a form that does one thing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render

from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.models.departure import DepartureQuerySet
from accounts.leavers.questions import DOERS, SEERS, may_see, of_clerks, tasks_of
from accounts.leavers.views.confirming import goes_back
from accounts.people.models import Membership
from councilsm.access import MemberRequest
from councilsm.duties import Duty
from councilsm.steps import take_step
from councilsm.tenancy import CouncilForm


def sees_all(membership: Membership) -> bool:
    """Whether somebody sees every departure by a duty."""
    return any(membership.allows(duty) for duty in SEERS)


def only_leaves(departure: Departure, membership: Membership) -> bool:
    """Whether a departure is somebody's own, which they read and do not work on."""
    does = any(membership.allows(duty) for duty in DOERS) and not membership.in_handover
    return departure.membership_id == membership.pk and not does


def seen_by(request: MemberRequest) -> DepartureQuerySet:
    """The departures of which somebody may see a list: all, or those with a task of their office.

    Nobody learns from a list that they are to be dismissed, or what somebody tells them in person.

    Raises:
        PermissionDenied: they may see none.
    """
    member = request.membership
    untold = Q(kind__in=Departure.AT_ONCE) | Q(tells_them=False)
    rows = request.council.departures.exclude(untold, membership=member)
    if sees_all(member):
        return rows
    tasks = request.council.departure_tasks.filter(owner__in=member.offices.values())
    clerks = of_clerks(request.council) if member.allows(Duty.CARETAKE) else rows.none()
    if not (tasks.exists() or clerks.exists()):
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    return rows.filter(Q(pk__in=tasks.values("departure")) | Q(pk__in=clerks.values("pk")))


def find(request: MemberRequest, number: int) -> Departure:
    """One of the council's departures that the member may see.

    Raises:
        Http404: there is none, for those who work on departures.
        PermissionDenied: the same for everybody else, so that it tells nothing.
    """
    rows = request.council.departures.select_related(
        *("membership__person", "account", "office", "recorded_by", "cancelled_by"),
        *("attested_by", "attested_in"),
    )
    departure = rows.filter(number=number).first()
    if departure is not None:
        departure.council = departure.membership.council = request.council
        if may_see(departure, request.membership):
            return departure
    if sees_all(request.membership):
        raise Http404
    raise PermissionDenied(Duty.MANAGE_PEOPLE.label)


def find_task(request: MemberRequest, number: int, pk: int) -> DepartureTask:
    """One task of a departure that the member may see, or 404."""
    departure = find(request, number)
    task = tasks_of(departure).filter(pk=pk).first()
    if task is None:
        raise Http404
    task.departure, task.council = departure, request.council
    if task.evidence:
        task.evidence.council = request.council
    return task


def act(
    request: MemberRequest,
    departure: Departure,
    form: CouncilForm,
    action: Callable[..., Any],
    *,
    said: str | Callable[[Any], str],
    template: str = "step",
    **page: Any,
) -> HttpResponse:
    """A page with a form about a departure; see `take_step`.

    Args:
        action: takes the form's values and `actor`.
        said: what the next page says.
        page: `heading`, `button`, `intro` and whatever else the page shows.
    """
    if goes_back(request):
        context = {"form": form, "departure": departure, **page}
        return render(request, f"accounts/leavers/{template}.html", context)
    return take_step(
        request,
        form,
        partial(action, actor=request.user),
        f"accounts/leavers/{template}.html",
        said=said,
        then=departure,
        departure=departure,
        **page,
    )
