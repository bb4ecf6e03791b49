"""A page with one form that does one thing: the shape of most pages on which somebody acts."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from councilsm.files.evidence import EvidenceForm
from councilsm.once import Sending
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse


def take_step(
    request: HttpRequest,
    form: forms.Form,
    act: Callable[..., Any],
    template: str,
    *,
    said: str | Callable[[Any], str],
    then: Any = None,
    **page: Any,
) -> HttpResponse:
    """Shows a form; once it was sent, does what it asks and goes on.

    Bad input and a refusal show it again, everything typed kept (422, 409). The very same form
    sent twice shows what it did; where somebody else was faster, or the words differ, it is said.

    Args:
        act: takes the form's values by name; usually an action with its object and actor bound.
        said: what the next page says; or a function that says it of what `act` returned.
        then: where that is: an object, or what `redirect` takes; by default what `act` returned.
        page: what else the template shows.
    """
    refused = 0
    if form.is_bound:
        if isinstance(form, EvidenceForm):
            form.keep_files(request.user)
        if form.is_valid():
            sending = Sending(request)
            try:
                done = act(**form.cleaned_data)
            except RuleBroken as error:
                if isinstance(error, AlreadyDone) and sending.is_repeated:
                    return redirect(error.there)
                sending.refused()
                refused = refuse(form, error)
            else:
                messages.success(request, said if isinstance(said, str) else said(done))
                return redirect(then or done)
    context = {"form": form, **page}
    return render(request, template, context, status=page_status(form, refused))
