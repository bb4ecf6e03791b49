"""What a council does about a message of its own that did not go out."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.duties import Duty
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.outbox import wake_worker
from councilsm.refusals import RuleBroken, Stale

#: What waits for somebody to say what becomes of it.
UNDELIVERED = (OutboxMessage.State.FAILED, OutboxMessage.State.UNSURE)


@action
def send_again(*, message: OutboxMessage, actor: Any) -> OutboxMessage:
    """Queues a message as if it were new. One that may have been sent then comes twice.

    Raises:
        Stale: somebody has dealt with it.
        RuleBroken: the actor does not manage people, or its words were not kept, because its link
            opened something.
    """
    actor.require_duty_at(message.council, Duty.MANAGE_PEOPLE)
    message = _locked(message)
    if not message.body:
        raise RuleBroken(
            "The words of this message were not kept, because its link opened something. "
            "If it was an invitation, send a new one on the person’s page."
        )
    message.state = OutboxMessage.State.QUEUED
    message.attempts = 0
    message.due_at = timezone.now()
    message.save(update_fields=["state", "attempts", "due_at"])
    transaction.on_commit(wake_worker)
    _record(Verb.MESSAGE_SENT_AGAIN, message, actor)
    return message


@action
def leave(*, message: OutboxMessage, actor: Any) -> None:
    """Takes a message off the list: it is deleted, and the trail keeps that it was.

    Raises:
        Stale: somebody has dealt with it.
        RuleBroken: the actor does not manage people.
    """
    actor.require_duty_at(message.council, Duty.MANAGE_PEOPLE)
    message = _locked(message)
    OutboxMessage.objects.filter(pk=message.pk).delete()
    _record(Verb.MESSAGE_LEFT, message, actor)


def _locked(message: OutboxMessage) -> OutboxMessage:
    locked = OutboxMessage.objects.select_for_update(no_key=True).filter(pk=message.pk).first()
    if locked is None or locked.state not in UNDELIVERED:
        raise Stale("Somebody has dealt with this message already.")
    return locked


def _record(verb: Verb, message: OutboxMessage, actor: Any) -> None:
    record(verb, message, actor=actor, duty=Duty.MANAGE_PEOPLE, label=message.subject)
