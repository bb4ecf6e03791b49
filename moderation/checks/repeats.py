"""Words like those of a post that went out lately."""

import re
from collections.abc import Iterator

from django.db.models.functions import Substr

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check

#: How many of the council's newest posts are compared.
NEWEST = 100
#: How much of a text is compared, in characters: enough to tell two posts apart.
COMPARED = 2_000
#: Of all different words in two texts, the part that both have: from here on they are alike.
ALIKE = 0.85

TOKEN = re.compile(r"\w+")
_TIMES = """
    monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight weekend
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun
    spring summer autumn winter
    """
#: What a notice that comes each month changes: another of these makes it another notice.
_OF_TIME = frozenset(_TIMES.split())


@policy_check("Posted before", settled=True)
def repeated(content: Content, council: Council) -> Iterator[Finding]:
    """A wording that hardly differs from one of the council's newest posts.

    Asks the database once. A correction repeats on purpose, so it is let through.
    """
    if content.kind == Kind.CORRECTION or not any(content.words):
        return
    posts = (
        council.posts.order_by("-pk")
        .annotate(begins=Substr("words", 1, COMPARED))
        .values_list("number", "begins")[:NEWEST]
    )
    known = [(number, words, len(words)) for number, words in posts]
    alike = [number for text in content.words for number in _like(text[:COMPARED], known)]
    if alike:
        listed = ", ".join(f"P-{number:04}" for number in list(dict.fromkeys(alike))[:3])
        yield Finding(
            Result.CHECK_THIS,
            f"Nearly the same words went out before: {listed}. Say what is new, or leave it if "
            "it is a reminder.",
        )


def _like(text: str, known: list[tuple[int, str, int]]) -> Iterator[int]:
    """The numbers of the posts that are like a text, the newest first."""
    tokens, length = _tokens(text), len(text)
    times = _times(tokens)
    for number, words, known_length in known:
        if words == text:
            yield number
        # Words of very different length cannot be alike, and counting them takes longest.
        elif tokens and 0.7 * length <= known_length <= 1.4 * length:
            others = _tokens(words)
            both = len(tokens & others)
            if both >= ALIKE * (len(tokens) + len(others) - both) and times == _times(others):
                yield number


def _tokens(text: str) -> set[str]:
    return set(TOKEN.findall(text.casefold()))


def _times(tokens: set[str]) -> set[str]:
    return {token for token in tokens if token in _OF_TIME or token[0].isdigit()}
