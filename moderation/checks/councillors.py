"""Councillors by name: the council's posts are for what it does, not for who sits on it."""

import re
from collections.abc import Iterator

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.people.models import Membership
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.personal import unique
from moderation.checks.sources import source

CODE = "Code of Recommended Practice on Local Authority Publicity 2011"

_NAME = r"[A-Z][\w’'-]*[a-z]\w*"
#: Not people, though they follow the word Councillor in a heading.
_NOT_NAMES = (
    "Allowances?|And|Are|At|Award|Briefings?|Can|Co|Code|Committee|Community|Contacts?|Development"
    "|Drop|Election|Elections|Expenses|For|From|Grants?|Group|Have|Hub|Hustings|In|Induction"
    "|Information|Is|Meet|Meeting|Meetings|Nominations?|On|Or|Profiles?|Questions?|Register|Role"
    "|Roles|Seats?|Skills|Surgery|Surgeries|Survey|Survives|To|Training|Vacancy|Vacancies|Wanted"
    "|Wards?|Were|Who|Will|With|Workshops?"
)
TITLED = re.compile(
    rf"""\b(?:
      Cllrs?\.?[ ]{_NAME}(?:[ ]{_NAME})?
    | (?:Councillors?|Cynghorydd|Cyng\.?)[ ](?!(?:{_NOT_NAMES})\b){_NAME}(?:[ ]{_NAME})?
    )""",
    re.VERBOSE,
)
#: Pages of single people: LinkedIn's and Facebook's by their form, others by what they are called.
PROFILE = re.compile(
    r"""(?<![\w.])(?:https?://)?(?:www\.|m\.|uk\.)?(?:
      linkedin\.com/in/[\w%-]+
    | facebook\.com/(?:profile\.php\?id=\d+|people/[\w.%/-]+)
    | (?:facebook|instagram|x|twitter|tiktok|threads|bsky|youtube)\.(?:com|net|app)/
      [@\w./-]*(?:cllr|councillor)[\w.-]*
    ) | (?<![\w.@/])@\w*(?:cllr|councillor)\w+""",
    re.VERBOSE | re.IGNORECASE,
)
#: What people are called by before their names, left out when their names are looked for.
TITLES = re.compile(
    r"^(?:(?:cllr|councillor|mr|mrs|ms|miss|mx|dr|prof|rev|sir|dame|the|mayor|alderman)\.? )+",
    re.IGNORECASE,
)
#: A street or building that bears a person's name.
_PLACE = (
    r"(?![ ](?:Road|Street|Lane|Avenue|Close|Drive|Way|Court|Crescent|Gardens|Hall|House|Centre"
    r"|Park|Room|Cup|Trophy|Award|Pavilion|School|Academy|Field))"
)


@policy_check("Councillors promoted", judges_words=True)
def councillors(content: Content, council: Council) -> Iterator[Finding]:
    """Councillors who are named or whose own pages are linked.

    Asks the database once, for the names of today's councillors.
    """
    named = _names(council)
    found = unique(
        match[0].rstrip("./")
        for text in content.read
        for pattern in (TITLED, PROFILE, named)
        if pattern
        for match in pattern.finditer(text)
    )
    # "Cllr Jane Smith" says all that "Jane Smith" does.
    found = tuple(words for words in found if not any(words in w and words != w for w in found))
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "This names a councillor or leads to a page of their own. Keep it only if it is about "
            "the office, and leave out what promotes the person, above all before an election.",
            words=found,
            source=source(council, "HLTC-resp-12", "LTC-4.2.2-g", law=CODE),
        )


def _names(council: Council) -> re.Pattern[str] | None:
    """The full names of today's councillors; None where there is none with two words."""
    rows = council.memberships.filter(
        in_force(today()),
        category__in=[Membership.Category.COUNCILLOR, Membership.Category.CO_OPTED],
    ).values_list("person__name", flat=True)
    names = [TITLES.sub("", name).strip() for name in rows]
    several = sorted({name for name in names if " " in name}, key=len, reverse=True)
    if not several:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, several))})\b{_PLACE}")
