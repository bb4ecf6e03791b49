"""One person's training, on their record."""

from django.urls import reverse

from accounts.people.sections import Line, Section, Subject, tells_person
from accounts.training.models import Completion, Course, Need
from accounts.training.questions import Cell, applies, lasts
from councilsm.forms import when_in_words


@tells_person(30)
def training(of: Subject) -> Section:
    """Each course that they need or have done, with what lapsed (two queries)."""
    courses: dict[int, Course] = {}
    best: dict[int, Completion] = {}
    done = of.membership.completions.filter(completed_on__lte=of.day).select_related("course")
    for one in done.order_by("completed_on", "pk"):
        courses[one.course_id] = one.course
        if one.course_id not in best or lasts(one) >= lasts(best[one.course_id]):
            best[one.course_id] = one
    needed = set()
    for need in of.council.training_needs.select_related("course"):
        if _is_given(need.course, of) and _is_theirs(need, of):
            courses[need.course_id] = need.course
            needed.add(need.course_id)
    cells = [
        Cell(course, pk in needed, best.get(pk), of.day)
        for pk, course in sorted(courses.items(), key=lambda pair: pair[1].title)
    ]
    empty = "No course is needed, and none is on record."
    return Section("Training", [_line(of, cell) for cell in cells], empty)


def _is_given(course: Course, of: Subject) -> bool:
    return course.ended_on is None or course.ended_on > of.day


def _is_theirs(need: Need, of: Subject) -> bool:
    return applies(need, of.membership, set(of.duties), of.has_seat)


def _line(of: Subject, cell: Cell) -> Line:
    one = cell.completion
    facts = [f"Completed {when_in_words(one.completed_on)}"] if one else []
    if one and one.expires_on:
        counts = "Counts" if cell.counts else "Counted"
        facts.append(f"{counts} until {when_in_words(one.expires_on)}")
    if not cell.needed:
        facts.append("Not needed for their duties")
    return Line(
        what=cell.course.title,
        url=reverse("training:list", args=[of.council.slug]),
        label=cell.label,
        colour=cell.colour,
        facts=facts,
        missing=f"training: {cell.course.title}" if cell.is_missing else "",
    )
