"""One page for each thing that is done about one way in."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.leavers import actions
from accounts.leavers.actions.reopening import why_it_stays
from accounts.leavers.forms.recording import MistakeForm
from accounts.leavers.forms.tasks import CompleteForm, SelfRemovalForm, SetAsideForm
from accounts.leavers.models import DepartureTask
from accounts.leavers.pages import address_of, remedy_of
from accounts.leavers.proof import is_known_to_them, shared_access, taken_over
from accounts.leavers.questions import may_do
from accounts.leavers.views.common import act, find_task, only_leaves
from accounts.people.models import Person
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty


@member_view(Duty.SUBMIT_DRAFTS, handover=True)
def task(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """What there is to do; done by those who may, read by everybody else who sees it."""
    found = find_task(request, number, pk)
    if not (found.departure.is_open and found.is_open and may_do(found, request.membership)):
        if request.method == "POST":
            raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
        own = only_leaves(found.departure, request.membership)
        context = {"departure": found.departure, "task": found, "own": own, **shown(found)}
        if found.departure.is_open and not own and may_do(found, request.membership):
            context["stays"] = why_it_stays(found)
            context["may_reopen"] = not found.is_open and not context["stays"]
        return render(request, "accounts/leavers/task.html", context)
    form = CompleteForm(
        request.POST or None, request.FILES or None, council=request.council, task=found
    )
    return act(
        request,
        found.departure,
        form,
        partial(actions.complete_task, task=found),
        said=f"{found.what}: recorded as done.",
        template="task",
        task=found,
        can_do=True,
        **what_to_do(found),
        **shown(found),
    )


@member_view(Duty.SUBMIT_DRAFTS)
def set_aside(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found = doable(request, number, pk)
    risk = found.is_risk
    return act(
        request,
        found.departure,
        SetAsideForm(request.POST or None, council=request.council, task=found),
        partial(actions.set_aside_task, task=found),
        said=f"{found.what}: {'the risk is recorded' if risk else 'set aside'}.",
        template="task_step",
        task=found,
        heading="Record the risk" if risk else "Set it aside",
        button="Record it" if risk else "Set it aside",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def reopen(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    found = doable(request, number, pk)
    return act(
        request,
        found.departure,
        MistakeForm(request.POST or None, council=request.council),
        partial(actions.reopen_task, task=found),
        said=f"{found.what}: to do again.",
        template="task_step",
        task=found,
        heading="It was recorded by mistake",
        intro="The step is to do again. What was recorded stays in the history.",
        button="Open the step again",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def self_removal(request: MemberRequest, number: int, pk: int) -> HttpResponse:
    """The leaver's own word; nobody gives it for them."""
    found = find_task(request, number, pk)
    if found.kind != DepartureTask.Kind.SELF_REMOVAL:
        raise Http404
    if found.departure.membership_id != request.membership.pk:
        raise PermissionDenied("Only they can confirm this.")
    form = SelfRemovalForm(request.POST or None, council=request.council)

    def confirm(*, sure: bool, actor: Person) -> None:
        actions.confirm_self_removal(task=found, actor=actor)

    return act(
        request,
        found.departure,
        form,
        confirm,
        said="You have confirmed that you are off every account.",
        template="task_step",
        task=found,
        heading="Confirm that you have removed yourself",
        intro="Take yourself off each account and group on the platform first, then say so here. "
        "Somebody else looks at each of them afterwards.",
        button="Confirm",
    )


def doable(request: MemberRequest, number: int, pk: int) -> DepartureTask:
    """A task that the member may close.

    Raises:
        PermissionDenied: it is not theirs to close.
    """
    found = find_task(request, number, pk)
    if not may_do(found, request.membership):
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    return found


def what_to_do(task: DepartureTask) -> dict[str, Any]:
    """What the register must show first, and what ends with the step."""
    kind, departure = task.kind, task.departure
    needs_register = kind in (DepartureTask.Kind.OFFICE, DepartureTask.Kind.TEAM)
    by_register = taken_over(task)
    ends = [task.grant] if task.grant and not departure.has_come and not task.grant.is_over else []
    if kind == DepartureTask.Kind.PASSWORD and task.way_in:
        ends = list(shared_access(departure, task.way_in))
    known = is_known_to_them(task)
    passwords = departure.tasks.filter(kind=DepartureTask.Kind.PASSWORD, way_in=task.way_in_id)
    return {
        "taken_over": by_register,
        "knows": known,
        "password_step": passwords.first() if known else None,
        "waits_for_register": known or (needs_register and not by_register),
        "ends": ends,
    }


def shown(task: DepartureTask) -> dict[str, str]:
    """Where the register has what the task is about, and where a risk is mended."""
    people = reverse("people:list", args=[task.council.slug])
    return {
        "register_url": address_of(task),
        "remedy_url": remedy_of(task),
        "people_url": people,
    }
