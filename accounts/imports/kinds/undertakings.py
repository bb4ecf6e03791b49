"""Undertakings that members of the team signed on paper; see `record_undertaking`."""

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
from accounts.people.models import Person
from accounts.team.actions import record_undertaking
from accounts.team.models import Undertaking, UndertakingText
from accounts.team.questions import text_on
from councilsm.duties import Duty
from councilsm.forms import when_in_words


@dataclass
class Signed:
    """What a row says."""

    person: str
    on: date | None
    paper: str


@dataclass
class Known:
    """Who is here, who sits on the team, the words, and who has given them."""

    members: Members
    seated: set[int]
    text: UndertakingText | None
    given: set[int]


class Undertakings(Kind[Signed, Known]):
    slug = "undertakings"
    title = "Undertakings of the team"
    one, many = "undertaking", "undertakings"
    back = "team:list"
    duties = (Duty.APPOINT_TEAM,)
    intro = (
        "Undertakings that members of the team signed on paper, with the place where the paper is "
        "kept. The words of the undertaking must be on record already."
    )
    columns = (
        Column(
            "person",
            "Person",
            "A name or e-mail address on your list of people",
            also=("name", "member", "who", "email"),
            required=True,
        ),
        Column("on", "Signed on", "The day", also=("date", "signed", "given on"), required=True),
        Column(
            "paper",
            "Paper kept at",
            "For example personnel file 7",
            also=("paper reference", "paper", "reference"),
            required=True,
        ),
    )

    def read(self, row: Row) -> Signed:
        said = Signed(
            person=row.text("person", longest=254),
            on=row.day("on"),
            paper=row.text("paper", longest=120),
        )
        if said.on and said.on > today():
            row.wrong("on", "that day is in the future.")
        return said

    def gather(self, council: Council, read: Sequence[Signed]) -> Known:
        """Four queries."""
        text = text_on(council, today())
        seats = council.team_members.exclude(ends_on__lt=today())
        given = text.given.values_list("membership", flat=True) if text else ()
        return Known(
            Members(council), set(seats.values_list("membership", flat=True)), text, set(given)
        )

    def compare(self, row: Row, said: Signed, known: Known) -> Judged:
        text = known.text
        person = None
        if said.person:
            person = known.members.find(row, "person", said.person, today())
        if text is None:
            row.errors.append("The undertaking has no words yet. Write them first.")
        elif said.on and text.number > 1 and said.on < text.in_force_from:
            since = when_in_words(text.in_force_from)
            row.wrong("on", f"its present words hold since {since}. It must be signed anew.")
        if person and person.pk not in known.seated:
            row.wrong("person", f"{person.person} is not on the team.")
        if row.errors or person is None:
            return WRONG
        if person.pk in known.given:
            return there(f"{person.person} has given the undertaking already.")
        return good(
            {
                "text": text,
                "membership": person,
                "given_on": said.on,
                "paper_reference": said.paper,
            },
            same=person.pk,
        )

    def carry_out(self, council: Council, values: Mapping[str, Any], actor: Person) -> Undertaking:
        return record_undertaking(actor=actor, **values)

    def describe(self, cells: Mapping[str, str]) -> str:
        return cells.get("person", "")
