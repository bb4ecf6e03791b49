"""Asks once more before a form ends rights with the click, and says whose and when."""

from collections.abc import Collection

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.leavers.forms.recording import MomentForm
from accounts.leavers.models import Departure
from accounts.people.models import Membership
from councilsm.access import MemberRequest

#: What the page that asks sends along; its other button, which leads back; what says who types.
SURE, AGAIN = "sure", "again"
NOT_TYPED = {"csrfmiddlewaretoken", "whose", "carried_on", SURE, AGAIN}


def is_sure(request: MemberRequest, form: MomentForm) -> bool:
    """Whether a form may be carried out: nothing ends with it yet, or somebody has said yes."""
    return not form.ends_now or SURE in request.POST


def goes_back(request: MemberRequest) -> bool:
    """Whether somebody was asked and wants to change what they typed."""
    return AGAIN in request.POST


def ask_first(
    request: MemberRequest,
    form: MomentForm,
    members: Collection[Membership],
    kind: str,
    back: str,
) -> HttpResponse:
    """The page that asks; it carries everything that was typed.

    Args:
        members: whose rights end.
        kind: why, one of `Departure.Kind`.
        back: where "Cancel" leads.
    """
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NOT_TYPED
        for value in values
    ]
    context = {
        "typed": typed,
        "who": ", ".join(member.goes_by for member in members),
        "why": Departure.Kind(kind).label,
        "now": timezone.now(),
        "ends_at": form.cleaned_data["ends_at"],
        "for_a_time": kind in Departure.FOR_A_TIME,
        "stays": kind in Departure.STAYS,
        "died": kind == Departure.Kind.DIED,
        "back": back,
    }
    return render(request, "accounts/leavers/confirm.html", context)
