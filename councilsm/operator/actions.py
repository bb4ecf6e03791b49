"""What an operator may do: have the mail server asked once more."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.outbox import wake_worker
from councilsm.refusals import RuleBroken


def that_may_go_again() -> "QuerySet[OutboxMessage]":
    """Messages that were given up and whose words were kept."""
    return OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).exclude(body="")


@action
def send_failed_again(*, actor: Any) -> int:
    """Queues every message that was given up, once, as if it were new; how many.

    Those that may have been sent stay: whether somebody should get a message twice is for their
    council to say. On the installation's chain, since it concerns no council's decisions.

    Raises:
        RuleBroken: there is none.
    """
    number = that_may_go_again().update(
        state=OutboxMessage.State.QUEUED,
        attempts=0,
        due_at=timezone.now(),
    )
    if not number:
        raise RuleBroken("No message waits to be sent again. Somebody may have been faster.")
    transaction.on_commit(wake_worker)
    record(Verb.MESSAGES_SENT_AGAIN, None, actor=actor, new={"messages": number})
    return number
