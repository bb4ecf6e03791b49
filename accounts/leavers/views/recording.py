"""Recording that somebody leaves, and what becomes of that."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.leavers import actions
from accounts.leavers.forms.recording import (
    CancelForm,
    DepartureForm,
    ElectionForm,
    MistakeForm,
    MoveForm,
)
from accounts.leavers.forms.tasks import AttestForm
from accounts.leavers.models import Departure
from accounts.leavers.pages import ATTESTED, clause_of, counted, left_to_close, progress_among
from accounts.leavers.questions import DOERS, may_plan, tasks_of
from accounts.leavers.risks import Others
from accounts.leavers.views.common import act, find
from accounts.leavers.views.confirming import ask_first, goes_back, is_sure
from accounts.people.models import Membership
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from councilsm.tenancy import CouncilForm


@member_view(Duty.MANAGE_PEOPLE)
def new(request: MemberRequest) -> HttpResponse:
    chosen = member_asked_for(request)
    form = DepartureForm(
        request.POST or None,
        council=request.council,
        initial={
            "membership": chosen.pk if chosen else None,
            "last_day": chosen.ends_on if chosen else None,
        },
    )
    if chosen:
        form.tell_usual_time(chosen)
    refused = 0
    if request.method == "POST" and form.is_valid() and not goes_back(request):
        if not is_sure(request, form):
            who, kind = form.cleaned_data["membership"], form.cleaned_data["kind"]
            return ask_first(request, form, [who], kind, leavers_page(request))
        try:
            departure = actions.record_departure(actor=request.user, **form.cleaned_data)
        except AlreadyDone as error:
            messages.info(request, error.sentence)
            return redirect(error.there)
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, recorded_in_words(departure))
            return redirect(departure)
    context = {"form": form, "chosen": chosen}
    return render(request, "accounts/leavers/new.html", context, status=page_status(form, refused))


def member_asked_for(request: MemberRequest) -> Membership | None:
    """Whom the address names, if they belong to the council; from their own page."""
    asked = request.GET.get("membership", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10):
        return None
    members = request.council.memberships.to_choose()
    return members.filter(pk=int(asked)).first()


def leavers_page(request: MemberRequest) -> str:
    return reverse("leavers:list", args=[request.council.slug])


def recorded_in_words(departure: Departure) -> str:
    """What the page says once somebody's leaving is recorded."""
    who = departure.membership.goes_by
    if departure.has_come:
        ended = f"Every right of {who} here has ended."
    else:
        ended = f"The rights of {who} here end on {when_in_words(departure.ends_at)}."
    if departure.kind in departure.STAYS:
        ended = f"{who} changes on {when_in_words(departure.ends_at)}."
    return f"{departure.reference} is recorded. {ended}"


@member_view(Duty.MANAGE_PEOPLE)
def election(request: MemberRequest) -> HttpResponse:
    form = ElectionForm(request.POST or None, council=request.council)
    refused = 0
    if request.method == "POST" and form.is_valid() and not goes_back(request):
        if not is_sure(request, form):
            who = form.cleaned_data["memberships"]
            kind = Departure.Kind.NOT_RE_ELECTED
            return ask_first(request, form, who, kind, leavers_page(request))
        try:
            made = actions.record_election(
                council=request.council, actor=request.user, **form.cleaned_data
            )
        except RuleBroken as error:
            refused = refuse(form, error)
        else:
            messages.success(request, f"{counted(len(made), 'councillor')} recorded as leaving.")
            if not request.council.departure_tasks.filter(departure__in=made).exists():
                return redirect("leavers:list", request.council.slug)
            address = reverse("leavers:tasks", args=[request.council.slug])
            return redirect(f"{address}?show=election")
    return render(
        request, "accounts/leavers/election.html", {"form": form}, status=page_status(form, refused)
    )


@member_view(Duty.MANAGE_PEOPLE)
def move(request: MemberRequest, number: int) -> HttpResponse:
    departure = find(request, number)
    form = MoveForm(
        request.POST or None,
        council=request.council,
        membership=departure.membership,
        initial={"last_day": departure.last_day},
    )
    asked = form.is_bound and form.is_valid() and not goes_back(request)
    if asked and not is_sure(request, form):
        here, kind = departure.get_absolute_url(), departure.kind
        return ask_first(request, form, [departure.membership], kind, here)
    return one_step(
        request,
        departure,
        form,
        actions.move_departure,
        said=moved_in_words,
        heading="Move the last day",
        intro=f"It is {when_in_words(departure.ends_at)} now.",
        button="Move it",
    )


