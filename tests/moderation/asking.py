"""Requests to be unblocked for tests, sent as people send them."""

from typing import Any

from django.test import Client

from moderation.unblocks.actions import send_request
from moderation.unblocks.models import UnblockRequest
from moderation.unblocks.request_letter import RequestLetter
from tests.cast import Cast

NEW = "/c/ashford/unblock/new/"
#: What somebody answers, page by page.
JO: dict[str, dict[str, str]] = {
    "where": {"platform": "facebook", "handle": "@jo.reed"},
    "what": {"what": "I wrote about the bins.\r\nNow I cannot see your page."},
    "more": {"more": "I would like to follow the flood news."},
    "who": {"who": "self"},
    "answer": {"answer_by": "email", "email": "jo@example.org"},
}


def a_request(cast: Cast, what: str = "I cannot see your page.", **values: Any) -> UnblockRequest:
    """A request in Ashford, sent without the pages."""
    letter = {"platform": "facebook", "handle": "@jo.reed", "email": "jo@example.org"} | values
    sent = RequestLetter(what=what, **letter)
    return send_request(council=cast.ashford, letter=sent, by_mail=True)


def answer(browser: Client, said: dict[str, dict[str, str]] | None = None, **headers: Any) -> Any:
    """Answers every page, up to "check your answers"; returns that page."""
    for page, values in (JO | (said or {})).items():
        browser.post(f"{NEW}{page}/", values, **headers)
    return browser.get(f"{NEW}check/", **headers)


def send(browser: Client, **headers: Any) -> Any:
    """Presses the last button and goes where it leads."""
    return browser.post(f"{NEW}check/", follow=True, **headers)
