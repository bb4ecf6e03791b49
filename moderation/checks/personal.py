"""Patterns of personal data: how somebody is reached, where they live, what identifies them."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from accounts.councils.models import Council
from moderation.checks.content import Content
from moderation.checks.findings import Finding, Result, policy_check
from moderation.checks.own import OwnContacts
from moderation.checks.sources import source

LAW = "UK GDPR Article 5"
#: Each council's clause on giving away what is personal.
CLAUSES = ("FTC-6.6-e", "LLTC-13-c", "LTC-4.2.2-i", "DTC-3.1-d")

#: What may be a telephone number: one that begins with 0 and an area, or with + and a country.
NUMBER = re.compile(
    r"""(?<![\w./#£$€=+-]) (?:
        \(?(?:\+|00)[1-9][\d \u00a0().-]{6,20}\d
      | \(?0[1-9]\d{1,4}\)? (?:[ \u00a0-]{1,3}\d{2,8}){1,4}
      | 0[1-9]\d{1,4} (?:\.\d{3,6}){1,3}
      | 0[1-9]\d{8,9}
    ) (?![\w/]|[-.]\d)""",
    re.VERBOSE,
)

#: No more of a text are looked at closely; by then the point is made.
MOST_NUMBERS = 50

#: 03, 08 and 09 are given to organisations only.
ORGANISATIONS = ("3", "8", "9")

EMAIL = re.compile(r"(?<![\w.+'@-])[\w.+'-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}\b", re.IGNORECASE)

POSTCODE = re.compile(
    r"\b(?:[A-Z]{1,2}\d[A-Z\d]?|GIR) ?\d[ABD-HJLNP-UW-Z]{2}\b"
    r"|\b(?:[a-z]{1,2}\d[a-z\d]?) \d[abd-hjlnp-uw-z]{2}\b"
)

STREET = (
    "Road|Rd|Street|St|Lane|Ln|Avenue|Ave|Close|Drive|Way|Crescent|Gardens|Grove|Terrace|Court"
    "|Place|Row|Rise|Mews|Square|Hill|Drove|Chase|Croft|Dene|Paddocks?|Vale|Villas"
)
#: A number and the name of a street.
HOUSE = re.compile(
    rf"""(?<![\w.:/£\#€$-])
    (?:[Ff]lat[ ]\w{{1,3}},?[ ])? [1-9]\d{{0,2}}[A-Za-z]?,?[ ]
    (?P<name>[A-Z][a-z’']+\.?(?:[ ][A-Z][a-z’']+\.?){{0,2}})[ ](?:{STREET})\b
    (?![ ](?:Party|Parties|Market|Fair|Festival|Food|Fayre|Show|Cafe|Café|Club|Run|Race|Challenge
    |Surgery|Centre|Hall|School|Church|Project|Scheme|Trail|Team|Play|Games?|Event|Closures?
    |Traders?|Shops?|Business(?:es)?))""",
    re.VERBOSE,
)

_COUNTS = """
    a about all an and between bus class first form gate grade hall item items junction last level
    lot no motion number our over page part phase platform plot plots policy room route routes rule
    schedule service services stage stall the these top unit units version ward zone
    """
#: A number after one of these counts something else than houses.
COUNTS = frozenset(_COUNTS.split())
_CALENDAR = """
    January February March April May June July August September October November December Jan Feb
    Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Monday Tuesday Wednesday Thursday Friday Saturday
    Sunday Hour Day Days Week Weeks Year Years Month Months Minute Minutes Mile Miles New Open
    """
#: What follows a number in a date, not in an address.
CALENDAR = frozenset(_CALENDAR.split())
#: A place open to the public: its address is no secret.
PUBLIC_PLACE = re.compile(
    rf"""\b(?: Academy | Arms | Bakery | Bank | Buildings? | Caf[eé] | Castle | Cathedral | Cemetery
    | Cent(?:re|er) | Chambers? | Chapel | Church | Cinema | Clinic | Club | College | Council
    | Crematorium | Depot | Gallery | Garage | Ground | Guildhall | Hall | Headquarters | Hospital
    | Hotel | Hub | Inn | Institute | Kiosk | Leisure | Library | Market | Memorial | Mosque
    | Museum | Nursery | Offices? | Park | Pavilion | Pharmacy | Playground | Pool | Pub
    | Rec(?:reation)? | Restaurant | Rooms? | School | Shops? | Stadium | Station | Store | Studio
    | Supermarket | Surgery | Temple | Theatre | Trust | Venue | Workshop ) \b
    (?![ ](?:{STREET})\b)""",
    re.VERBOSE | re.IGNORECASE,
)

NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
    r" ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    re.IGNORECASE,
)
#: A day of birth; the year shows whether somebody may still be alive.
BIRTH = re.compile(
    r"""\b(?:date[ ]of[ ]birth | d\.?o\.?b\b\.? | born(?:[ ]on)?(?:[ ]the)? )[ ]*[:=–-]?[ ]*
    (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ])?
    (?: \d{1,2}(?:st|nd|rd|th)? [ /.-] (?:of[ ])? (?:\d{1,2}|[a-z]{3,9}) [ /.,-]{1,2}
      (?P<year>\d{4}|\d{2}) | \d{4}-\d{2}-\d{2} )\b""",
    re.VERBOSE | re.IGNORECASE,
)
#: Born before this year, nobody alive is meant.
LIVING_SINCE = 1915


@policy_check("Telephone numbers", judges_words=True)
def telephones(content: Content, council: Council) -> Iterator[Finding]:
    """A number that may be somebody's own; the council's and other bodies' are left alone."""
    own = OwnContacts.of(council)
    found = unique(number for text in content.read for number in _numbers(text, own))
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "This looks like somebody’s telephone number. Take it out, unless it is published for "
            "this and its owner agrees.",
            words=found,
            source=source(council, "LLTC-13-b", *CLAUSES, law=LAW),
        )


@policy_check("E-mail addresses", judges_words=True)
def emails(content: Content, council: Council) -> Iterator[Finding]:
    """An address that may be somebody's own; the council's and other offices' are left alone."""
    own = OwnContacts.of(council)
    found = unique(
        found[0]
        for text in content.read
        if "@" in text
        for found in EMAIL.finditer(text)
        if not own.owns_email(found[0])
    )
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "This looks like somebody’s own e-mail address. Take it out or give the council’s, "
            "unless its owner agrees.",
            words=found,
            source=source(council, *CLAUSES, law=LAW),
        )


