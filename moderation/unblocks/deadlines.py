"""When requests to be unblocked are to be answered, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.urls import reverse

from accounts.dates import LONDON
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline, on_day, tells_deadlines
from moderation.unblocks.listing import SHOW
from moderation.unblocks.models import UnblockRequest

#: Within so many days one is answered where the council promises no day.
ANSWERED_IN = timedelta(days=14)


@tells_deadlines
def to_answer(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Requests that nobody has decided, and answers that nobody has handed over; one query."""
    rows = UnblockRequest.objects.filter(SHOW[""], council__in=councils)
    for pk, number, state, due_by, sent_at, council, slug in rows.values_list(
        "pk", "number", "state", "due_by", "sent_at", "council", "council__slug"
    ):
        due_on = due_by or sent_at.astimezone(LONDON).date() + ANSWERED_IN
        to_do = "Decide" if state == UnblockRequest.State.WAITING else "Answer"
        what = f"a request to be unblocked (U-{number:04})"
        yield Deadline(
            council_id=council,
            key=f"unblock:{pk}",
            due_on=due_on,
            text=f"{to_do} {what}",
            subject=f"{to_do} {what} {on_day(due_on, day)}",
            url=reverse("unblocks:detail", args=[slug, number]),
            duty=Duty.DECIDE_UNBLOCKS,
            to_next=f"A request to be unblocked waits to be answered {on_day(due_on, day)}",
        )
