from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter

import structlog
from celery.exceptions import SoftTimeLimitExceeded

from accounts.dates import today
from accounts.grants.actions.due import end_due_grants
from accounts.grants.models import AccessGrant
from councilsm.bulk import any_of
from councilsm.jobs import job
from councilsm.refusals import Stale

log = structlog.get_logger(__name__)

#: Rights that end in one transaction: nobody waits long for a council's head.
TOGETHER = 2000


@job("grants.end_due", once_by="a grant by the day on which its end was told", expires=3000)
def end_due() -> int:
    """Puts access whose last day has passed on the trail and tells its holders; how many.

    Running it twice, late or at the same time tells nobody twice. A council that fails does not
    hold the others up.
    """
    day = today()
    due = AccessGrant.objects.ran_out_in_order(day)
    return sum(_end(due[at : at + TOGETHER], day) for at in range(0, len(due), TOGETHER))


def _end(grants: Sequence[int], day: date) -> int:
    """Ends some, council by council where together they fail; how many."""
    try:
        return end_due_grants(grants=grants, on=day)
    except Stale:
        return 0
    except SoftTimeLimitExceeded:
        raise  # the next run goes on from here
    except Exception as error:
        parts = _by_council(grants)
        if len(parts) > 1:
            return sum(_end(part, day) for part in parts.values())
        log.error("access_not_ended", council_ids=list(parts), error=type(error).__name__)
        return 0


def _by_council(grants: Sequence[int]) -> dict[int, list[int]]:
    rows = AccessGrant.objects.filter(pk__in=any_of(grants)).order_by("council", "pk")
    pairs = groupby(rows.values_list("council", "pk"), key=itemgetter(0))
    return {council: [pk for _, pk in same] for council, same in pairs}