def moved_in_words(departure: Departure) -> str:
    """What the page says once the moment has moved."""
    moment = when_in_words(departure.ends_at)
    if departure.has_come:
        return f"{departure.reference} is moved to {moment}, and with that it has taken effect."
    return f"The moment is moved to {moment}. Their offices and access go on until then."


@member_view(Duty.MANAGE_PEOPLE)
def cancel(request: MemberRequest, number: int) -> HttpResponse:
    departure = find(request, number)
    return one_step(
        request,
        departure,
        CancelForm(request.POST or None, council=request.council),
        actions.cancel_departure,
        said="It is cancelled. What had an earlier last day because of it has its former one.",
        heading="Cancel it",
        intro=f"{departure.membership.goes_by} does not leave after all. Offices and seats get "
        "back the last days they had. What was already removed on a platform stays removed.",
        button="Cancel the departure",
        kind="warning",
    )


@member_view(Duty.MANAGE_PEOPLE)
def back(request: MemberRequest, number: int) -> HttpResponse:
    departure = find(request, number)
    who = departure.membership.goes_by
    return one_step(
        request,
        departure,
        # Nothing is asked, so that what was sent is empty.
        CouncilForm(request.POST if request.method == "POST" else None, council=request.council),
        actions.record_return,
        said=f"{who} is back and can sign in again.",
        heading=f"{who} is back",
        intro="They can sign in again at once. What was taken from them on a platform is not "
        "given back by itself: ask for access, or give it back, where they need it.",
        button="They are back",
    )


@member_view(Duty.SUBMIT_DRAFTS)
def mistake(request: MemberRequest, number: int) -> HttpResponse:
    """For whoever could have recorded it, the caretaker too where it is the clerk's."""
    departure = find(request, number)
    if not may_plan(departure, request.membership):
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    who = departure.membership.goes_by
    return one_step(
        request,
        departure,
        MistakeForm(request.POST or None, council=request.council),
        actions.take_back,
        said=f"{who} has back what {departure.reference} had ended.",
        heading="It was recorded by mistake",
        intro=f"{who} can sign in again at once, with the offices, the seat and the access they "
        "had. What somebody has taken off a platform meanwhile stays off: give it back where they "
        "need it. Both stay on the record.",
        button="Give everything back",
    )


@member_view(Duty.MANAGE_PEOPLE)
def attest(request: MemberRequest, number: int) -> HttpResponse:
    departure = find(request, number)
    tasks = list(tasks_of(departure))
    words = ATTESTED.format(who=departure.membership.goes_by)
    form = AttestForm(request.POST or None, council=request.council, initial={"words": words})
    open_tasks = left_to_close(tasks, Others(departure))
    waits = "" if departure.ended_at else when_in_words(departure.ends_at)
    own = departure.membership_id == request.membership.pk
    return one_step(
        request,
        departure,
        form,
        actions.attest,
        said=f"{departure.reference} is closed.",
        template="attest",
        progress=progress_among(tasks),
        open_tasks=open_tasks,
        waits=waits,
        own=own,
        can_do=form.is_bound or not (open_tasks or waits or own),
        clause=clause_of(request.council, "FTC-6.2-n"),
    )


def one_step(
    request: MemberRequest, departure: Departure, form: CouncilForm, action: Any, **page: Any
) -> HttpResponse:
    """A page that does one thing to a whole departure."""
    return act(request, departure, form, partial(action, departure=departure), **page)


@require_POST
@member_view(Duty.SUBMIT_DRAFTS)
def refresh(request: MemberRequest, number: int) -> HttpResponse:
    if not any(request.membership.allows(duty) for duty in DOERS):
        raise PermissionDenied(Duty.MANAGE_PEOPLE.label)
    departure = find(request, number)
    try:
        added = actions.refresh_tasks(departure=departure, actor=request.user)
    except RuleBroken as error:  # nothing new: no fault of whoever asks
        messages.info(request, error.sentence)
    else:
        messages.success(request, f"{counted(len(added), 'task')} added to the list.")
    return redirect(departure)
