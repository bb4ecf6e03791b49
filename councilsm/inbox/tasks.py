from django.core.management import call_command

from councilsm.inbox.outbox import AT_ONCE, dispose_of_old, send_due, wake_worker
from councilsm.jobs import DAY, job


@job("inbox.send_outbox", once_by="a message by its claim")
def send_outbox() -> int:
    """Drains the outbox. Running it twice, late or at the same time sends nothing twice."""
    sent = send_due()
    if sent == AT_ONCE:
        wake_worker()
    return sent


@job("inbox.tidy", once_by="a row by its being there", expires=DAY)
def tidy() -> int:
    """Once a day: messages long done with and sessions long over are deleted."""
    call_command("clearsessions")
    return dispose_of_old()
