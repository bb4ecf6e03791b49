"""What of training waits on Home: one's own, and for who keeps people everybody's."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from accounts.training.questions import courses_on, rows
from councilsm.duties import Duty
from councilsm.inbox.due import Due, counted, tells_due


@tells_due
def training(membership: Membership) -> Iterator[Due]:
    """What is missing, has lapsed or lapses soon; a council without courses costs one query."""
    council = membership.council
    courses = courses_on(council, today())
    if not courses:
        return
    keeps = membership.allows(Duty.MANAGE_PEOPLE)
    people = council.memberships.in_force(today()) if keeps else [membership]
    address = reverse("training:list", args=[council.slug])
    lacking = 0
    for row in rows(council, people, courses=courses):
        lacking += bool(row.missing)
        if row.membership.pk != membership.pk:
            continue
        for cell in row.cells:
            if cell.is_missing:
                words = "has lapsed" if cell.completion else "is missing"
                yield Due(f"Your training “{cell.course}” {words}", address)
            elif cell.lapses_soon and cell.completion and cell.completion.expires_on:
                ends = cell.completion.expires_on
                yield Due(
                    f"Your training “{cell.course}” counts until {ends.day} {ends:%B %Y}", address
                )
    if keeps and lacking:
        words = counted(lacking, "person lacks", "people lack")
        yield Due(f"{words} training they need", address)
