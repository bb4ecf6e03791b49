"""Telling a worker that rows wait."""

import structlog
from celery import current_app
from kombu.exceptions import OperationalError

from accounts.imports.models import FileImport

log = structlog.get_logger(__name__)


def wake_worker(file: FileImport) -> None:
    """Has the next rows of an import done. Losing this loses nothing: beat looks every minute."""
    ids = {"council": file.council_id, "pk": file.pk}
    try:
        current_app.send_task("imports.carry_on", kwargs=ids, retry=False, expires=600)
    except OperationalError as error:
        log.warning("broker_unreachable", error=str(error))
