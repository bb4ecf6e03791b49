from celery import shared_task

from councilsm.inbox.outbox import send_due


@shared_task(name="inbox.send_outbox", expires=600)
def send_outbox() -> int:
    """Drains the outbox. Running it twice, late or at the same time sends nothing twice."""
    return send_due()
