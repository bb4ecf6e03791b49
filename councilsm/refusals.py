"""Refusals in plain words: what a rule forbids, and what someone else has meanwhile changed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from django import forms
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

#: Clocks differ: so much later than ours a time may seem.
SKEW = timedelta(minutes=5)


class RuleBroken(Exception):
    """An action refuses: the council's rules, the law or the record's state forbid it.

    Args:
        sentence: what a clerk should read, and what to do instead.
        source: the clause, law or decision that says so; empty when it is plain fact.
        field: the argument that it is about, by which forms call their field; empty for none.
    """

    def __init__(self, sentence: str, *, source: str = "", field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.source = source
        self.field = field


class Stale(RuleBroken):
    """The page showed an older state than the record has now: someone was faster."""


class AlreadyDone(Stale):
    """The very same stands on the record already, as of a form that was sent twice.

    Args:
        there: the row that holds it; which model, the action that raises this says.
    """

    def __init__(self, sentence: str, there: Any) -> None:
        super().__init__(sentence)
        self.there = there


def required_words(words: str, otherwise: str) -> str:
    """Words that an action cannot do without, with no blanks around them.

    Raises:
        RuleBroken: there are none; says `otherwise`.
    """
    if not words.strip():
        raise RuleBroken(otherwise)
    return words.strip()


def require_past(moment: datetime, what: str) -> None:
    """Asserts that something has happened.

    Args:
        what: completes "The time …", for example "it was posted".

    Raises:
        RuleBroken: it lies in the future.
    """
    if moment > timezone.now() + SKEW:
        raise RuleBroken(f"The time {what} is in the future.")


class RefusalMiddleware:
    """Shows a `RuleBroken` that no view caught as one plain page, status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            # Nobody types one, and PostgreSQL cannot look for it.
            raise BadRequest("A null character in the address.")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, RuleBroken):
            return render(request, "409.html", {"refusal": error}, status=409)
        return None


def refuse(form: forms.BaseForm, error: RuleBroken) -> int:
    """Puts a refusal on the form that the view shows again; returns its status, 409."""
    words = f"{error.sentence} ({error.source})" if error.source else error.sentence
    form.add_error(error.field if error.field in form.fields else None, words)
    return 409


def page_status(form: forms.BaseForm, refused: int = 0) -> int:
    """The status of a page that shows a form: 409 refused, 422 with errors, else 200."""
    return refused or (422 if form.is_bound and form.errors else 200)
