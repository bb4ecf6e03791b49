"""Who needs which course on a day, and what they lack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.dates import in_force, today
from accounts.people.models import Appointment, Membership, TeamMember
from accounts.people.models.resting import TEAM, rests_from
from accounts.training.models import Completion, Course, Need
from councilsm.duties import Duty

#: How long before it lapses a completion is told of.
SOON = timedelta(days=30)


@dataclass(frozen=True)
class Cell:
    """One person and one course, on a day.

    Args:
        binds: for which of their duties, or for `TEAM`, it is needed. Those rest where the rules
            say so; nothing does for being somebody of a category, nor writing drafts, the way in.
    """

    course: Course
    needed: bool
    completion: Completion | None
    day: date
    binds: frozenset[str] = frozenset()

    def rests_from(self, book: Rulebook) -> date | None:
        """From when what it is needed for rests, once it has lapsed; None where nothing does."""
        ends = self.completion.expires_on if self.completion else None
        return rests_from(book, ends) if self.binds and ends else None

    @property
    def counts(self) -> bool:
        """Whether it is done and has not lapsed."""
        return self.completion is not None and self.completion.counts_on(self.day)

    @property
    def is_missing(self) -> bool:
        return self.needed and not self.counts

    @property
    def lapses_soon(self) -> bool:
        """Whether what is needed stops counting within the next weeks."""
        ends = self.completion.expires_on if self.completion else None
        return self.needed and self.counts and ends is not None and ends <= self.day + SOON

    @property
    def label(self) -> str:
        """The state as words for a tag; empty where there is nothing to say."""
        if self.counts:
            return "Lapses soon" if self.lapses_soon else "Done"
        if self.completion:
            return "Lapsed"
        return "Missing" if self.needed else ""

    @property
    def colour(self) -> str:
        if self.counts:
            return "yellow" if self.lapses_soon else "green"
        return "red" if self.needed else "grey"


@dataclass(frozen=True)
class Row:
    """One person with every course."""

    membership: Membership
    cells: list[Cell]

    @property
    def missing(self) -> list[str]:
        return [cell.course.title for cell in self.cells if cell.is_missing]


def courses_on(council: Council, day: date) -> list[Course]:
    """The courses that a council has on a day, by title (a query)."""
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    return list(council.courses.filter(going_on))


def rows(
    council: Council,
    memberships: Iterable[Membership],
    *,
    day: date | None = None,
    courses: Sequence[Course] | None = None,
    book: Rulebook | None = None,
    holding: "tuple[dict[int, set[str]], set[int]] | None" = None,
) -> list[Row]:
    """Every course for each of some people, in at most five queries.

    Args:
        day: in London; today by default.
        courses: where the caller has them already.
        book: the rules of that day; today's by default.
        holding: what `holdings` says, where the caller knows it already.
    """
    day = day or today()
    members = list(memberships)
    courses = courses_on(council, day) if courses is None else courses
    if not courses or not members:
        return [Row(member, []) for member in members]
    needs: dict[int, list[Need]] = {}
    for need in council.training_needs.filter(course__in=courses):
        needs.setdefault(need.course_id, []).append(need)
    held, seated = holding or holdings(members, day)
    done = completions(members, day)
    book = book or council.rulebook
    found = []
    for member in members:
        on_team = member.pk in seated
        duties = set(book.duties_of(held.get(member.pk, set()), team=on_team))
        cells = []
        for course in courses:
            why = [n for n in needs.get(course.pk, ()) if applies(n, member, duties, on_team)]
            cells.append(
                Cell(
                    course,
                    bool(why),
                    done.get((member.pk, course.pk)),
                    day,
                    frozenset(TEAM if n.team else n.duty for n in why) - {"", Duty.SUBMIT_DRAFTS},
                )
            )
        found.append(Row(member, cells))
    return found


def applies(need: Need, member: Membership, duties: set[Duty], on_team: bool) -> bool:
    """Whether a need is somebody's."""
    if need.team:
        return on_team
    return need.duty in duties or need.category == member.category


def missing_for_team(membership: Membership, *, day: date | None = None) -> list[str] | None:
    """What somebody lacks of what the team needs; None where no course is needed by the team."""
    day, council = day or today(), membership.council
    wanted = [c for c in courses_on(council, day) if c.needs.filter(team=True).exists()]
    if not wanted:
        return None
    done = completions([membership], day)
    found = [Cell(course, True, done.get((membership.pk, course.pk)), day) for course in wanted]
    return [cell.course.title for cell in found if cell.is_missing]


def holdings(members: Sequence[Membership], day: date) -> tuple[dict[int, set[str]], set[int]]:
    """The keys of the offices each holds on a day, and who sits on the team (two queries)."""
    held: dict[int, set[str]] = {}
    offices = Appointment.objects.in_force(day).filter(membership__in=members)
    for member, key in offices.values_list("membership_id", "office__key"):
        held.setdefault(member, set()).add(key)
    seats = TeamMember.objects.filter(in_force(day), membership__in=members)
    return held, set(seats.values_list("membership_id", flat=True))


def completions(members: Sequence[Membership], day: date) -> dict[tuple[int, int], Completion]:
    """Of each person and course the completion by a day that counts longest (a query)."""
    found: dict[tuple[int, int], Completion] = {}
    done = Completion.objects.filter(membership__in=members, completed_on__lte=day)
    for one in done.order_by("completed_on", "pk"):
        key = (one.membership_id, one.course_id)
        if key not in found or lasts(one) >= lasts(found[key]):
            found[key] = one
    return found


def lasts(completion: Completion) -> date:
    """The last day it counts."""
    return completion.expires_on or date.max