@policy_check("Home addresses", judges_words=True)
def addresses(content: Content, council: Council) -> Iterator[Finding]:
    """A house number with its street, or a postcode, that is not said to be a public place's."""
    own = OwnContacts.of(council)
    found = unique(
        address for text in content.read for address in _addresses(text) if not own.owns(address)
    )
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "This may be where somebody lives. Take it out, or name the public place that it is.",
            words=found,
            source=source(council, "LLTC-13-b", *CLAUSES, law=LAW),
        )


@policy_check("Numbers and dates that identify people", judges_words=True)
def identities(content: Content, council: Council) -> Iterator[Finding]:
    """National Insurance numbers, and the day on which somebody living was born."""
    found = unique(identity for text in content.read for identity in _identities(text))
    if found:
        yield Finding(
            Result.CHECK_THIS,
            "This looks like a date of birth or a National Insurance number. Take it out.",
            words=found,
            source=source(council, *CLAUSES, law=LAW),
        )


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order found."""
    return tuple(dict.fromkeys(words))


def _numbers(text: str, own: OwnContacts) -> Iterator[str]:
    candidates = list(islice(NUMBER.finditer(text), MOST_NUMBERS))
    if not candidates:
        return
    # 23 MB of the world's numbering plans, wanted only where something looks like a number.
    from phonenumbers import Leniency, PhoneNumberMatcher

    for candidate in candidates:
        for match in PhoneNumberMatcher(candidate[0], "GB", leniency=Leniency.POSSIBLE):
            number = match.number
            national = str(number.national_number)
            of_a_body = number.country_code == 44 and national.startswith(ORGANISATIONS)
            if not of_a_body and not own.owns(national):
                yield match.raw_string


def _addresses(text: str) -> Iterator[str]:
    for house in HOUSE.finditer(text):
        before = _sentence_before(text, house.start())
        counted = before.lower().rstrip(" ,:").split()[-1:]
        dated = house["name"].split()[0] in CALENDAR
        if not COUNTS.intersection(counted) and not dated and not PUBLIC_PLACE.search(before):
            yield house[0]
    for code in POSTCODE.finditer(text):
        if not PUBLIC_PLACE.search(_sentence_before(text, code.start())):
            yield code[0]


def _sentence_before(text: str, end: int) -> str:
    """What the same sentence says before a place in the text, at most 120 characters of it."""
    return re.split(r"[.!?;]\s|\n\s*\n", text[max(0, end - 120) : end])[-1]


def _identities(text: str) -> Iterator[str]:
    yield from (found[0] for found in NATIONAL_INSURANCE.finditer(text))
    for birth in BIRTH.finditer(text):
        year = birth["year"] or ""
        if len(year) != 4 or int(year) >= LIVING_SINCE:
            yield birth[0]
