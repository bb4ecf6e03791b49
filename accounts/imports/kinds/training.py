"""Training that people have completed; see `record_completion`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.councils.models import Council
from accounts.dates import today
from accounts.imports.cells import Row, quoted
from accounts.imports.columns import Column
from accounts.imports.kinds.base import WRONG, Judged, Kind, good, there
from accounts.imports.members import Members, plain_person
from accounts.people.models import Person
from accounts.training.actions import record_completion
from accounts.training.models import Completion, Course
from councilsm.duties import Duty
from councilsm.forms import when_in_words


@dataclass
class Done:
    """What a row says."""

    person: str
    course: str
    on: date | None
    expires_on: date | None
    provider: str
    paper: str


@dataclass
class Known:
    """Who is here, which courses there are, and what is on record."""

    members: Members
    courses: dict[str, Course]
    #: Course, membership and day.
    done: set[tuple[int, int, date]]


class Training(Kind[Done, Known]):
    slug = "training"
    title = "Training completed"
    one, many = "completion", "completions of training"
    back = "training:list"
    duties = (Duty.MANAGE_PEOPLE,)
    intro = (
        "Who did which course and when, with the place where the certificate is kept. People and "
        "courses must be on record already."
    )
    columns = (
        Column(
            "person",
            "Person",
            "A name or e-mail address on your list of people",
            also=("name", "who", "email", "member"),
            required=True,
        ),
        Column(
            "course", "Course", "As it is called here", also=("training", "title"), required=True
        ),
        Column(
            "on",
            "Completed on",
            "The day it was done",
            also=("date", "done on", "completed", "date completed"),
            required=True,
        ),
        Column(
            "paper",
            "Certificate kept at",
            "For example personnel file 7",
            also=("paper reference", "certificate", "reference", "paper"),
            required=True,
        ),
        Column(
            "expires_on",
            "Counts until",
            "If the certificate says so. Empty: as the course has it",
            also=("expires", "expires on", "expiry", "expiry date", "last day it counts"),
        ),
        Column("provider", "Who ran it", "If you know it", also=("provider", "trainer")),
    )

    def read(self, row: Row) -> Done:
        said = Done(
            person=row.text("person", longest=254),
            course=row.text("course", longest=120),
            on=row.day("on"),
            expires_on=row.day("expires_on"),
            provider=row.text("provider", longest=120),
            paper=row.text("paper", longest=120),
        )
        if said.on and said.on > today():
            row.wrong("on", "that day is in the future.")
        if said.on and said.expires_on and said.expires_on < said.on:
            row.wrong("expires_on", "it is before the day it was done.")
        return said

    def gather(self, council: Council, read: Sequence[Done]) -> Known:
        """Three queries."""
        courses = {plain_person(course.title): course for course in council.courses.all()}
        for course in courses.values():
            course.council = council
        named = {plain_person(one.course) for one in read}
        wanted = [course.pk for title, course in courses.items() if title in named]
        done = council.completions.filter(course__in=wanted)
        rows = done.order_by().values_list("course", "membership", "completed_on")
        return Known(Members(council), courses, set(rows))

    def compare(self, row: Row, said: Done, known: Known) -> Judged:
        course = known.courses.get(plain_person(said.course))
        if said.course and course is None:
            names = ", ".join(f"“{one}”" for one in list(known.courses.values())[:6]) or "none"
            row.wrong("course", f"you have no course {quoted(said.course)}. You have: {names}.")
        elif course and course.ended_on:
            row.wrong("course", f"{course} ended on {when_in_words(course.ended_on)}.")
        day = said.on or today()
        person = known.members.find(row, "person", said.person, day) if said.person else None
        if row.errors or course is None or person is None:
            return WRONG
        same = (course.pk, person.pk, day)
        if same in known.done:
            return there(f"That {person.person} did {course} that day is on record already.")
        return good(
            {
                "course": course,
                "membership": person,
                "completed_on": day,
                "expires_on": said.expires_on,
                "provider": said.provider,
                "paper_reference": said.paper,
            },
            same=same,
        )

    def carry_out(self, council: Council, values: Mapping[str, Any], actor: Person) -> Completion:
        return record_completion(actor=actor, **values)

    def describe(self, cells: Mapping[str, str]) -> str:
        return f"{cells.get('person', '')}: {cells.get('course', '')}"
