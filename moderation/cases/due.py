"""What waits for somebody on Home: open cases, for those who may read them."""

from collections.abc import Iterator
from operator import attrgetter

from django.urls import reverse

from accounts.people.models import Membership
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.cases.models import Case
from moderation.cases.questions import visible_to

CAPPED = 100


@tells_due
def open_cases(membership: Membership) -> Iterator[Due]:
    """Restricted cases that are open, with the hours that a data breach leaves; one query.

    Everybody is asked for, since somebody may read one by name who holds no office.
    """
    rows = visible_to(membership).open().order_by("pk")
    found = list(rows.only("council", "kind", "opened_at", "aware_at", "commissioner_at")[:CAPPED])
    if not found:
        return
    clocks = [
        case for case in found if case.kind == Case.Kind.BREACH and case.commissioner_at is None
    ]
    words = counted(len(found), "restricted case is open", "restricted cases are open")
    yield Due(
        words,
        reverse("cases:list", args=[membership.council.slug]),
        since=found[0].opened_at,
        note=time_left(min(clocks, key=attrgetter("aware_at"))) if clocks else "",
        group=Group.TODAY,
        number=len(found),
    )


def time_left(case: Case) -> str:
    """How long is left to tell the Information Commissioner, in words."""
    hours = case.hours_left or 0
    if hours < 0:
        return "The time to tell the Information Commissioner is over"
    return f"{counted(hours, 'hour', 'hours')} left to tell the Information Commissioner"
