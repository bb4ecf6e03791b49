"""The page on which somebody asks that the words of a report are erased."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.evidence.erase_page import EraseForm, who_agrees
from moderation.sightings.actions import ask_to_erase
from moderation.sightings.views.dealing import posted
from moderation.sightings.views.reporting import find


@member_view(Duty.SUBMIT_DRAFTS)
def erase(request: MemberRequest, number: int) -> HttpResponse:
    """Asks for it, or leads to what was asked; who sees the report may ask."""
    sighting = find(request, number)
    waiting = sighting.erasures.waiting().select_related("council").first()
    if waiting and request.method != "POST":
        return redirect(waiting)
    return take_step(
        request,
        EraseForm(posted(request), council=request.council),
        partial(ask_to_erase, sighting=sighting, actor=request.user),
        "moderation/evidence/erase.html",
        thing=sighting,
        is_report=True,
        back_url=sighting.get_absolute_url(),
        **who_agrees(request, sighting),
    )
