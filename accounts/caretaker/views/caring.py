"""The caretaker's page and its five forms; none shows anything that the council does."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.caretaker import actions
from accounts.caretaker.forms import (
    AttestForm,
    AwayForm,
    BringInForm,
    CaretakerForm,
    ClerksFactorForm,
    EndSignInForm,
)
from accounts.caretaker.questions import (
    clerks,
    clerks_office,
    departures_to_attest,
    left_to_do,
    resets_to_confirm,
    why_none_is_brought_in,
)
from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.inbox.due import counted
from councilsm.steps import take_step


@member_view(Duty.CARETAKE)
def page(request: MemberRequest) -> HttpResponse:
    council, caretaker = request.council, request.membership
    departures = list(departures_to_attest(council, caretaker))
    for departure in departures:
        departure.council = council
    holders = list(clerks(council, suspended=True))
    others = [one for one in holders if one.pk != caretaker.pk]
    context = {
        "office": clerks_office(council),
        "clerks": holders,
        "others": others,
        "somebody_there": any(not one.is_closed for one in others),
        "why_not": why_none_is_brought_in(council),
        "departures": [(row, left_to_do(row)) for row in departures],
        "resets": resets_to_confirm(caretaker).select_related("membership__person", "asked_by"),
        "source": council.rulebook.source_if_set("caretaker"),
    }
    return render(request, "accounts/caretaker/page.html", context)


@member_view(Duty.CARETAKE)
def appoint(request: MemberRequest) -> HttpResponse:
    form = BringInForm(request.POST or None, council=request.council, caretaker=request.membership)
    office = clerks_office(request.council)
    return act(
        request,
        form,
        lambda **values: actions.bring_in(council=request.council, **values),
        said=f"They are appointed as {office}. The council’s address is told.",
        heading=f"Bring in an acting or locum {office}",
        button="Appoint them",
        refusal=why_none_is_brought_in(request.council),
    )


@member_view(Duty.CARETAKE)
def end(request: MemberRequest) -> HttpResponse:
    form = EndSignInForm(
        request.POST or None, council=request.council, caretaker=request.membership
    )
    return act(
        request,
        form,
        actions.end_clerks_sign_in,
        said="Their sign-in for this council is ended. The council’s address is told.",
        heading=f"The {clerks_office(request.council)} is gone",
        button="End their sign-in now",
        kind="warning",
        intro="This ends their sign-in, offices and access here at once. Other councils that they "
        "work for are not touched. They are told, unless they died.",
    )


@member_view(Duty.CARETAKE)
def absence(request: MemberRequest) -> HttpResponse:
    form = AwayForm(request.POST or None, council=request.council, caretaker=request.membership)
    return act(
        request,
        form,
        actions.record_clerks_absence,
        said="The absence is recorded. They and the council’s address are told.",
        heading=f"The {clerks_office(request.council)} is away",
        button="Record the absence",
        intro="They can still sign in, act, and end the absence themself.",
    )


@member_view(Duty.CARETAKE)
def factor(request: MemberRequest) -> HttpResponse:
    form = ClerksFactorForm(
        request.POST or None, council=request.council, caretaker=request.membership
    )
    return act(
        request,
        form,
        actions.reset_clerks_factor,
        said="Their second factor is taken off and they are signed out everywhere.",
        heading=f"The {clerks_office(request.council)} lost their second factor",
        button="Take it off",
        kind="warning",
        intro="Until they set up another, their password alone lets them in. They are signed out "
        "everywhere; they, and every council they work for, are told.",
    )


@member_view(Duty.CARETAKE)
def attest(request: MemberRequest, number: int) -> HttpResponse:
    rows = departures_to_attest(request.council, request.membership)
    departure = get_object_or_404(rows, number=number)
    departure.council = request.council
    left = left_to_do(departure)
    form = AttestForm(request.POST or None, council=request.council, caretaker=request.membership)
    return act(
        request,
        form,
        lambda **values: actions.attest_for_clerk(departure=departure, **values),
        said=f"You attested {departure.reference}.",
        heading=f"Attest the departure of {departure.membership.goes_by}",
        button="Attest it",
        intro="" if left else "Nothing is left to do.",
        refusal=f"{counted(left, 'thing is', 'things are')} left to do, by whoever is clerk now. "
        "It can be attested once nothing is."
        if left
        else "",
    )


def act(
    request: MemberRequest,
    form: CaretakerForm,
    action: Callable[..., Any],
    *,
    said: str,
    **context: Any,
) -> HttpResponse:
    """A page with one of the caretaker's forms; see `take_step`."""
    return take_step(
        request,
        form,
        lambda **_: action(**form.values(), actor=request.user),
        "accounts/caretaker/form.html",
        said=said,
        then=reverse("caretaker:page", args=[request.council.slug]),
        **context,
    )
