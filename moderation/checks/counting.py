"""How long a text is by the rule of the platform it goes to.

The browser counts the same in static/councilsm/count.js; tests/moderation/counting_cases.py holds
both to one table. `regex` is imported where it is used: plain English words do without it.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from accounts.register.models import OfficialAccount
from accounts.register.platforms import PLATFORMS, Platform, Rule, platform_for
from moderation.checks.links import links_in, with_links_as

#: What X and Mastodon count for a link, however long it is.
SHORTENED = "x" * 23

#: X: code points that count 1; every other counts 2 (its published configuration, version 3).
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))

#: A mention of somebody on another Mastodon server: only what stands before the second @ counts.
MENTION = re.compile(r"(^|[^/\w])@(([a-z0-9_]+)@[a-z0-9.-]+[a-z0-9]+)", re.I | re.A)

#: An emoji as people see it: a flag, a keycap, or a picture with its colour, skin tone and whatever
#: is joined to it. © and ☀ are letters until a variation selector makes them pictures (UTS #51).
_TONES = "\ufe0f\U0001f3fb-\U0001f3ff"
_EMOJI = (
    r"\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|"
    r"(?:\p{Emoji_Presentation}(?!\ufe0e)"
    rf"|\p{{Extended_Pictographic}}(?=[{_TONES}]|\u200d\p{{Extended_Pictographic}}))"
    rf"[{_TONES}]*(?:[\U000e0020-\U000e007e]+\U000e007f)?"
    rf"(?:\u200d\p{{Extended_Pictographic}}[{_TONES}]*)*"
)


@dataclass(frozen=True)
class Count:
    """How much of what a platform gives is used.

    Args:
        used: by the platform's rule, in `unit`.
        limit: None where the platform has none and the account none of its own.
        over: how many too many; 0 when it fits.
        links: how many different links there are, with or without https://.
        sentence: for people; empty where there is no limit.
        platform: whose rule it is, for the browser to go on counting by.
    """

    used: int
    limit: int | None
    over: int
    unit: str
    links: int
    sentence: str
    platform: Platform


@dataclass(frozen=True)
class Preview:
    """What readers see of a text before they choose "See more", and what after."""

    shown: str
    rest: str
    platform: Platform


def count(text: str, platform: Platform) -> Count:
    """Counts a text by a platform's rule. Where bytes run out first, it counts bytes."""
    text = plain_lines(text)
    used, limit, unit = RULES[platform.rule](text), platform.limit, platform.unit
    in_bytes = len(text.encode())
    if platform.byte_limit and in_bytes > platform.byte_limit and not (limit and used > limit):
        used, limit, unit = in_bytes, platform.byte_limit, "bytes"
    over = max(0, used - limit) if limit else 0
    links = len(set(links_in(text)))
    return Count(used, limit, over, unit, links, _sentence(used, limit, over, unit), platform)


def count_for(text: str, account: OfficialAccount) -> Count:
    """Counts a text for one official account, by its own limit where it has one."""
    return count(text, platform_for(account))


def problems(text: str, account: OfficialAccount) -> list[str]:
    """What the platform would refuse in this text: facts, each a sentence that says how to mend it.

    The council's own limit, where the platform has none, is no fact: see `advice`.
    """
    found = count_for(text, account)
    platform = found.platform
    sentences = []
    if found.over and not _is_advice(platform, account):
        sentences.append(
            f"Shorten the words for {account} by {_many(found.over, found.unit)}: "
            f"{found.limit:,} is the most it takes."
        )
    if platform.links_limit and found.links > platform.links_limit:
        sentences.append(
            f"Take out {_many(found.links - platform.links_limit, 'links')} for {account}: "
            f"{platform.links_limit} is the most it takes."
        )
    return sentences


def advice(text: str, account: OfficialAccount) -> list[str]:
    """What goes out but may not do what the author wants; each a sentence for people to judge."""
    found = count_for(text, account)
    sentences = []
    if found.over and _is_advice(found.platform, account):
        sentences.append(
            f"The words for {account} are {_many(found.over, found.unit)} longer than the "
            f"{found.limit:,} that the council gives itself there."
        )
    if found.links and not found.platform.links_work:
        sentences.append(
            f"Readers cannot follow a link in a {found.platform.name} caption. Say where else "
            f"they find it, or leave it out for {account}."
        )
    return sentences


