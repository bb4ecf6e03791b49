"""What waits for somebody on Home: open cases, for those who may read them."""

from collections.abc import Iterator
from operator import itemgetter

from django.db.models import DateTimeField, Value
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.inbox.due import Due, Group, counted, tells_due
from moderation.cases.models import Case
from moderation.cases.questions import visible_to
from moderation.evidence.models import Evidence

CAPPED = 100
#: In the place of a kind: a file of a case that is missing or changed.
SPOILED = "spoiled"


@tells_due
def open_cases(membership: Membership) -> Iterator[Due]:
    """Restricted cases that are open, with the hours that a data breach leaves, and evidence of
    cases that is not what was captured; one query.

    Everybody is asked for, since somebody may read one by name who holds no office.
    """
    cases = visible_to(membership)
    still = (
        cases.open()
        .order_by()
        .values_list(*("pk", "kind", "opened_at", "aware_at", "commissioner_at"))
    )
    files = Evidence.objects.filter(
        council=membership.council, spoiled_at__isnull=False, item__of_case__case__in=cases
    )
    lost = files.order_by().values_list(
        *("item__of_case__case__number", Value(SPOILED), "spoiled_at"),
        *(Value(None, DateTimeField()), Value(None, DateTimeField())),
    )
    rows = sorted(still.union(lost, all=True), key=itemgetter(2))
    spoiled = [row for row in rows if row[1] == SPOILED][:CAPPED]
    for number in sorted({row[0] for row in spoiled}):
        yield Due(
            f"RC-{number:04}: evidence is missing or changed",
            reverse("cases:detail", args=[membership.council.slug, number]),
            since=next(row[2] for row in spoiled if row[0] == number),
            group=Group.TODAY,
        )
    found = [row for row in rows if row[1] != SPOILED][:CAPPED]
    if not found:
        return
    clocks = [aware for _, kind, _, aware, told in found if kind == Case.Kind.BREACH and not told]
    words = counted(len(found), "restricted case is open", "restricted cases are open")
    yield Due(
        words,
        reverse("cases:list", args=[membership.council.slug]),
        since=found[0][2],
        note=time_left(Case(aware_at=min(clocks))) if clocks else "",
        group=Group.TODAY,
        number=len(found),
    )


def time_left(case: Case) -> str:
    """How long is left to tell the Information Commissioner, in words."""
    hours = case.hours_left or 0
    if hours < 0:
        return "The time to tell the Information Commissioner is over"
    return f"{counted(hours, 'hour', 'hours')} left to tell the Information Commissioner"
