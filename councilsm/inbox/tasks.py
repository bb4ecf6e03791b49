from celery import shared_task
from django.core.management import call_command

from councilsm.inbox.outbox import dispose_of_old, send_due


@shared_task(name="inbox.send_outbox", expires=600)
def send_outbox() -> int:
    """Drains the outbox. Running it twice, late or at the same time sends nothing twice."""
    return send_due()


@shared_task(name="inbox.tidy")
def tidy() -> int:
    """Once a day: messages long done with and sessions long over are deleted."""
    call_command("clearsessions")
    return dispose_of_old()
