"""The blanks of a standing approval: what may stand in one, and which words fit a template."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from accounts.dates import today
from councilsm.forms import LONDON, when_in_words
from councilsm.plain_fields import UNSEEN
from moderation.checks.content import Content, Particulars
from moderation.checks.pre_election import NAME as PRE_ELECTION
from moderation.drafts.models import StandingApproval

#: What people see of each blank.
BLANKS = {"date": "Date", "time": "Time", "place": "Place", "link": "Link"}

#: Characters a place may have at most.
LONGEST_PLACE = 80
#: Of a link.
LONGEST_LINK = 200
#: What a use may say beside its words: why it may go out before an election (LTC-4.2.2-h).
ABOUT_PERIODS = {"in_period": "", "in_period_reason": ""}
#: The check that finds words like those of a post: to say the same again is what these are for.
REPEATS = "Posted before"

DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
CLOCK = r"(?:(?:1[0-2]|[1-9])(?::[0-5][0-9])?(?:am|pm)|midday|midnight)"
LETTERS = "A-Za-zÀ-ÖØ-öø-ž"  # with the accents of Welsh and the names people have

#: The whole of what each blank takes. Nothing here can be markup, a second sentence or a command
#: to the screen; that is why the words of a use need no second reading.
TAKES = {
    "date": f"{DAY} [1-9][0-9]? {MONTH} 20[0-9]{{2}}",
    "time": f"{CLOCK}(?: to {CLOCK})?",
    "place": rf"[{LETTERS}0-9](?:[{LETTERS}0-9 ,'’&()/–-]{{0,{LONGEST_PLACE - 1}}})",
    "link": rf"https://[a-z0-9.-]+(?:/[A-Za-z0-9._~/?&=%+-]{{0,{LONGEST_LINK}}})?",
}

BLANK = re.compile(r"\{(\w+)\}", re.ASCII)


def blanks_of(words: str) -> list[str]:
    """The blanks of a template, each once, in the order in which they stand."""
    return [name for name in dict.fromkeys(BLANK.findall(words)) if name in BLANKS]


def fault_in_template(words: str) -> str:
    """Why words cannot be a template, in one sentence; empty where nothing is wrong."""
    if UNSEEN.search(words):
        return "The words hold a character that cannot be seen. Delete it, or type the words again"
    unknown = [name for name in BLANK.findall(words) if name not in BLANKS]
    if unknown:
        return f"There is no blank {{{unknown[0]}}}. Use {{date}}, {{time}}, {{place}} or {{link}}"
    if re.search(r"[{}]", BLANK.sub("", words)):
        return "Use { and } only around a blank: {date}, {time}, {place} or {link}"
    return ""


def filled(words: str, values: dict[str, str]) -> str:
    """A template with its blanks filled in. What has no value stays as it is."""
    return BLANK.sub(lambda found: values.get(found[1], found[0]), words)


def values_in(template: str, text: str) -> dict[str, str] | None:
    """What stands in each blank, if a text is the template with harmless values; else None.

    A blank that stands twice must have the same value twice.
    """
    pattern, at, seen = "", 0, set()
    for found in BLANK.finditer(template):
        name = found[1]
        pattern += re.escape(template[at : found.start()])
        pattern += f"(?P={name})" if name in seen else f"(?P<{name}>{TAKES.get(name, '(?!)')})"
        seen.add(name)
        at = found.end()
    pattern += re.escape(template[at:])
    match = re.fullmatch(pattern, text)
    return match.groupdict() if match else None


def takes(blank: str, value: str) -> bool:
    """Whether a value may stand in a blank."""
    return re.fullmatch(TAKES[blank], value) is not None


def why_outside(
    standing: StandingApproval, content: Content, findings: Iterable[dict[str, Any]]
) -> list[str]:
    """What keeps a use outside its standing approval, a sentence each; nothing when it fits.

    Args:
        content: with both ends of its window, or the end alone.
        findings: what the policy checks found, as a revision records them.
    """
    reasons = []
    if content.kind != standing.kind:
        reasons.append(f"It is for a {standing.get_kind_display().lower()}.")
    allowed = {account.pk for account in standing.accounts.all()}
    reasons += [
        f"{account} is not one of its accounts."
        for account in content.texts
        if account.pk not in allowed
    ]
    found = [values_in(standing.words, text) for text in content.words]
    if not found or None in found:
        reasons.append("The words differ from those approved.")
    for values in found:
        reasons += _outside_lists(standing, values or {})
    if content.pictures:
        reasons.append("It allows no pictures.")
    if content.particulars.model_copy(update=ABOUT_PERIODS) != Particulars():
        reasons.append("Something was added beside the words.")
    if _outside_days(standing, content):
        reasons.append(
            f"It is for posts from {when_in_words(standing.starts_on)} "
            f"to {when_in_words(standing.ends_on)}."
        )
    return reasons + [
        f"{finding['check']}: {finding['sentence']}"
        for finding in findings
        if finding["check"] != REPEATS and not is_of_exempt(finding)
    ]


def is_of_exempt(finding: dict[str, Any]) -> bool:
    """Whether it only says that this goes out before an election because of what it is."""
    return finding["check"] == PRE_ELECTION and not finding["answer"]


def _outside_lists(standing: StandingApproval, values: dict[str, str]) -> list[str]:
    """Which values are not among those that were approved with the words."""
    reasons = []
    if "place" in values and values["place"] not in standing.places.splitlines():
        reasons.append(f"“{values['place']}” is not one of its places.")
    host = urlsplit(values.get("link", "")).hostname
    if host and host not in standing.sites.split():
        reasons.append(f"{host} is not one of the sites its link may lead to.")
    return reasons


def _outside_days(standing: StandingApproval, content: Content) -> bool:
    begins, ends = content.not_before, content.not_after
    first = begins.astimezone(LONDON).date() if begins else today()
    last = ends.astimezone(LONDON).date() if ends else first
    return first < standing.starts_on or last > standing.ends_on
