"""Clauses of the council's policies in a sentence, each a link to what it said on a day."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

When = date | datetime | None
#: What no number or plain word has: letters, a hyphen, then more.
TELLING = re.compile(r"^[A-Za-z]+-.*\w")


@register.simple_tag(takes_context=True)
def clauses(context: template.Context, words: object, on: When = None) -> SafeString:
    """The words, where each clause of the council's own rulebook leads to its page.

    For the council's people; everybody else reads the same words without links, since that page is
    behind the sign-in.

    Args:
        on: when it was decided (a day, or a moment), so that the clause is shown as it stood then;
            today by default.
    """
    text, request = str(words or ""), getattr(context, "request", None)
    titles = _titles(request)
    parts, at = [], 0
    for match in pattern_of(tuple(titles)).finditer(text) if titles and text else ():
        # A source names a clause with its title: both are the link.
        end, title = match.end(), f": {titles[match.group()]}"
        end += len(title) if text.startswith(title, end) else 0
        parts.append(conditional_escape(text[at : match.start()]))
        parts.append(_link(request, match.group(), on, text[match.start() : end]))
        at = end
    parts.append(conditional_escape(text[at:]))
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag(takes_context=True)
def clauses_read(context: template.Context, words: object) -> SafeString:
    """Links to the clauses that some words cite, behind words that are a link already."""
    request = getattr(context, "request", None)
    titles = _titles(request)
    cited = dict.fromkeys(pattern_of(tuple(titles)).findall(str(words or ""))) if titles else {}
    links = format_html_join(", ", "{}", ((_link(request, one, None, one),) for one in cited))
    return format_html(" Read {}", links) if cited else SafeString("")


def _titles(request: Any) -> dict[str, str]:
    """The council's clauses, id to title; none for whoever is not of the council."""
    if request is None or getattr(request, "membership", None) is None:
        return {}
    clauses: dict[str, str] = request.council.rulebook.clauses
    return clauses


def _link(request: Any, ref: str, on: When, words: str) -> SafeString:
    day = timezone.localdate(on) if isinstance(on, datetime) else (on or timezone.localdate())
    address = reverse("documents:clause", args=[request.council.slug, ref])
    return format_html(
        '<a class="govuk-link" href="{}?on={}">{}</a>', address, day.isoformat(), words
    )


@lru_cache(maxsize=500)
def pattern_of(known: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of some ids, the longest first, and none inside a longer word.

    An id such as "6.3", which a council may have typed, could be any number: it is found only where
    a source begins and its title follows.
    """
    telling = sorted(filter(TELLING.search, known), key=len, reverse=True)
    others = sorted(set(known) - set(telling), key=len, reverse=True)
    found = []
    if telling:
        found.append(rf"(?<![\w.-])(?:{_any(telling)})(?![\w-]|\.\w)")
    if others:
        found.append(rf"(?:(?<=^)|(?<=\()|(?<=; ))(?:{_any(others)})(?=: )")
    return re.compile("|".join(found))


def _any(ids: Iterable[str]) -> str:
    return "|".join(map(re.escape, ids))
