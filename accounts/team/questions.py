"""Who is on the team on a day, which of its offices are filled, and what members still owe."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.councils.wording import team as team_called
from accounts.dates import in_force, today
from accounts.people.models import Appointment, Membership, TeamMember
from accounts.team.models import Undertaking, UndertakingText
from accounts.training.questions import rows as training_rows
from councilsm.duties import Duty

#: Whoever holds one of these sees why somebody is on the team, and what they still owe.
SEE_ALL = (
    Duty.APPOINT_TEAM,
    Duty.URGENT_TEAM_CHANGES,
    Duty.REVIEW_TEAM_CHANGES,
    Duty.MANAGE_PEOPLE,
    Duty.READ_TRAIL,
)


@dataclass
class Filled:
    """An office that normally sits on the team: who holds it, and whether they are on it."""

    title: str
    held: list[Membership] = field(default_factory=list)
    #: Those of them who are not on the team.
    absent: list[Membership] = field(default_factory=list)

    @property
    def label(self) -> str:
        """As a word for a tag."""
        if not self.held:
            return "Vacant"
        return "Not on the team" if len(self.absent) == len(self.held) else "On the team"

    @property
    def colour(self) -> str:
        return {"On the team": "green", "Not on the team": "yellow"}.get(self.label, "red")


@dataclass
class Member:
    """Somebody on the team on a day, or waiting to be."""

    seat: TeamMember
    #: The titles of the offices they hold, and whether one of them normally sits on the team.
    titles: list[str]
    is_extra: bool
    undertaking: Undertaking | None
    training: list[str] = field(default_factory=list)

    @property
    def goes_by(self) -> str:
        return self.seat.membership.goes_by


@dataclass
class Team:
    """The team as it is, or was, on a day."""

    name: str
    day: date
    text: UndertakingText | None
    offices: list[Filled]
    members: list[Member]
    waiting: list[Member]

    def owed_by(self, membership: Membership) -> TeamMember | None:
        """As `owes_undertaking`, of the team as it is today."""
        seats = [one.seat for one in [*self.members, *self.waiting] if not one.undertaking]
        own = (seat for seat in seats if seat.membership_id == membership.pk)
        return next(own, None) if self.text else None


def sees_all(membership: Membership) -> bool:
    """Whether somebody may read more of the team than who is on it."""
    return any(membership.allows(duty) for duty in SEE_ALL)


def team_name(council: Council) -> str:
    """What the council calls its team, for the middle of a sentence."""
    return team_called(council.rulebook)


def book_on(council: Council, day: date) -> Rulebook:
    """The rules in force on a day; today's where none were yet."""
    if day == today():
        return council.rulebook
    version = council.rulebook_versions.in_force(day).first()
    return version.rulebook if version else council.rulebook


def team_on(council: Council, day: date) -> Team:
    """The team on a London day, in at most twelve queries."""
    book = book_on(council, day)
    usual = book.rules.team_offices.value or ()
    held = held_on(council, day)
    text = text_on(council, day)
    seats = council.team_members.select_related("membership__person", "membership__council")
    seats = seats.order_by("membership__person__name", "pk")
    to_come = waiting_on(day) | Q(starts_on__gt=day) if day == today() else Q()
    found = list(seats.filter(in_force(day) | to_come if to_come else in_force(day)))
    here = [seat for seat in found if seat.starts_on and seat.starts_on <= day]
    waiting = [seat for seat in found if seat not in here]
    given = undertakings(text, [*here, *waiting], day)
    titles = titles_of(held, book)
    keys, on_team = keys_of(held), {seat.membership_id for seat in here}
    members = [seat.membership for seat in here]
    lacking = {
        row.membership.pk: row.missing
        for row in training_rows(council, members, day=day, book=book, holding=(keys, on_team))
    }

    def member(seat: TeamMember) -> Member:
        who = seat.membership_id
        return Member(
            seat,
            titles.get(who, []),
            bool(usual) and not keys.get(who, set()) & set(usual),
            given.get(who),
            lacking.get(who, []),
        )

    return Team(
        name=book.rules.team_name.value or "Admin team",
        day=day,
        text=text,
        offices=[filled(book.title(key), key, held, on_team) for key in usual],
        members=[member(seat) for seat in here],
        waiting=[member(seat) for seat in waiting],
    )


def filled(title: str, key: str, held: list[tuple[Membership, str]], on_team: set[int]) -> Filled:
    """One of the offices the policy names."""
    holders = [membership for membership, office in held if office == key]
    return Filled(title, holders, [one for one in holders if one.pk not in on_team])


def waiting_on(day: date) -> Q:
    """Seats that wait for the undertaking."""
    return Q(starts_on__isnull=True) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def held_on(council: Council, day: date) -> list[tuple[Membership, str]]:
    """Who held which office on a day, by its key (a query)."""
    found = (
        Appointment.objects.in_force(day)
        .filter(in_force(day, "membership__"), council=council)
        .select_related("membership__person", "office")
        .order_by("membership__person__name", "pk")
    )
    return [(one.membership, one.office.key) for one in found]


def keys_of(held: list[tuple[Membership, str]]) -> dict[int, set[str]]:
    keys: dict[int, set[str]] = {}
    for membership, key in held:
        keys.setdefault(membership.pk, set()).add(key)
    return keys


def titles_of(held: list[tuple[Membership, str]], book: Rulebook) -> dict[int, list[str]]:
    titles: dict[int, list[str]] = {}
    for membership, key in held:
        titles.setdefault(membership.pk, []).append(book.title(key))
    return titles


def is_extra(membership: Membership, day: date) -> bool:
    """Whether somebody holds none of the offices that normally sit on the team (FTC-6.2-d).

    A council whose rulebook names no such offices has nobody beyond them.
    """
    usual = membership.council.rulebook.rules.team_offices.value
    if not usual:
        return False
    return not membership.appointments.in_force(day).filter(office__key__in=usual).exists()


def text_on(council: Council, day: date) -> UndertakingText | None:
    """The undertaking's words on a day; None where it has none yet."""
    return council.undertaking_texts.filter(in_force_from__lte=day).order_by("-number").first()


def undertakings(
    text: UndertakingText | None, seats: Iterable[TeamMember], day: date
) -> dict[int, Undertaking]:
    """Who had given these words by a day, by membership (a query)."""
    if text is None:
        return {}
    members = [seat.membership_id for seat in seats]
    given = text.given.filter(membership__in=members, given_on__lte=day)
    return {one.membership_id: one for one in given}


def owes_undertaking(membership: Membership) -> TeamMember | None:
    """A member's seat, if its holder has not given the undertaking in its present words."""
    text = text_on(membership.council, today())
    if text is None or text.given.filter(membership=membership).exists():
        return None
    open_seats = in_force(today()) | waiting_on(today()) | Q(starts_on__gt=today())
    return membership.team_seats.filter(open_seats).first()
