"""Permissions as authors name them: C-0001, c1 or 1, one or several; and those to choose from."""

import re
from textwrap import shorten

from django.db.models import Q

from accounts.councils.models import Council
from accounts.dates import today
from moderation.pictures.models import Permission, Subject

#: As many are offered; whoever has more types.
MOST_OFFERED = 100

LETTER = re.compile(r"\bc[\s–-]*(?=\d)", re.IGNORECASE)
BETWEEN = re.compile(r"(?:[\s,;&+/]|\band\b)+", re.IGNORECASE)
REFERENCE = re.compile(r"(C-)?0*(\d{1,9})\.?")


def read_references(text: str) -> tuple[list[int], str]:
    """The numbers of the permissions that a text names, and what in it names none.

    A bare number counts only where nothing else is said: "form of 3 May" names no permission.
    """
    parts = [part for part in BETWEEN.split(LETTER.sub("C-", text)) if part]
    found = {part: REFERENCE.fullmatch(part) for part in parts}
    plain = all(found.values())
    numbers = [int(match[2]) for match in found.values() if match and (plain or match[1])]
    strange = [part for part, match in found.items() if not match or not (plain or match[1])]
    return numbers, " ".join(strange)


def numbers_in(text: str) -> list[int]:
    """The numbers of the permissions that a text names."""
    return read_references(text)[0]


def problem_with(text: str, known: dict[int, Permission], council: Council) -> str:
    """Why a text does not name permissions on record, in one sentence; empty where it does."""
    numbers, strange = read_references(text)
    if strange:
        words = shorten(strange, 60, placeholder="…")
        named = council.subjects.filter(name__iexact=strange).select_related("permission")
        person = named.order_by("-permission__number").first()
        tip = f". {person} is named in {person.permission.reference}" if person else ""
        return f"Enter a reference like C-0001, not “{words}”{tip}"
    unknown = next((number for number in numbers if number not in known), None)
    if unknown is not None:
        return f"C-{unknown:04} is not a permission on your council’s record"
    return ""


def in_force(council: Council) -> list[tuple[str, str]]:
    """The permissions an author may choose from: reference, and whom it covers for what.

    Asks the database twice, for the newest hundred.
    """
    day = today()
    standing = council.permissions.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=day), given_on__lte=day
    ).prefetch_related("subjects")
    offered = []
    for permission in standing.order_by("-number")[:MOST_OFFERED]:
        people: list[Subject] = [s for s in permission.subjects.all() if not s.withdrawn_on]
        names = shorten(", ".join(map(str, people)), 80, placeholder="…")
        if people:
            offered.append((permission.reference, f"{names}: {permission.scope}"))
    return offered