def media_problem(account: OfficialAccount, *, pictures: int, video: bool) -> str:
    """Why a post cannot go out with these pictures and this video; empty when it can."""
    needs = platform_for(account).needs
    if not needs or ("picture" in needs and pictures) or ("video" in needs and video):
        return ""
    return f"Add a {' or a '.join(needs)} for {account}: it takes no post without one."


def title_problem(title: str, account: OfficialAccount) -> str:
    """What is wrong with the length of a video's title; empty when it will do."""
    limit = platform_for(account).title_limit
    over = utf16(title) - limit if limit else 0
    if over <= 0:
        return ""
    return (
        f"Shorten the title of the video for {account} by {_many(over, 'characters')}: "
        f"{limit} is the most it takes."
    )


def alt_problem(alt: str, account: OfficialAccount) -> str:
    """What is wrong with the length of an alt text; empty when it will do."""
    platform = platform_for(account)
    over = utf16(plain_lines(alt)) - platform.alt_limit if platform.alt_limit else 0
    if over <= 0:
        return ""
    return (
        f"Shorten the alt text for {account} by {_many(over, 'characters')}: "
        f"{platform.alt_limit:,} is the most it takes."
    )


def with_link(text: str, link: str) -> str:
    """The words as they go out: the link on a line of its own at the end, unless they hold it."""
    text, link = plain_lines(text).strip(), link.strip()
    if not link or link in text:
        return text
    return f"{text}\n{link}" if text else link


def fold(text: str, platform: Platform) -> tuple[str, str]:
    """What stands before "See more", and what after; the second is empty when all is shown.

    It is cut between words where there is a space to cut at.
    """
    text = plain_lines(text).strip()
    if not platform.fold:
        return text, ""
    lines = text.split("\n")
    end = len("\n".join(lines[: platform.fold_lines]))
    characters = graphemes(text[:end])
    if len(characters) > platform.fold:
        spaces = (
            at for at in range(platform.fold, platform.fold // 2, -1) if characters[at] in " \n"
        )
        end = len("".join(characters[: next(spaces, platform.fold)]))
    return text[:end].rstrip(), text[end:].lstrip()


def preview_for(text: str, account: OfficialAccount) -> Preview:
    """A likeness of a text on one official account."""
    platform = platform_for(account)
    return Preview(*fold(text, platform), platform)


def plain_lines(text: str) -> str:
    """Line ends as platforms store them: a browser sends two characters for each."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def graphemes(text: str) -> list[str]:
    """What a reader takes for single characters, in order."""
    if text.isascii():
        return list(text)
    return _compiled(r"\X").findall(text)


def utf16(text: str) -> int:
    """The length of a text as a browser measures it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _weighted(text: str) -> int:
    text = with_links_as(unicodedata.normalize("NFC", text), SHORTENED)
    if text.isascii():
        return len(text)
    rest, emoji = _compiled(_EMOJI).subn("", text)
    return 2 * emoji + sum(
        1 if any(first <= ord(character) <= last for first, last in LIGHT) else 2
        for character in rest
    )


def _mastodon(text: str) -> int:
    text = with_links_as(text, SHORTENED, schemed_only=True)
    return len(graphemes(MENTION.sub(r"\1@\3", text)))


def _threads(text: str) -> int:
    if text.isascii():
        return len(text)
    emoji = _compiled(_EMOJI)
    in_bytes = sum(len(found.encode()) for found in emoji.findall(text))
    return len(emoji.sub("", text)) + in_bytes


RULES: dict[Rule, Callable[[str], int]] = {
    Rule.UTF16: utf16,
    Rule.WEIGHTED: _weighted,
    Rule.GRAPHEMES: lambda text: len(graphemes(text)),
    Rule.MASTODON: _mastodon,
    Rule.THREADS: _threads,
}


@cache
def _compiled(pattern: str) -> Any:
    import regex

    return regex.compile(pattern)


def _is_advice(platform: Platform, account: OfficialAccount) -> bool:
    return platform.own_limit and PLATFORMS[account.platform].limit is None


def _sentence(used: int, limit: int | None, over: int, unit: str) -> str:
    if not limit:
        return ""
    return f"{used:,} of {limit:,} {unit} used" + (f", {over:,} too many" if over else "")


def _many(number: int, unit: str) -> str:
    return f"{number:,} {unit.removesuffix('s') if number == 1 else unit}"
