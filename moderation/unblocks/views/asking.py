"""The public's form, one question a page: the answers wait in the session until they are sent.

Nothing here knows whether anybody is blocked, so nothing here can give it away.
"""

from typing import Any, TypeVar

from django.conf import settings
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.councils.front import FrontRequest, front_page
from councilsm.refusals import AlreadyDone, RuleBroken, page_status, refuse
from councilsm.turns import may_write_to
from moderation.unblocks.actions import send_request
from moderation.unblocks.answers import PAGES, Answers
from moderation.unblocks.forms.asking import (
    AnswerForm,
    MoreForm,
    QuestionForm,
    SendForm,
    WhatForm,
    WhereForm,
    WhoForm,
)
from moderation.unblocks.limits import may_send, may_start
from moderation.unblocks.told import told_by

F = TypeVar("F", bound=QuestionForm)

TOO_MANY = 429
WAIT = (
    "Several requests were sent from where you are in the last hour. Wait an hour, then try again. "
    "What you typed is kept."
)
WAIT_TO_START = "Many requests were begun from where you are. Wait an hour, then try again."


@require_safe
@front_page
def new(request: FrontRequest) -> HttpResponse:
    """What one should know first."""
    return page(request, "new", {"told": told_by(request.council)})


@front_page
def where(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    form = bound(request, WhereForm, answers.pages.get("where"))
    if form.is_bound and (form.is_valid() or form.is_trap_filled):
        if not answers.pages and not may_start(request):
            form.add_error(None, WAIT_TO_START)
            return show(request, "where", form, TOO_MANY)
        answers.trapped = form.is_trap_filled
        platform = form.cleaned_data.get("platform") or "other"
        handle = form.cleaned_data.get("handle") or "?"
        answers.take("where", {"platform": platform, "handle": handle})
        return onward(request, answers)
    return show(request, "where", form)


@front_page
def what(request: FrontRequest) -> HttpResponse:
    return question(request, "what", WhatForm)


@front_page
def more(request: FrontRequest) -> HttpResponse:
    return question(request, "more", MoreForm)


@front_page
def who(request: FrontRequest) -> HttpResponse:
    return question(request, "who", WhoForm)


@front_page
def answer(request: FrontRequest) -> HttpResponse:
    return question(request, "answer", AnswerForm)


@front_page
def check(request: FrontRequest) -> HttpResponse:
    answers = Answers(request)
    if gap := answers.first_gap:
        # Pressed twice: the first press sent it, and nothing is left to send.
        twice = request.method == "POST" and not answers.pages and answers.confirmation
        return redirect(f"unblocks:{'sent' if twice else gap}", request.council.slug)
    form = SendForm(request.POST if request.method == "POST" else None)
    refused = 0
    if form.is_valid():
        refused = send(request, answers, form)
        if not refused:
            return redirect("unblocks:sent", request.council.slug)
    rows = [
        (key, said, reverse(f"unblocks:{at}", args=[request.council.slug]))
        for key, said, at in answers.in_words
    ]
    return show(request, "check", form, refused, rows=rows)


@require_safe
@front_page
def sent(request: FrontRequest) -> HttpResponse:
    note = Answers(request).confirmation
    if note is None:
        return redirect("unblocks:new", request.council.slug)
    found = request.council.unblock_requests.filter(number=note["number"]).first()
    link = f"{settings.BASE_URL}{found.status_url}" if found and note["link"] else ""
    context = {"sent": found, "link": link, "told": told_by(request.council)}
    return page(request, "sent", context)


# --- Of these views only ------------------------------------------------------------------------


def question(request: FrontRequest, name: str, kind: type[QuestionForm]) -> HttpResponse:
    """One question: asks it, keeps the answer, and goes on to the first that is open."""
    answers = Answers(request)
    if not answers.may_ask(name):
        return redirect(f"unblocks:{answers.first_gap}", request.council.slug)
    form = bound(request, kind, answers.pages.get(name))
    if form.is_valid():
        answers.take(name, form.cleaned_data)
        return onward(request, answers)
    before = reverse(f"unblocks:{PAGES[PAGES.index(name) - 1]}", args=[request.council.slug])
    return show(request, "question", form, first=next(iter(form)), back_url=before)


def bound(request: FrontRequest, kind: type[F], known: dict[str, Any] | None) -> F:
    """A page's form, with what was sent, or with what was answered before."""
    if request.method == "POST":
        return kind(request.POST, request.FILES)
    return kind(initial=known)


def onward(request: FrontRequest, answers: Answers) -> HttpResponse:
    """To the first question that is open, or to check them all."""
    return redirect(f"unblocks:{answers.first_gap or 'check'}", request.council.slug)


def send(request: FrontRequest, answers: Answers, form: Form) -> int:
    """Sends what was answered; 409 or 429 with a sentence on the form, 0 when it is done.

    The same request again is not counted: it costs nothing and is shown the same page. Without an
    e-mail address only the session that sent it counts as the same, so its link is nobody else's.
    """
    if answers.trapped:
        answers.forget(None, link=False)
        return 0
    letter, council = answers.letter, request.council
    sender = answers.sender
    found = council.unblock_requests.waiting_like(letter, sender)
    by_mail = bool(letter.email)
    if found is None:
        if not may_send(request):
            form.add_error(None, WAIT)
            return TOO_MANY
        by_mail = by_mail and may_write_to(letter.email)
        try:
            found = send_request(council=council, letter=letter, by_mail=by_mail, sender=sender)
        except AlreadyDone as before:  # the other one wrote to the address, if there is one
            found, by_mail = before.there, bool(letter.email)
        except RuleBroken as error:
            return refuse(form, error)
    answers.forget(found.number, link=not by_mail)
    return 0


def show(
    request: FrontRequest, name: str, form: Form, refused: int = 0, **context: Any
) -> HttpResponse:
    """One question, with the status of its form."""
    return page(request, name, {"form": form, **context}, status=page_status(form, refused))


def page(
    request: FrontRequest, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """One page. The council's name leads to its page for everybody."""
    home = reverse("councils:front", args=[request.council.slug])
    template = f"moderation/unblocks/{name}.html"
    return render(request, template, {"home_url": home, **context}, status=status)
