"""What of training waits on Home: one's own, and for who keeps people everybody's."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.people.models import Membership
from accounts.people.models.resting import TEAM
from accounts.people.models.standing import standing_of
from accounts.training.lapsing import AHEAD
from accounts.training.questions import Cell, courses_on, rows
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.due import Due, Group, counted, tells_due


@tells_due
def training(membership: Membership) -> Iterator[Due]:
    """What is missing, has lapsed or lapses soon; a council without courses costs one query."""
    council = membership.council
    courses = courses_on(council, today())
    if not courses:
        return
    keeps = membership.allows(Duty.MANAGE_PEOPLE)
    people = (
        council.memberships.in_force(today()).select_related("person") if keeps else [membership]
    )
    address = reverse("training:list", args=[council.slug])
    lacking, resting = 0, []
    holding = None if keeps else held_by(membership)
    for row in rows(council, people, courses=courses, holding=holding):
        lacking += bool(row.missing)
        own = row.membership.pk == membership.pk
        for cell in row.cells:
            rests = rests_in_words(cell, council.rulebook)
            if rests and not own:
                resting.append(
                    Due(
                        f"{row.membership.person}: training has lapsed",
                        address,
                        None,
                        f"{rests}. Whoever is the last to hold a duty keeps it",
                        group=Group.GAPS,
                    )
                )
            if own and cell.is_missing:
                words = "has lapsed" if cell.completion else "is missing"
                if rests and keeps_it(membership, cell):
                    rests = "Nobody else could do what it is needed for, so you keep it"
                yield Due(f"Your training “{cell.course}” {words}", address, None, rests)
            elif own and cell.lapses_soon and cell.completion and cell.completion.expires_on:
                ends = cell.completion.expires_on
                yield Due(
                    f"Your training “{cell.course}” counts until {ends.day} {ends:%B %Y}", address
                )
    if keeps and lacking:
        words = counted(lacking, "person lacks", "people lack")
        yield Due(
            f"{words} training they need",
            f"{address}?show=lacking",
            group=Group.GAPS,
            number=lacking,
        )
    yield from resting if keeps else ()


def held_by(membership: Membership) -> tuple[dict[int, set[str]], set[int]]:
    """What one member holds, as `holdings` says it: the gate knows already."""
    own = set(membership.offices) - set(membership.covering)
    return {membership.pk: own}, {membership.pk} if membership.on_team else set()


def rests_in_words(cell: Cell, book: Rulebook) -> str:
    """What follows of a lapse, from seven days before a duty rests; empty where nothing does."""
    first = cell.rests_from(book) if cell.is_missing else None
    if first is None or today() < first - AHEAD:
        return ""
    if first <= today():
        return f"The duty it is needed for rests since {when_in_words(first)}"
    return f"The duty it is needed for rests from {when_in_words(first)}"


def keeps_it(membership: Membership, cell: Cell) -> bool:
    """Whether somebody keeps what a course is needed for, since nobody else has it.

    The gate is asked: two queries for a day to come, none for one that is here.
    """
    first = cell.rests_from(membership.council.rulebook)
    there: list[Membership] = [membership]
    if first and first > today():
        there = standing_of(membership.person, first, slug=membership.council.slug)
    for one in there:
        needing = needed_for(one, cell)
        if needing & one.kept and needing.isdisjoint(one.resting):
            return True
    return False


def needed_for(membership: Membership, cell: Cell) -> set[Duty]:
    """The duties of somebody, resting ones too, for which a course is needed."""
    book, held = membership.council.rulebook, set(membership.offices)
    return {
        duty
        for duty, through in book.duties_of(held, team=membership.on_team).items()
        if duty in cell.binds or (TEAM in cell.binds and not through)
    }
