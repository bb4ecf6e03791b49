"""Removals that were asked for and not answered, for the clock (LLTC-9.5-a, HLTC-conduct-5)."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from councilsm.inbox.deadlines import HORIZON, Deadline, on_day, tells_deadlines
from moderation.conduct.models import RemovalRequest


@tells_deadlines
def removals(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """Told to each office that deals with it, else to whoever passes it on; never to whom it is
    about. It says neither who was asked nor what for.
    """
    rows = RemovalRequest.objects.open().filter(council__in=councils, due_on__lte=day + HORIZON)
    for one in rows.select_related("conduct__council"):
        conduct = one.conduct
        offices = {pk for pk in (conduct.goes_to_id, conduct.line_manager_id) if pk}
        for pk in sorted(offices):
            yield _deadline(one, day, f"office:{pk}", office_id=pk)
        if not offices:
            yield _deadline(one, day, "passed_on", person_id=conduct.recorded_by_id)


def _deadline(request: RemovalRequest, day: date, whose: str, **who: Any) -> Deadline:
    conduct = request.conduct
    return Deadline(
        council_id=request.council_id,
        key=f"conduct.removal:{request.pk}:{whose}",
        due_on=request.due_on,
        text=f"{conduct.reference}: record whether it was removed",
        subject=f"{conduct.reference}: an answer is due {on_day(request.due_on, day)}",
        url=conduct.get_absolute_url(),
        apart_from=conduct.about_id,
        discreet=True,
        to_next="Something restricted waits for an answer, and nobody has recorded it",
        **who,
    )
