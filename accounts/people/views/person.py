"""One person at a council, and what may be done about them."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.people import actions
from accounts.people.actions import invitations
from accounts.people.forms import AppointForm, ChangeContactForm, EndForm
from accounts.people.models import Membership
from accounts.people.person_page import person_context
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, page_status, refuse
from councilsm.tenancy import CouncilForm


@member_view(Duty.MANAGE_PEOPLE, handover=True)
def detail(request: MemberRequest, pk: int) -> HttpResponse:
    context = person_context(find(request, pk), request.membership)
    return render(request, "accounts/people/detail.html", context)


@require_POST
@member_view(Duty.MANAGE_PEOPLE, handover=True)
def appoint(request: MemberRequest, pk: int) -> HttpResponse:
    membership = find(request, pk)
    form = AppointForm(request.POST, council=request.council, prefix="appoint")
    said = f"{membership.goes_by} is appointed."
    return act(request, membership, form, actions.appoint, said)


@require_POST
@member_view(Duty.MANAGE_PEOPLE)
def end_appointment(request: MemberRequest, pk: int, appointment: int) -> HttpResponse:
    membership = find(request, pk)
    held = get_object_or_404(request.council.appointments, pk=appointment, membership=membership)
    form = EndForm(request.POST, council=request.council, prefix=f"office-{held.pk}")
    said = f"{held.office} ends on the day you gave."
    return act(request, membership, form, actions.end_appointment, said, appointment=held)


@require_POST
@member_view(Duty.MANAGE_PEOPLE)
def contact(request: MemberRequest, pk: int) -> HttpResponse:
    membership = find(request, pk)
    form = ChangeContactForm(request.POST, council=request.council, prefix="contact")
    return act(request, membership, form, actions.change_contact, "Saved.")


@require_POST
@member_view(Duty.MANAGE_PEOPLE, handover=True)
def invite(request: MemberRequest, pk: int) -> HttpResponse:
    membership = find(request, pk)
    invitations.send_invitation(membership=membership, actor=request.user)
    messages.success(request, f"A new invitation is on its way to {membership.person.email}.")
    return redirect(membership)


@require_POST
@member_view(Duty.MANAGE_PEOPLE, handover=True)
def withdraw(request: MemberRequest, pk: int, invitation: int) -> HttpResponse:
    membership = find(request, pk)
    sent = get_object_or_404(request.council.invitations, pk=invitation, membership=membership)
    invitations.withdraw_invitation(invitation=sent, actor=request.user)
    messages.success(request, "The invitation is withdrawn. Its link no longer works.")
    return redirect(membership)


@require_POST
@member_view(Duty.MANAGE_PEOPLE)
def end_sessions(request: MemberRequest, pk: int) -> HttpResponse:
    membership = find(request, pk)
    if not membership.lets_in:
        raise RuleBroken(f"{membership.goes_by} cannot sign in at {request.council} today.")
    person = membership.person
    actions.end_sessions(person=person, actor=request.user, council=request.council)
    messages.success(request, f"{person} is signed out everywhere.")
    return redirect("people:detail", request.council.slug, pk)


def find(request: MemberRequest, pk: int) -> Membership:
    """Somebody at this council, whenever; 404 for anybody else."""
    people = request.council.memberships.select_related("person", "line_manager")
    theirs = people.prefetch_related(
        "appointments__office", "team_seats", "invitations", "absences"
    )
    return get_object_or_404(theirs, pk=pk)


def act(
    request: MemberRequest,
    membership: Membership,
    form: CouncilForm,
    action: Callable[..., Any],
    said: str,
    **of: Any,
) -> HttpResponse:
    """Calls an action with a form's values; the page again, everything typed kept, if it refuses.

    Args:
        said: what the page says afterwards.
        of: what the action is about, where that is not the membership.
    """
    refused = 0
    if form.is_valid():
        try:
            action(**(of or {"membership": membership}), **form.cleaned_data, actor=request.user)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, said)
            return redirect(membership)
    context = person_context(membership, request.membership, form)
    status = page_status(form, refused)
    return render(request, "accounts/people/detail.html", context, status=status)
