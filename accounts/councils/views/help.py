"""Help and contact, accessibility, privacy, cookies: for everybody, of a council or of none."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.councils.front import FrontRequest, front_page
from councilsm.access import public
from councilsm.pages import HELP


@public
def any_help(request: HttpRequest, topic: str) -> HttpResponse:
    """One of the topics, where nothing says of which council."""
    return page(request, topic)


@front_page
def help_page(request: FrontRequest, topic: str) -> HttpResponse:
    """One of the topics, and whom to write to at this council. Its people keep their navigation."""
    request.membership = request.insider  # page_context reads it
    book = request.council.rulebook
    return page(request, topic, clerk=book.title(book.proper_officer))


def page(request: HttpRequest, topic: str, **context: str) -> HttpResponse:
    if topic not in HELP:
        raise Http404
    shown: dict[str, Any] = {
        **context,
        "title": HELP[topic],
        "session_cookie": settings.SESSION_COOKIE_NAME,
        "session_hours": settings.SESSION_COOKIE_AGE // 3600,
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, f"accounts/councils/help_{topic}.html", shown)
