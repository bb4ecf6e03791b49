"""The outbox with a real broker and a real worker, and with none."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker
from django.core import mail
from django.db import connection
from django.test import Client

from councilsm import celery_app
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.tasks import send_outbox
from tests.cast import Cast, assemble
from tests.moderation.drafting import waiting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def worker(broker: str) -> Iterator[Any]:
    """A Celery worker on the real broker, in a thread, with the test's database."""
    with start_worker(celery_app, pool="solo", perform_ping_check=False) as running:
        yield running


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a message has gone out."""
    from councilsm.inbox import outbox

    event = threading.Event()
    send = outbox._send

    def tell(message: OutboxMessage, line: Any) -> str:
        done = send(message, line)
        event.set()
        return done

    monkeypatch.setattr(outbox, "_send", tell)
    return event


@pytest.mark.broker
def test_a_worker_is_woken_and_sends(cast: Cast, worker: Any, sent: threading.Event) -> None:
    waiting(cast)
    assert sent.wait(timeout=30)
    assert OutboxMessage.objects.get().state == "sent"
    assert len(mail.outbox) == 1


@pytest.mark.broker
def test_a_task_delivered_twice_sends_once(cast: Cast, worker: Any, sent: threading.Event) -> None:
    waiting(cast)
    for _ in range(5):
        send_outbox.delay()
    assert sent.wait(timeout=30)
    send_outbox()
    assert len(mail.outbox) == 1


def test_with_the_broker_down_the_clerk_approves_and_the_message_goes_later(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = celery_app.connection_for_write
    monkeypatch.setattr(
        celery_app, "connection_for_write", lambda *args: connect("redis://127.0.0.1:1/0")
    )
    monkeypatch.setattr(celery_app.amqp, "_producer_pool", None)
    draft = waiting(cast)
    assert draft.current
    browser = Client()
    browser.force_login(cast.priya)
    answers: list[int] = []

    def approve() -> None:
        response = browser.post(
            "/c/ashford/drafts/D-0001/decide/",
            {"outcome": "approve", "digest": draft.current and draft.current.digest},
        )
        answers.append(response.status_code)
        connection.close()

    clerk = threading.Thread(target=approve, daemon=True)
    clerk.start()
    clerk.join(timeout=20)
    assert answers == [302]
    assert not mail.outbox
    # What beat starts every minute, once the broker is back; twice sends nothing twice.
    assert send_outbox() == 3  # to Priya; then to Ana and Cora
    assert send_outbox() == 0
    assert len(mail.outbox) == 3
