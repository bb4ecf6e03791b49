from collections.abc import Iterator, Sequence
from datetime import date

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from accounts.dates import today
from accounts.grants.actions.due import end_due_grants
from accounts.grants.models import AccessGrant
from councilsm.jobs import job
from councilsm.refusals import Stale

log = structlog.get_logger(__name__)

#: Rights that end in one transaction, or a little more; nobody waits long for a council's head.
TOGETHER = 2000


@job("grants.end_due", once_by="a grant by the day on which its end was told", expires=3000)
def end_due() -> int:
    """Puts access whose last day has passed on the trail and tells its holders; how many.

    Running it twice, late or at the same time tells nobody twice. A council that fails does not
    hold the others up.
    """
    day = today()
    return sum(_end(councils, day) for councils in _together(day))


def _together(day: date) -> Iterator[list[int]]:
    """The ids of all councils where something is due, in order, as many as go together."""
    councils: list[int] = []
    many = 0
    for council_id, due in sorted(AccessGrant.objects.ran_out_by_council(day).items()):
        if many and many + due > TOGETHER:
            yield councils
            councils, many = [], 0
        councils.append(council_id)
        many += due
    if councils:
        yield councils


def _end(councils: Sequence[int], day: date) -> int:
    """All that is due in some councils; in each by itself where together they fail."""
    ended = 0
    try:
        while True:
            ended += end_due_grants(councils=councils, on=day, at_most=TOGETHER)
    except Stale:
        return ended
    except SoftTimeLimitExceeded:
        raise  # the next run goes on from here
    except Exception as error:
        if len(councils) > 1:
            return ended + sum(_end([council], day) for council in councils)
        log.error("access_not_ended", council_id=councils[0], error=type(error).__name__)
        return ended
