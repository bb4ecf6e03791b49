"""Two workers at once remind people: each hears of each thing once."""

import threading
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection

from accounts.clock import running
from accounts.clock.tasks import remind
from accounts.dates import LONDON
from councilsm.audit.models import AuditEvent
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline
from councilsm.inbox.models import Morning, OutboxMessage, Reminder
from tests.cast import Cast, assemble

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

WEDNESDAY = date(2026, 6, 10)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.mark.parametrize("now", [False, True], ids=["digest", "at once"])
def test_each_reminder_once(cast: Cast, monkeypatch: pytest.MonkeyPatch, now: bool) -> None:
    """Both have planned before either tells anybody."""
    planned = threading.Barrier(2, timeout=10)

    def provider(councils: Collection[int], day: date) -> Iterator[Deadline]:
        for council in councils:
            yield Deadline(
                council_id=council,
                key="thing",
                due_on=WEDNESDAY,
                text="Do it",
                subject="Do it today",
                url="/",
                duty=Duty.KEEP_REGISTER,
                now=now,
            )

    original = running.plan

    def plan(*args: Any) -> Any:
        found = original(*args)
        planned.wait()
        return found

    monkeypatch.setattr(running, "PROVIDERS", [provider])
    monkeypatch.setattr(running, "URGENT", [provider])
    monkeypatch.setattr(running, "plan", plan)
    raised: list[BaseException] = []

    def run() -> None:
        try:
            remind()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    with time_machine.travel(datetime(2026, 6, 10, 12, tzinfo=LONDON), tick=False):
        workers = [threading.Thread(target=run) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(timeout=60)
    assert not raised
    # Adam in Ashford, Oscar in Barham.
    assert OutboxMessage.objects.count() == Reminder.objects.count() == 2
    assert AuditEvent.objects.filter(verb="reminders.sent").count() == 2
    assert set(Morning.objects.values_list("day", flat=True)) == {WEDNESDAY}
