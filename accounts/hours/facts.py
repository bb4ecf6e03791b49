"""Who holds what, who is away and who works when: all that cover is worked out from.

It is brought for any number of councils by one query, whose parts are laid under each other: Home
asks it on each visit, and the clock asks it for every council.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from accounts.councils.rulebook import Rulebook
from accounts.dates import LONDON
from accounts.hours.models import Closure, Hours, WorkingPattern, read_hours
from accounts.hours.working_days import Calendar, usual_days, usual_hours
from accounts.people.authorisers import COUNCILLORS
from accounts.people.models import Absence, Appointment, Membership, TeamMember
from accounts.register.models import OfficialAccount

#: From one day to another, both included; no last day means until further notice.
Period = tuple[date, date | None]


def within(periods: Iterable[Period], day: date) -> bool:
    """Whether a day lies in one of some periods."""
    return any(first <= day and (last is None or day <= last) for first, last in periods)


@dataclass
class Member:
    """Somebody at a council, as far as it matters for who is there on a day.

    Args:
        belongs: from when to when they belong to it.
        closes: the last day (London) on which they are there, where a moment ends their rights: the
            day of it, or the day before once it has passed.
        may_sign_in: they can sign in here and have accepted their invitation.
        patterns: their hours, each with its first day and id, the newest first.
    """

    belongs: list[Period] = field(default_factory=list)
    closes: date | None = None
    may_sign_in: bool = False
    is_councillor: bool = False
    offices: dict[str, list[Period]] = field(default_factory=dict)
    seats: list[Period] = field(default_factory=list)
    away: list[Period] = field(default_factory=list)
    patterns: list[tuple[date, int, Hours]] = field(default_factory=list)

    def is_here(self, day: date) -> bool:
        """Whether they belong to the council on a day and are not away."""
        left = self.closes is not None and day > self.closes
        return within(self.belongs, day) and not left and not within(self.away, day)

    def works(self, day: date, usual: Hours) -> bool:
        """Whether they work on that day of the week.

        Args:
            usual: the hours of whoever has none recorded.
        """
        hours = next((hours for since, _, hours in self.patterns if since <= day), usual)
        return day.weekday() in hours

    def holds(self, office: str, day: date) -> bool:
        return within(self.offices.get(office, ()), day)


@dataclass
class Facts:
    """One council's people, closures and running accounts.

    Args:
        accounts: of each the name and the key of the office that monitors it; empty for nobody.
    """

    book: Rulebook
    members: dict[int, Member] = field(default_factory=dict)
    closures: list[Closure] = field(default_factory=list)
    accounts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def calendar(self) -> Calendar:
        return Calendar(usual_days(self.book), self.closures)

    @property
    def usual(self) -> Hours:
        return usual_hours(self.book)

    def with_nobody_away(self) -> "Facts":
        """The same council if nobody were away: what is missing then is missing every week."""
        members = {pk: replace(member, away=[]) for pk, member in self.members.items()}
        return replace(self, members=members)

    def turning_points(self) -> list[date]:
        """The days on which anything about anybody may change, in order."""
        one = date.resolution
        found: set[date] = set()
        for member in self.members.values():
            held = [period for periods in member.offices.values() for period in periods]
            for first, last in [*member.belongs, *held, *member.seats, *member.away]:
                found |= {first} if last is None or last == date.max else {first, last + one}
            found |= {since for since, *_ in member.patterns}
            found |= {member.closes + one} if member.closes else set()
        return sorted(found)


def facts_of(books: Mapping[int, Rulebook], first: date, last: date) -> dict[int, Facts]:
    """What stands between two days in some councils; one query.

    Args:
        books: the rules of each council that is asked about, by its id.
    """
    found = {council: Facts(book) for council, book in books.items()}
    for council, kind, who, word, starts, ends, more in _rows(list(books), first, last):
        facts = found[council]
        if kind == "closure":
            facts.closures.append(Closure(name=word, starts_on=starts, ends_on=ends))
        elif kind == "account":
            facts.accounts.append((word, more))
        else:
            _add(facts.members.setdefault(who, Member()), kind, word, starts, ends, more)
    for facts in found.values():
        facts.accounts.sort()
        for member in facts.members.values():
            member.patterns.sort(key=lambda pattern: pattern[:2], reverse=True)
    return found


def _add(member: Member, kind: str, word: str, starts: date, ends: date | None, more: str) -> None:
    match kind:
        case "belongs":
            member.belongs.append((starts, ends))
            member.is_councillor = word in COUNCILLORS
        case "sign_in":
            member.may_sign_in = True
        case "closes":
            member.closes = starts
        case "closed":
            member.closes = starts - starts.resolution
        case "office":
            member.offices.setdefault(word, []).append((starts, ends))
        case "seat":
            member.seats.append((starts, ends))
        case "away":
            member.away.append((starts, ends))
        case "pattern":
            member.patterns.append((starts, int(word), read_hours(json.loads(more))))


def _rows(councils: Collection[int], first: date, last: date) -> QuerySet[Any, Any]:
    """All parts under each other: council, kind, membership, word, first day, last day, more."""
    here, now = Q(council__in=councils), timezone.now()
    overlaps = Q(starts_on__lte=last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
    memberships = Membership.objects.filter(here, overlaps)
    may_sign_in = memberships.joined().filter(can_sign_in=True, person__is_active=True)
    accounts = OfficialAccount.objects.running().filter(here)
    standing = Absence.objects.standing()
    closures = Closure.objects.filter(here, overlaps, cancelled_on__isnull=True)
    patterns = WorkingPattern.objects.filter(here, starts_on__lte=last).order_by()
    parts = [
        _part(memberships, "belongs", "pk", F("category")),
        _part(may_sign_in, "sign_in", "pk"),
        _part(memberships.filter(closes_at__gt=now), "closes", "pk", first=CLOSING),
        _part(memberships.filter(closes_at__lte=now), "closed", "pk", first=CLOSING),
        _part(Appointment.objects.filter(here, overlaps), "office", word=F("office__key")),
        _part(TeamMember.objects.filter(here, overlaps), "seat"),
        _part(standing.filter(here, overlaps), "away"),
        _part(
            patterns,
            "pattern",
            word=F("pk"),
            last=NO_DAY,
            more=Cast("weekdays", models.TextField()),
        ),
        _part(closures, "closure", who=None, word=F("name")),
        _part(
            accounts,
            "account",
            who=None,
            word=F("name"),
            first=NO_DAY,
            last=NO_DAY,
            more=Coalesce("monitored_by__key", Value("")),
        ),
    ]
    return parts[0].union(*parts[1:], all=True)


FIRST_DAY, LAST_DAY = F("starts_on"), F("ends_on")
CLOSING = TruncDate("closes_at", tzinfo=LONDON)
NO_DAY = Value(None, output_field=models.DateField())
NOTHING = Value("", output_field=models.TextField())


def _part(
    rows: QuerySet[Any],
    kind: str,
    who: str | None = "membership_id",
    word: Any = NOTHING,
    first: Any = FIRST_DAY,
    last: Any = LAST_DAY,
    more: Any = NOTHING,
) -> QuerySet[Any, Any]:
    someone = F(who) if who else Value(None, output_field=models.BigIntegerField())
    return rows.order_by().values_list(
        "council_id",
        Value(kind, output_field=models.TextField()),
        someone,
        Cast(word, models.TextField()),
        first,
        last,
        more,
    )
