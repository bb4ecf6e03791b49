"""Seats on the admin team, present and past ones; see `join_team`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.councils.models import Council
from accounts.dates import today
from accounts.imports.cells import Row
from accounts.imports.columns import Column
from accounts.imports.kinds.base import WRONG, Judged, Kind, good, there
from accounts.imports.members import Members
from accounts.people.models import Appointment, Membership, Person, TeamMember
from accounts.team.actions import join_team
from councilsm.duties import Duty
from councilsm.forms import when_in_words


@dataclass
class Seat:
    """What a row says."""

    person: str
    starts_on: date | None
    ends_on: date | None
    why: str
    minute: str


@dataclass
class Known:
    """Who is here, who sits on the team when, and who holds one of its usual offices when."""

    members: Members
    seats: dict[int, list[TeamMember]]
    held: dict[int, list[Appointment]]
    #: Whether the rulebook names offices that normally sit on it.
    names_offices: bool
    has_gone_live: bool


class Team(Kind[Seat, Known]):
    slug = "team"
    title = "Members of the admin team"
    one, many = "seat", "seats on the admin team"
    back = "team:list"
    duties = (Duty.APPOINT_TEAM,)
    intro = (
        "Who sits on the team, and who sat on it before. A seat that is over needs the minute or "
        "paper that shows it. What the rules want of new members is asked of present ones."
    )
    columns = (
        Column(
            "person",
            "Person",
            "A name or e-mail address on your list of people",
            also=("name", "member", "who", "email"),
            required=True,
        ),
        Column(
            "starts_on",
            "First day",
            "When they joined the team",
            also=("from", "start", "start date", "starts on", "joined"),
            required=True,
        ),
        Column(
            "ends_on",
            "Last day",
            "Empty: until further notice",
            also=("to", "until", "end", "end date", "ends on", "left"),
        ),
        Column(
            "why",
            "Why their job needs it",
            "Needed beyond the offices that normally sit on it",
            also=("why", "reason"),
        ),
        Column(
            "minute",
            "Minute or paper",
            "By which they were appointed; needed where the seat is over or began before today",
            also=("minute", "paper", "paper reference", "minute reference", "reference"),
        ),
    )

    def read(self, row: Row) -> Seat:
        said = Seat(
            person=row.text("person", longest=254),
            starts_on=row.day("starts_on"),
            ends_on=row.day("ends_on"),
            why=row.text("why", longest=500),
            minute=row.text("minute", longest=120),
        )
        row.in_order(said.starts_on, said.ends_on, "ends_on")
        if said.ends_on and said.ends_on < today() and not said.minute:
            row.wrong("minute", "this seat is over. Name the minute or paper that shows it.")
        return said

    def gather(self, council: Council, read: Sequence[Seat]) -> Known:
        """Three queries."""
        usual = council.rulebook.rules.team_offices.value or ()
        seats: dict[int, list[TeamMember]] = {}
        for seat in council.team_members.all():
            seats.setdefault(seat.membership_id, []).append(seat)
        held: dict[int, list[Appointment]] = {}
        for one in council.appointments.filter(office__key__in=usual):
            held.setdefault(one.membership_id, []).append(one)
        return Known(Members(council), seats, held, bool(usual), council.has_gone_live)

    def compare(self, row: Row, said: Seat, known: Known) -> Judged:
        first, last = said.starts_on, said.ends_on
        person = None
        if said.person and first:
            person = known.members.find(row, "person", said.person, first)
        if row.errors or person is None or first is None:
            return WRONG
        if any(
            meets(seat.starts_on or seat.meant_from, seat.ends_on, first, last)
            for seat in known.seats.get(person.pk, ())
        ):
            return there(f"{person.person} is on the team in that time already.")
        self._within(row, person, first, last)
        self._reason(row, said, person, known)
        if known.has_gone_live and first < today() and not said.minute:
            row.wrong("minute", "this seat began before today. Name the minute or paper.")
        if row.errors:
            return WRONG
        values = {"membership": person, "starts_on": first, "ends_on": last}
        return good({**values, "why": said.why, "minute": said.minute}, same=(person.pk, first))

    @staticmethod
    def _reason(row: Row, said: Seat, person: Membership, known: Known) -> None:
        """Says so where somebody beyond the usual offices joins, or is here, without a reason."""
        over = said.ends_on is not None and said.ends_on < today()
        held = known.held.get(person.pk, ())
        day = said.starts_on
        usual = day and any(meets(one.starts_on, one.ends_on, day, day) for one in held)
        if known.names_offices and not (over or said.why or usual):
            row.wrong(
                "why",
                f"it is empty, and {person.person} holds none of the offices that normally sit on "
                "the team.",
            )

    @staticmethod
    def _within(row: Row, person: Membership, first: date, last: date | None) -> None:
        """Says so where a seat lies outside the membership."""
        if first < person.starts_on:
            joins = when_in_words(person.starts_on)
            row.wrong("starts_on", f"{person.person} joins the council on {joins}.")
        if person.ends_on and (last is None or last > person.ends_on):
            leaves = when_in_words(person.ends_on)
            row.wrong("ends_on", f"{person.person} leaves the council on {leaves}.")

    def carry_out(self, council: Council, values: Mapping[str, Any], actor: Person) -> TeamMember:
        return join_team(actor=actor, **values).seat

    def describe(self, cells: Mapping[str, str]) -> str:
        return cells.get("person", "")


def meets(first: date | None, last: date | None, since: date, until: date | None) -> bool:
    """Whether two periods share a day; one without a first day counts from the beginning."""
    return (last is None or since <= last) and (first is None or until is None or first <= until)
