"""Notes how each job went. Never in the way of the job: a database that is down is only logged."""

import structlog
from django.db import Error
from django.db.models import F
from django.utils import timezone

from councilsm.operator.models import JobRun

log = structlog.get_logger(__name__)


def note_done(name: str) -> None:
    """That a job was done just now."""
    try:
        now = timezone.now()
        JobRun.objects.update_or_create(name=name, defaults={"done_at": now, "failures": 0})
    except Error as error:
        log.warning("job_not_noted", job=name, error=type(error).__name__)


def note_failed(name: str, raised: BaseException) -> None:
    """That a job raised something."""
    log.error("job_failed", job=name, error=type(raised).__name__)
    try:
        JobRun.objects.get_or_create(name=name)
        JobRun.objects.filter(name=name).update(
            failed_at=timezone.now(), failures=F("failures") + 1, error=type(raised).__name__[:100]
        )
    except Error as error:
        log.warning("job_not_noted", job=name, error=type(error).__name__)
