"""`notify()` puts a message in the outbox; `send_due()` sends what waits there."""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from kombu.exceptions import OperationalError

from councilsm.audit.actions import current_work
from councilsm.inbox.models import OutboxMessage

log = structlog.get_logger(__name__)

#: Rows of messages that are done with are kept so long.
KEPT = timedelta(days=90)
#: A claim older than this belonged to a worker that died.
CLAIM_LASTS = timedelta(minutes=10)
#: The mail server's own word that it did not take the message.
REFUSED = (
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    ConnectionRefusedError,
)
#: Minutes to wait after each failed attempt; after the last the message is given up.
RETRY_AFTER = (1, 5, 30, 120, 720)


def notify(people: Iterable[Any], template: str, *, council: Any, **context: Any) -> None:
    """Adds one message a person to the outbox, written when the running action ends.

    Args:
        people: Persons; those without an e-mail address get nothing.
        template: name below templates/messages/: its first line is the subject.
        context: what the template needs; `council` and `base_url` are always there.

    Raises:
        RuntimeError: no action is running.
    """
    rows = current_work().rows
    if not rows:
        transaction.on_commit(wake_worker)
    text = render_to_string(
        f"messages/{template}.txt",
        {"council": council, "base_url": settings.BASE_URL, **context},
    )
    subject, _, body = text.strip().partition("\n")
    for person in people:
        if person.email:
            rows.append(
                OutboxMessage(
                    council=council,
                    recipient=person.email,
                    subject=" ".join(subject.split())[:200],
                    body=body.strip() + "\n",
                    due_at=timezone.now(),
                )
            )


def wake_worker() -> None:
    """Tells a worker that something waits. Losing this loses nothing: beat looks every minute."""
    try:
        current_app.send_task("inbox.send_outbox", retry=False, expires=600)
    except OperationalError as error:
        log.warning("broker_unreachable", error=str(error))


def send_due(*, at_most: int = 200) -> int:
    """Sends messages that are due, oldest first; returns how many were sent.

    Safe to run many times at once: a message is claimed by one conditional UPDATE, so each goes
    out once at most.
    """
    give_up_claims()
    due = OutboxMessage.objects.filter(
        state=OutboxMessage.State.QUEUED, due_at__lte=timezone.now()
    ).order_by("due_at", "id")
    sent = 0
    for message in due[:at_most]:
        if _claim(message):
            sent += _send(message)
    return sent


def give_up_claims() -> int:
    """Marks as unsure what a dead worker left half-sent; returns how many."""
    return OutboxMessage.objects.filter(
        state=OutboxMessage.State.SENDING, claimed_at__lt=timezone.now() - CLAIM_LASTS
    ).update(state=OutboxMessage.State.UNSURE, body="")


def dispose_of_old() -> int:
    """Deletes what was sent or given up long ago; the trail keeps what happened. How many."""
    done = OutboxMessage.objects.exclude(
        state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING]
    )
    return done.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _claim(message: OutboxMessage) -> bool:
    """Takes a message for this worker, unless another took or tried it since it was read."""
    return bool(
        OutboxMessage.objects.filter(
            pk=message.pk, state=OutboxMessage.State.QUEUED, attempts=message.attempts
        ).update(
            state=OutboxMessage.State.SENDING,
            claimed_at=timezone.now(),
            attempts=message.attempts + 1,
        )
    )


def _send(message: OutboxMessage) -> bool:
    claimed = OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.SENDING)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _failed(claimed, message, error, _after_failure(message.attempts))
        return False
    try:
        EmailMessage(
            message.subject, message.body, to=[message.recipient], connection=connection
        ).send()
    except REFUSED as error:
        _failed(claimed, message, error, _after_failure(message.attempts))
        return False
    except (OSError, smtplib.SMTPException) as error:
        # It may have been taken before the line went dead, so it is not sent again.
        _failed(claimed, message, error, {"state": OutboxMessage.State.UNSURE, "body": ""})
        return False
    finally:
        connection.close()
    # The words are not kept: an invitation's hold a secret that opens something.
    claimed.update(state=OutboxMessage.State.SENT, sent_at=timezone.now(), last_error="", body="")
    return True


def _failed(
    claimed: QuerySet[OutboxMessage],
    message: OutboxMessage,
    error: Exception,
    change: dict[str, Any],
) -> None:
    log.warning("message_not_sent", message_id=message.pk, error=type(error).__name__)
    claimed.update(last_error=str(error)[:200], **change)


def _after_failure(attempts: int) -> dict[str, Any]:
    if attempts >= len(RETRY_AFTER):
        return {"state": OutboxMessage.State.FAILED, "body": ""}
    return {
        "state": OutboxMessage.State.QUEUED,
        "due_at": timezone.now() + timedelta(minutes=RETRY_AFTER[attempts]),
    }
