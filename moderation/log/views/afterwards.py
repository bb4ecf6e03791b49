"""What is said of an entry afterwards, each on a page of its own."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from councilsm.access import MemberRequest, member_view
from councilsm.duties import Duty
from councilsm.steps import take_step
from moderation.log.actions import (
    answer_appeal,
    confirm_action,
    correct_action,
    record_appeal,
    reverse_action,
)
from moderation.log.actions.appealing import may_answer
from moderation.log.forms.afterwards import (
    AnswerForm,
    AppealForm,
    ConfirmForm,
    CorrectForm,
    ReverseForm,
    written,
)
from moderation.log.models import ModerationAction
from moderation.log.readers import READERS
from moderation.log.views.records import find_entry


@member_view(Duty.LOG_MODERATION)
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Somebody says that it is done on the platform."""
    entry = find_entry(request, pk)
    if request.method != "POST" and entry.confirmed_at:
        return redirect(entry.item.get_absolute_url())
    form = ConfirmForm(
        request.POST or None, request.FILES or None, council=request.council, action=entry
    )
    act = partial(confirm_action, action=entry, actor=request.user)
    return step(request, entry, form, act, "confirm", "{} is confirmed as done on the platform.")


@member_view(Duty.LOG_MODERATION)
def reverse(request: MemberRequest, pk: int) -> HttpResponse:
    """An action is taken back; a removal in error asks for restoring."""
    entry = find_entry(request, pk)
    form = ReverseForm(request.POST or None, council=request.council)
    act = partial(reverse_action, action=entry, actor=request.user)
    return step(request, entry, form, act, "reverse", "The reversal of {} is on the record.")


@member_view(Duty.LOG_MODERATION)
def correct(request: MemberRequest, pk: int) -> HttpResponse:
    """An entry was written down wrongly: another entry says what is right."""
    entry = find_entry(request, pk)
    form = CorrectForm(
        request.POST or None, council=request.council, action=entry, initial=written(entry)
    )
    act = partial(correct_action, action=entry, actor=request.user)
    return step(request, entry, form, act, "correct", "The correction of {} is on the record.")


@member_view(Duty.LOG_MODERATION)
def appeal(request: MemberRequest, pk: int) -> HttpResponse:
    """A resident whose post was not let through asks once, with reasons."""
    entry = find_entry(request, pk)
    form = AppealForm(request.POST or None, council=request.council)
    act = partial(record_appeal, action=entry, actor=request.user)
    book = request.council.rulebook
    said, officer = "What they said about {} is on the record.", book.title(book.proper_officer)
    return step(request, entry, form, act, "appeal", said, officer=officer)


@member_view(Duty.SUBMIT_DRAFTS)
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """The proper officer's answer to them; the page shows all that it takes to answer."""
    rows = request.council.appeals.select_related("recorded_by", "answered_by")
    asked = get_object_or_404(rows, pk=pk)
    entry = find_entry(request, asked.action_id)
    asked.council, asked.action = request.council, entry
    if not may_answer(request.membership):
        raise PermissionDenied("Answer as the proper officer")
    form = AnswerForm(request.POST or None, council=request.council)
    act = partial(answer_appeal, appeal=asked, actor=request.user)
    back = (
        entry.item.get_absolute_url()
        if any(map(request.membership.allows, READERS))
        else request.council.get_absolute_url()
    )
    said = "The answer about {} is on the record."
    return step(request, entry, form, act, "answer", said, asked=asked, back_url=back, then=back)


def step(
    request: MemberRequest,
    entry: ModerationAction,
    form: forms.Form,
    act: Callable[..., Any],
    what: str,
    said: str,
    **page: Any,
) -> HttpResponse:
    """A page about one entry with one form that does one thing.

    Args:
        what: names the template.
        said: what the next page says, with {} for the reference.
    """
    return take_step(
        request,
        form,
        act,
        f"moderation/log/{what}.html",
        said=said.format(entry.item.reference),
        entry=entry,
        item=entry.item,
        **{"then": entry.item.get_absolute_url()} | page,
    )
