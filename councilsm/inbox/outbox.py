"""`notify()` puts a message in the outbox; `send_due()` sends what waits there."""

import random
import smtplib
import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import structlog
from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.template.loader import render_to_string
from django.utils import timezone
from kombu.exceptions import OperationalError

from councilsm.audit.actions import current_work
from councilsm.inbox.models import OutboxMessage, Reminder

log = structlog.get_logger(__name__)

#: Rows of messages that are done with are kept so long.
KEPT = timedelta(days=90)
#: What people have heard is known so long.
HEARD = timedelta(days=400)
#: A claim older than this belonged to a worker that died.
CLAIM_LASTS = timedelta(minutes=10)
#: The mail server's own word that it did not take the message.
REFUSED = (
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
    ConnectionRefusedError,
)
#: As many are sent by one run; where there are more, the next follows at once.
AT_ONCE = 200
#: What an attempt that went wrong leaves of the words: nothing of what opens something, else all,
#: so that a person may have them sent again.
KEPT_WORDS = Case(When(secret=True, then=Value("")), default=F("body"), output_field=TextField())
#: Minutes to wait after each failed attempt; after the last the message is given up.
RETRY_AFTER = (1, 5, 30, 120, 720)


def notify(
    people: Iterable[Any],
    template: str,
    *,
    council: Any,
    secret: Any = False,
    apart_from: Any = None,
    **context: Any,
) -> None:
    """Adds one message a person to the outbox, written when the running action ends.

    Args:
        people: Persons; those without an e-mail address get nothing.
        template: name below templates/messages/: its first line is the subject.
        secret: whether its words open something; then they are not kept either where it was given
            up, or may have been sent.
        apart_from: id of a person from whom it is kept, also where it could not be sent.
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
                    secret=bool(secret),
                    apart_from_id=apart_from,
                    due_at=timezone.now(),
                )
            )


def wake_worker() -> None:
    """Tells a worker that something waits. Losing this loses nothing: beat looks every minute."""
    try:
        current_app.send_task("inbox.send_outbox", retry=False, expires=600)
    except OperationalError as error:
        log.warning("broker_unreachable", error=str(error))


def send_due(*, at_most: int = AT_ONCE, seconds: float = 240) -> int:
    """Sends messages that are due, oldest first; returns how many were sent.

    Safe to run many times at once: a message is claimed by one conditional UPDATE, so each goes
    out once at most. All go over one line to the mail server, opened before anything is claimed:
    a server that is down or hangs costs one wait, no message an attempt, and ends the run. It ends
    itself well within a job's time, since one stopped while sending leaves a message unsure.
    """
    give_up_claims()
    until = time.monotonic() + seconds
    due = OutboxMessage.objects.filter(
        state=OutboxMessage.State.QUEUED, due_at__lte=timezone.now()
    ).order_by("due_at", "id")
    sent = 0
    line = get_connection()
    try:
        for message in due[:at_most]:
            if time.monotonic() > until or not _is_open(line):
                break
            if not _claim(message):
                continue
            became = _send(message, line)
            sent += became == OutboxMessage.State.SENT
            if became == OutboxMessage.State.UNSURE:
                break  # it hangs: the others wait a minute rather than the same seconds each
    finally:
        _hang_up(line)
    return sent


def give_up_claims() -> int:
    """Marks as unsure what a dead worker left half-sent; returns how many."""
    return OutboxMessage.objects.filter(
        state=OutboxMessage.State.SENDING, claimed_at__lt=timezone.now() - CLAIM_LASTS
    ).update(state=OutboxMessage.State.UNSURE, body=KEPT_WORDS)


def dispose_of_old() -> int:
    """Deletes what was sent or given up long ago; the trail keeps what happened. How many."""
    done = OutboxMessage.objects.exclude(
        state__in=[OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING]
    )
    disposed = done.filter(created_at__lt=timezone.now() - KEPT).delete()[0]
    # What is still late was told again since, each week.
    heard = Reminder.objects.filter(announced_at__lt=timezone.now() - HEARD)
    return disposed + heard.delete()[0]


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


def _is_open(line: Any) -> bool:
    """Whether the mail server listens, on the line as it is or on a new one."""
    smtp = getattr(line, "connection", None)  # other ways of sending mail have none
    try:
        if smtp is not None and smtp.noop()[0] != 250:
            _hang_up(line)
    except (OSError, smtplib.SMTPException):  # it hung up meanwhile
        _hang_up(line)
    try:
        line.open()
    except (OSError, smtplib.SMTPException) as error:
        log.warning("mail_server_unreachable", error=type(error).__name__)
        _hang_up(line)
        return False
    return True


def _hang_up(line: Any) -> None:
    try:
        line.close()
    except (OSError, smtplib.SMTPException):
        line.connection = None


def _send(message: OutboxMessage, line: Any) -> str:
    claimed = OutboxMessage.objects.filter(pk=message.pk, state=OutboxMessage.State.SENDING)
    try:
        EmailMessage(message.subject, message.body, to=[message.recipient], connection=line).send()
    except REFUSED as error:
        _hang_up(line)
        return _not_sent(claimed, message, error, _after_refusal(message, error))
    except (OSError, smtplib.SMTPException) as error:
        # It may have been taken before the line went dead, so it is not sent again by itself.
        _hang_up(line)
        unsure = {"state": OutboxMessage.State.UNSURE, "body": KEPT_WORDS}
        return _not_sent(claimed, message, error, unsure)
    # The words are not kept: an invitation's hold a secret that opens something.
    claimed.update(state=OutboxMessage.State.SENT, sent_at=timezone.now(), last_error="", body="")
    return OutboxMessage.State.SENT


def _not_sent(
    claimed: QuerySet[OutboxMessage],
    message: OutboxMessage,
    error: Exception,
    change: dict[str, Any],
) -> str:
    log.warning("message_not_sent", message_id=message.pk, error=type(error).__name__)
    claimed.update(last_error=_in_words(error)[:200], **change)
    return str(change["state"])


def _reply(error: Exception) -> tuple[int, str]:
    """What the mail server said: its code, 0 where there is none, and its words."""
    code, said = getattr(error, "smtp_code", 0), getattr(error, "smtp_error", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
    if isinstance(said, bytes):
        said = said.decode(errors="replace")
    return code, " ".join(str(said or error).split())


def _in_words(error: Exception) -> str:
    """The reply as it is kept; its code comes first, where the operator's page reads it."""
    code, said = _reply(error)
    return f"{code} {said}" if code else said


def _after_refusal(message: OutboxMessage, error: Exception) -> dict[str, Any]:
    """What becomes of a message that the server did not take: later again, or given up."""
    if message.attempts >= len(RETRY_AFTER) or _for_good(error):
        return {"state": OutboxMessage.State.FAILED, "body": KEPT_WORDS}
    wait = timedelta(minutes=RETRY_AFTER[message.attempts])
    # Not all at the same moment again: up to a fifth later.
    return {
        "state": OutboxMessage.State.QUEUED,
        "due_at": timezone.now() + wait * random.uniform(1, 1.2),
    }


def _for_good(error: Exception) -> bool:
    """Whether the server says that it will never take it (RFC 5321 4.2.1): no such mailbox."""
    return 500 <= _reply(error)[0] < 600
