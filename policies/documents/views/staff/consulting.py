"""Who was asked about a version, and what they said."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from policies.documents.actions import answer_asked
from policies.documents.actions import ask as ask_about
from policies.documents.forms.versions import AnswerForm, AskForm
from policies.documents.questions import unasked
from policies.documents.views.staff.common import find_version, step


@member_view(Duty.MANAGE_RULES)
def ask(request: MemberRequest, policy: str, version: str) -> HttpResponse:
    """Somebody was asked (FTC-10-b)."""
    found = find_version(request, policy, version)
    if request.method != "POST" and not found.is_in_work:
        return redirect(found)
    missing = unasked(found)
    first = {"who": missing[0]} if missing else None
    form = AskForm(request.POST or None, council=request.council, initial=first)
    return step(
        request,
        found,
        form,
        partial(ask_about, version=found, actor=request.user),
        "consult",
        lambda asked: f"On record as asked: {asked.who}.",
        then=found,
        unasked=missing,
    )


@member_view(Duty.MANAGE_RULES)
def answer(request: MemberRequest, policy: str, version: str, pk: int) -> HttpResponse:
    """They answered."""
    found = find_version(request, policy, version)
    asked = get_object_or_404(found.asked, pk=pk)
    asked.version = found
    form = AnswerForm(request.POST or None, council=request.council)
    act = partial(answer_asked, asked=asked, actor=request.user)
    said = "What they said is on record."
    return step(request, found, form, act, "answer", said, then=found, asked=asked)
