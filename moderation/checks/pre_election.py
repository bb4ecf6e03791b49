"""What goes out before an election: a human looks at each, and no profile is promoted.

Local Government Act 1986 s.2 and s.4; HLTC-resp-12, LTC-4.2.2-g, LTC-4.2.2-h.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from urllib.parse import unquote

from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import LONDON, today
from moderation.checks.content import EXEMPT, IN_PERIOD, Content, Particulars
from moderation.checks.councillors import CODE, PROFILE
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.personal import unique
from moderation.checks.reading import as_read
from moderation.checks.sources import source
from policies.elections.addresses import parts_of
from policies.elections.models import Period
from policies.elections.questions import each_in_words, handles, periods_within

NAME = "Pre-election period"
#: The question that it puts to the approver: why may this go out then?
WHY_THEN = "period"
LAW = f"Local Government Act 1986 s.4; {CODE}"
#: Of the exempt kinds the one that only a reply can be.
FACTUAL_REPLY = "factual_reply"
#: For how long a post may go out whose author names no end.
USUAL = timedelta(days=7)
#: What a page of a councillor is called, where its address says so.
_OF_A_COUNCILLOR = re.compile(r"cllr|councillor", re.IGNORECASE)


@policy_check(NAME)
def pre_election(content: Content, council: Council) -> Iterator[Finding]:
    """What may go out in a period is looked at, and leads to nobody's own profile.

    Asks the database once, and once more, for the profiles, where a period is near.
    """
    periods = periods_within(council, *days_of(content))
    if not periods:
        return
    when = periods_in_words(periods)
    yield from _promoted(content, council, when)
    where_from = source(council, "LTC-4.2.2-h", law=LAW)
    if said := exemption(content):
        yield Finding(
            Result.CHECK_THIS,
            f"It may go out {when}. The author says what it is: {said} Approve it only if that "
            "is so.",
            source=where_from,
            field="in_period",
        )
        return
    yield Finding(
        Result.CHECK_THIS,
        f"It may go out {when}. Say nothing then that could affect how people vote. The approver "
        "must say in writing why it may go out, or it waits until the poll is over.",
        source=where_from,
        field="in_period",
        answer=WHY_THEN,
    )


def _promoted(content: Content, council: Council, when: str) -> Iterator[Finding]:
    found = promoted_in(_said(content), handles(council))
    if not found:
        return
    if council.rulebook.rules.no_promotion.value:
        yield Finding(
            Result.MUST_FIX,
            "This leads to a councillor’s or candidate’s own profile, which the council does not "
            f"promote before an election. It may go out {when}. Take it out, or choose a time "
            "outside those days.",
            words=found,
            source=council.rulebook.source_of("no_promotion"),
        )
    else:
        yield Finding(
            Result.CHECK_THIS,
            "This leads to a councillor’s or candidate’s own profile, and may go out before an "
            "election. Keep it only if it is about the office and seeks support for nobody.",
            words=found,
            source=CODE,
            answer=WHY_THEN,
        )


def promoted_in(texts: Iterable[str], listed: Iterable[str]) -> tuple[str, ...]:
    """Words that lead to a profile on the council's list, or to one that calls itself a
    councillor's, each once.

    Args:
        listed: handles and addresses, as `leads_to` takes them.
    """
    texts = list(texts)
    of_councillors = (
        match[0].strip("./")
        for text in texts
        for match in PROFILE.finditer(text)
        if _OF_A_COUNCILLOR.search(match[0])
    )
    return unique([*of_councillors, *listed_in(texts, listed)])


def listed_in(texts: Iterable[str], listed: Iterable[str]) -> tuple[str, ...]:
    """Words that lead to a profile on the council's list, each once. Takes what that does."""
    patterns = [pattern for handle in listed if (pattern := leads_to(handle))]
    return unique(
        match[0].strip("./")
        for text in map(unquote, texts)
        for pattern in patterns
        for match in pattern.finditer(text)
    )


@lru_cache(maxsize=1_000)  # each is looked for in a year of posts
def leads_to(handle: str) -> re.Pattern[str] | None:
    """What leads to a profile: its handle after @, or its address; None where there is nothing.

    Args:
        handle: as people write it: "@cllrsmith", "cllrsmith", or the address of the page.
    """
    host, key, number = parts_of(handle)
    if not key:
        return re.compile(rf"(?<![\w-]){re.escape(host)}(?![\w-])", re.I) if host else None
    if number:  # Facebook shows one profile under either address
        by_number = rf"profile\.php\?(?:[^\s?#]*&)?id={number}|people/[^\s/?#]+/{number}"
        return re.compile(rf"/(?:{by_number})(?![\w-]|\.\w)", re.I)
    # Not "smith" alone: only what stands after @, or in an address.
    return re.compile(rf"[@/]{re.escape(key)}(?![\w-]|\.\w)", re.I)


def _said(content: Content) -> list[str]:
    """What people read, and what a share shows them."""
    said = content.particulars
    shown = [said.original_url] if content.kind == Kind.SHARE else []
    return [*content.read, *(as_read(text) for text in (said.link, *shown) if text)]


def exemption(content: Content) -> str:
    """Why it may go out in a period by its author's own account, in words; empty where nothing.

    What the law makes the council publish needs no reason beside that; the others do.
    """
    return exempt_as(content.kind, content.particulars)


def exempt_as(kind: str, said: Particulars) -> str:
    """The same of a revision's kind and particulars."""
    if said.exempt:
        return f"{dict(EXEMPT)[said.exempt]}."
    if not said.in_period or not said.in_period_reason:
        return ""
    if said.in_period == FACTUAL_REPLY and kind != Kind.REPLY:
        return ""
    return f"{dict(IN_PERIOD)[said.in_period]}. “{said.in_period_reason}”"


def days_of(content: Content) -> tuple[date, date]:
    """The first and the last day (London) on which something may go out, from today on."""
    begins, ends = content.not_before, content.not_after
    last = (ends or (begins or timezone.now()) + USUAL).astimezone(LONDON).date()
    first = max(begins.astimezone(LONDON).date(), today()) if begins else today()
    if first > last:  # judged for a day that is past
        first = begins.astimezone(LONDON).date() if begins else last
    return min(first, last), last


def on_day(content: Content, day: date) -> Content:
    """The same content as it would go out on one London day."""
    begins = datetime.combine(day, time.min, LONDON)
    ends = datetime.combine(day, time.max, LONDON)
    return replace(content, not_before=begins, not_after=ends)


def periods_in_words(periods: Sequence[Period]) -> str:
    """ "in a pre-election period (By-election, West Ward, from … to …)"; the last to end last."""
    several = "a pre-election period" if len(periods) == 1 else "pre-election periods"
    return f"in {several} ({each_in_words(periods)})"
