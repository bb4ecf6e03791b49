"""People who belong to the council, or did; see `add_person`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.councils.models import Council
from accounts.dates import today
from accounts.imports.cells import Row, quoted
from accounts.imports.columns import Column, plain
from accounts.imports.kinds.base import WRONG, Judged, Kind, good, there
from accounts.imports.members import Members, overlap, plain_person
from accounts.people.actions import NewAppointment, add_person
from accounts.people.models import Membership, Office, Person
from councilsm.duties import Duty


@dataclass
class Newcomer:
    """What a row says; offices still in words."""

    name: str
    email: str
    category: str
    starts_on: date | None
    ends_on: date | None
    signs_in: bool
    offices: list[str]
    minute: str
    line_manager: str
    organisation: str
    contact: str


@dataclass
class Known:
    """Who is here, and which offices there are."""

    members: Members
    offices: dict[str, Office]


class People(Kind[Newcomer, Known]):
    slug = "people"
    title = "People"
    one, many = "person", "people"
    back = "people:list"
    duties = (Duty.MANAGE_PEOPLE,)
    intro = (
        "Everybody the registers should name, also those who have left. Whoever signs in gets an "
        "invitation by e-mail as soon as their row is imported."
    )
    columns = (
        Column(
            "name", "Name", "First name and surname", also=("full name", "person"), required=True
        ),
        Column(
            "category",
            "Belongs as",
            ", ".join(Membership.Category.labels),
            also=("category", "how they belong"),
            required=True,
        ),
        Column(
            "starts_on",
            "First day",
            "When they joined the council",
            also=("from", "start", "start date", "starts on", "joined"),
            required=True,
        ),
        Column(
            "signs_in",
            "Signs in",
            "Yes sends an invitation; No only records them",
            also=("sign-in", "can sign in", "invite", "invitation"),
            required=True,
        ),
        Column("email", "E-mail", "Needed to sign in", also=("email address", "mail")),
        Column(
            "ends_on",
            "Last day",
            "Empty: until further notice",
            also=("to", "until", "end", "end date", "ends on", "left"),
        ),
        Column(
            "offices",
            "Offices",
            "Those they hold in that time, with a semicolon between",
            also=("office", "post", "job title"),
        ),
        Column(
            "minute",
            "Minute",
            "The minute or other authority for the offices",
            also=("authority", "minute reference", "paper reference"),
        ),
        Column(
            "line_manager", "Line manager", "The office of their line manager", also=("manager",)
        ),
        Column(
            "organisation",
            "Works for",
            "Only if that is not the council: an agency, a contractor, a partner",
            also=("organisation", "company", "agency"),
        ),
        Column(
            "contact",
            "Contact",
            "How they are reached there",
            also=("telephone", "phone", "contact details"),
        ),
    )

    def read(self, row: Row) -> Newcomer:
        email = row.text("email", longest=254).lower()
        signs_in = row.yes_no("signs_in", otherwise=False)
        said = Newcomer(
            name=row.text("name", longest=120),
            email=email,
            category=row.choice("category", Membership.Category.choices),
            starts_on=row.day("starts_on"),
            ends_on=row.day("ends_on"),
            signs_in=signs_in,
            offices=[
                one.strip() for one in row.text("offices", longest=500).split(";") if one.strip()
            ],
            minute=row.text("minute", longest=60),
            line_manager=row.text("line_manager", longest=120),
            organisation=row.text("organisation", longest=120),
            contact=row.text("contact", longest=200),
        )
        row.in_order(said.starts_on, said.ends_on, "ends_on")
        if email:
            try:
                validate_email(email)
            except ValidationError:
                row.wrong("email", f"{quoted(email)} is no e-mail address.")
        elif signs_in:
            row.wrong("email", "it is empty. Fill it in, or write No under Signs in.")
        if signs_in and said.ends_on and said.ends_on < today():
            row.wrong("signs_in", "they have left, so write No.")
        return said

    def gather(self, council: Council, read: Sequence[Newcomer]) -> Known:
        """Two queries."""
        offices: dict[str, Office] = {}
        for office in council.offices.all():
            offices |= {plain(office.title): office, plain(office.key): office}
        return Known(Members(council), offices)

    def compare(self, row: Row, said: Newcomer, known: Known) -> Judged:
        offices = [self._office(row, "offices", title, known) for title in said.offices]
        manager = said.line_manager
        line_manager = self._office(row, "line_manager", manager, known) if manager else None
        if row.errors or said.starts_on is None:
            return WRONG
        same = plain_person(said.email or said.name)
        if any(overlap(one, said.starts_on, said.ends_on) for one in known.members.called(same)):
            return there(
                f"{said.name} belongs to your council already. What is recorded of them is not "
                "changed."
            )
        return good(
            {
                "name": said.name,
                "email": said.email or None,
                "category": said.category,
                "starts_on": said.starts_on,
                "ends_on": said.ends_on,
                "line_manager": line_manager,
                "can_sign_in": said.signs_in,
                "organisation": said.organisation,
                "contact": said.contact,
                "appointments": [
                    NewAppointment(office, minute=said.minute) for office in offices if office
                ],
            },
            same=same,
            said=f"An invitation goes to {said.email}." if said.signs_in else "",
        )

    @staticmethod
    def _office(row: Row, key: str, title: str, known: Known) -> Office | None:
        office = known.offices.get(plain(title))
        if office is None:
            row.wrong(key, f"your council has no office called {quoted(title)}.")
        return office

    def carry_out(self, council: Council, values: Mapping[str, Any], actor: Person) -> Membership:
        return add_person(council=council, actor=actor, **values)

    def describe(self, cells: Mapping[str, str]) -> str:
        return cells.get("name", "")
