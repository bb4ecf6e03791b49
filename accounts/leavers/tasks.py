import structlog
from celery.exceptions import SoftTimeLimitExceeded

from accounts.leavers.actions import end_rights as end_rights_of
from accounts.leavers.models import Departure
from councilsm.jobs import job

log = structlog.get_logger(__name__)

#: So many are ended by one run at most: after a long outage the next ones follow a minute later.
AT_ONCE = 500


@job("leavers.end_rights", once_by="a departure by its ended_at, under its lock")
def end_rights() -> int:
    """Every minute: carries out departures whose moment has come; of how many.

    They are in force by date alone, so a worker that is late lets nobody in. One that fails does
    not hold up the others, and is tried again.
    """
    ended = 0
    due = Departure.objects.due().select_related("council").order_by("ends_at", "pk")
    for departure in due[:AT_ONCE]:
        try:
            end_rights_of(departure=departure)
            ended += 1
        except SoftTimeLimitExceeded:
            raise  # the next run goes on from here
        except Exception:
            log.exception("rights_not_ended", departure_id=departure.pk)
    return ended
