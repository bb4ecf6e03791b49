"""Messages wait in the database: none is lost, none goes out twice."""

import smtplib
import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from kombu.exceptions import OperationalError

from councilsm import celery_app
from councilsm.audit.actions import action, record
from councilsm.audit.verbs import Verb
from councilsm.inbox import outbox
from councilsm.inbox.models import OutboxMessage, Reminder
from councilsm.inbox.tasks import send_outbox, tidy
from councilsm.refusals import RuleBroken
from tests.cast import Cast
from tests.moderation.drafting import waiting


@pytest.fixture
def message(cast: Cast) -> OutboxMessage:
    """One message to Priya, waiting."""
    waiting(cast)
    return OutboxMessage.objects.get()


def test_a_message_is_sent_once_however_often_the_task_runs(message: OutboxMessage) -> None:
    assert send_outbox() == 1
    assert send_outbox() == 0
    assert [sent.to for sent in mail.outbox] == [["priya@example.org"]]
    assert "Nothing is approved until you sign in" in str(mail.outbox[0].body)
    message.refresh_from_db()
    # The words are gone: an invitation's would open something.
    assert (message.state, message.attempts, message.body) == ("sent", 1, "")


def test_a_line_that_goes_dead_while_sending_is_not_tried_twice(
    message: OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stall(self: Any) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr(outbox.EmailMessage, "send", stall)
    assert send_outbox() == 0
    message.refresh_from_db()
    # Only a person may have it sent again, so its words are kept.
    assert (message.state, bool(message.body)) == ("unsure", True)


def test_a_message_claimed_meanwhile_is_left_alone(message: OutboxMessage) -> None:
    OutboxMessage.objects.update(attempts=1)
    assert not outbox._claim(message)


def test_old_messages_are_disposed_of_and_waiting_ones_kept(
    message: OutboxMessage, cast: Cast
) -> None:
    send_outbox()
    waiting(cast, title="Still waiting")
    with time_machine.travel(timezone.now() + timedelta(days=91), tick=False):
        tidy()
    assert [row.state for row in OutboxMessage.objects.all()] == ["queued"]


def test_what_was_heard_is_forgotten_after_a_year_and_more(cast: Cast) -> None:
    for days in (401, 399):
        Reminder.objects.create(
            council=cast.ashford,
            person=cast.adam,
            key=f"told {days} days ago",
            due_on=timezone.now() - timedelta(days=500),
            threshold=-7,
            announced_at=timezone.now() - timedelta(days=days),
        )
    tidy()
    assert [row.key for row in Reminder.objects.all()] == ["told 399 days ago"]


def test_a_refused_action_sends_nothing(cast: Cast) -> None:
    @action
    def fail() -> None:
        outbox.notify([cast.ana], "draft_refused", council=cast.ashford)
        record(Verb.DRAFT_CREATED, cast.page, actor=None)
        raise RuleBroken("No.")

    with pytest.raises(RuleBroken):
        fail()
    assert not OutboxMessage.objects.exists()


def test_a_dead_broker_stops_nobody(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("Connection refused")

    monkeypatch.setattr(celery_app, "send_task", refuse)
    with django_capture_on_commit_callbacks(execute=True) as wake_ups:
        draft = waiting(cast)
    assert len(wake_ups) == 1
    assert draft.status == "waiting"
    # Beat runs the task within the minute, and the message goes out: once.
    assert (send_outbox(), send_outbox()) == (1, 0)
    assert len(mail.outbox) == 1


def test_a_mail_server_that_fails_is_tried_again_later(
    message: OutboxMessage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Any) -> None:
        raise smtplib.SMTPDataError(451, b"greylisted")

    with monkeypatch.context() as patched:
        patched.setattr(outbox.EmailMessage, "send", refuse)
        assert send_outbox() == 0
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("queued", "451 greylisted")
    assert send_outbox() == 0  # not before its time
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert send_outbox() == 1


def test_after_the_last_attempt_it_is_given_up_and_others_go_on(
    message: OutboxMessage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=len(outbox.RETRY_AFTER))
    waiting(cast, title="Another")
    send = outbox.EmailMessage.send

    def refuse_the_first(self: Any) -> Any:
        if "Another" not in self.subject:
            raise smtplib.SMTPDataError(451, b"still greylisted")
        return send(self)

    monkeypatch.setattr(outbox.EmailMessage, "send", refuse_the_first)
    assert send_outbox() == 1
    message.refresh_from_db()
    # Its words wait for somebody to have it sent again.
    assert (message.state, bool(message.body)) == ("failed", True)


@pytest.mark.parametrize("secret", [False, True])
def test_a_mailbox_that_does_not_exist_is_given_up_at_once(
    message: OutboxMessage, monkeypatch: pytest.MonkeyPatch, secret: bool
) -> None:
    OutboxMessage.objects.update(secret=secret)

    def refuse(self: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({message.recipient: (550, b"no such mailbox")})

    monkeypatch.setattr(outbox.EmailMessage, "send", refuse)
    send_outbox()
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("failed", "550 no such mailbox")
    assert bool(message.body) is not secret


def test_a_mail_server_that_is_down_costs_no_message_an_attempt(
    message: OutboxMessage, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(cast, title="Another")
    asked = []

    def down(self: Any) -> None:
        asked.append(self)
        raise TimeoutError("timed out")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.backends.locmem.EmailBackend.open", down)
        assert send_outbox() == 0
    assert len(asked) == 1  # the run ends there, rather than wait once for each message
    assert set(OutboxMessage.objects.values_list("state", "attempts")) == {("queued", 0)}
    assert send_outbox() == 2


def test_what_a_killed_worker_left_is_marked_unsure_and_not_sent_again(
    message: OutboxMessage,
) -> None:
    OutboxMessage.objects.update(state="sending", claimed_at=timezone.now())
    assert send_outbox() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert send_outbox() == 0
    message.refresh_from_db()
    assert message.state == "unsure"
    assert not mail.outbox


def test_a_subject_cannot_smuggle_headers(cast: Cast) -> None:
    waiting(cast, title="Fair\r\nBcc: everyone@example.org")
    send_outbox()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["priya@example.org"]


def test_waking_a_worker_does_not_wait_for_a_dead_broker() -> None:
    """The client library would go on trying inside the clerk's request."""
    waking = threading.Thread(target=outbox.wake_worker, daemon=True)
    waking.start()
    waking.join(timeout=10)
    assert not waking.is_alive()
