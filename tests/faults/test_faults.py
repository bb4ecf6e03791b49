"""What is under way when the broker or a worker goes down is done afterwards, once.

`make faults` does the same for longer, and to more (tests/faults/run.py).
"""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.leavers.models import Departure
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.verification import first_fault
from councilsm.inbox.models import OutboxMessage, Reminder
from councilsm.inbox.outbox import CLAIM_LASTS
from councilsm.operator.models import JobRun
from councilsm.running.processes import wait_for
from tests import servers
from tests.accounts.leaving import leaves
from tests.cast import Cast, assemble
from tests.faults.house import House, kill_one
from tests.faults.mailbox import Mailbox
from tests.moderation.drafting import waiting

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True)]

#: Seconds within which everything is to be done; a minute and more in service, where beat waits.
SOON = 30.0


def database_url() -> str:
    """The address of the database that this test sees."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(name)}"
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@pytest.fixture
def own_broker(settings: Any) -> Iterator[servers.Redis]:
    """A broker that a test may stop, which Celery in this process speaks to as well."""
    from councilsm import celery_app

    with servers.Redis() as server:
        old = celery_app.conf.broker_url
        celery_app.conf.broker_url = server.url
        celery_app.amqp._producer_pool = None
        yield server
        celery_app.conf.broker_url = old
        celery_app.amqp._producer_pool = None


@pytest.fixture
def house(
    own_broker: servers.Redis, mailbox: Mailbox, cast: Cast, tmp_path: Path
) -> Iterator[House]:
    told = {
        "DATABASE_URL": database_url(),
        "REDIS_URL": own_broker.url,
        "EMAIL_URL": mailbox.url,
    }
    house = House({**os.environ, **told}, tmp_path)
    yield house
    house.close()


def states() -> dict[str, int]:
    found: dict[str, int] = {}
    for state in OutboxMessage.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def goes_on(for_: timedelta) -> bool:
    """Waits until a worker has done what a beat started after so long from now."""
    ticks = JobRun.objects.filter(name="clock.tick", done_at__gt=timezone.now() + for_)
    return wait_for(ticks.exists, SOON)


def test_a_broker_that_is_stopped_and_emptied_loses_nothing_and_two_beats_double_nothing(
    house: House, own_broker: servers.Redis, mailbox: Mailbox, cast: Cast
) -> None:
    own_broker.stop()
    for number in range(5):
        waiting(cast, title=f"While it was down {number}")
    own_broker.start()
    for number in range(5):
        waiting(cast, title=f"Before it was emptied {number}")
    with redis.Redis.from_url(own_broker.url) as client:
        client.flushall()
    house.beat("one")
    house.beat("two")
    house.worker(processes=2)
    assert wait_for(lambda: states() == {"sent": 10}, SOON), states()
    assert goes_on(timedelta(seconds=3))  # three periods of both
    assert len(mailbox.taken) == 10
    assert mailbox.doubled() == {}
    assert not JobRun.objects.filter(failures__gt=0).exists()
    assert AuditEvent.objects.filter(verb="draft.submitted").count() == 10


def test_a_worker_killed_ten_times_loses_and_doubles_nothing(
    house: House, mailbox: Mailbox, cast: Cast
) -> None:
    for number in range(80):
        waiting(cast, title=f"Draft {number}")
    mailbox.slowness = 0.2
    house.beat()
    # Several processes, since the worker looks only every five seconds whether one is gone.
    worker = house.worker(processes=4)
    kills = 0
    while kills < 10:
        came = len(mailbox.taken)
        assert wait_for(lambda came=came: len(mailbox.taken) > came, SOON)  # it is at work
        time.sleep(random.uniform(0, 0.2))
        kills += kill_one(worker, random.randrange(4))
    assert worker.running()  # its process, and another in the place of each
    assert wait_for(lambda: "queued" not in states(), SOON), states()
    assert goes_on(timedelta(seconds=1))  # what lives is sending its last
    long_ago = timezone.now() - CLAIM_LASTS - timedelta(minutes=1)
    OutboxMessage.objects.filter(state="sending").update(claimed_at=long_ago)
    assert wait_for(lambda: "sending" not in states(), SOON), states()
    assert mailbox.doubled() == {}
    ended = states()
    assert ended["sent"] + ended.get("unsure", 0) == 80  # none lost: who is to look, sees it
    assert ended.get("unsure", 0) <= kills
    assert len(mailbox.taken) >= ended["sent"]
    assert first_fault(cast.ashford.pk) is None


def test_rights_end_at_their_moment_and_each_reminder_is_said_once(
    house: House, mailbox: Mailbox, cast: Cast, as_: Callable[[Person], Client]
) -> None:
    """Ana has a page open when her last shift ends; a leaver of last week has steps left."""
    before = leaves(cast, cast.cora, kind="dismissal", ends_at=None)
    overdue = today() - timedelta(days=3)
    before.tasks.filter(state="open").update(due_on=overdue)
    Departure.objects.filter(pk=before.pk).update(recorded_at=timezone.now() - timedelta(days=4))
    moment = timezone.now() + timedelta(seconds=4)
    departure = leaves(cast, ends_at=moment)
    browser = as_(cast.ana)
    house.beat("one")
    house.beat("two")
    house.worker(processes=2)
    if timezone.now() < moment:
        assert browser.get("/c/ashford/drafts/").status_code == 200
    assert wait_for(Departure.objects.filter(pk=departure.pk, ended_at__isnull=False).exists, SOON)
    assert browser.get("/c/ashford/drafts/").headers["Location"].startswith("/sign-in/")
    departure.refresh_from_db()
    assert departure.ended_at and departure.ended_at - moment < timedelta(minutes=1)
    assert wait_for(Reminder.objects.exists, SOON)
    assert goes_on(timedelta(seconds=3))
    assert wait_for(lambda: set(states()) == {"sent"}, SOON), states()
    said = [(to, words) for to, words in mailbox.taken if "Leaver checklist" in words]
    assert any(before.reference in words for _, words in said)
    assert mailbox.doubled() == {}
    assert AuditEvent.objects.filter(verb="departure.ended", object_id=departure.pk).count() == 1
    assert first_fault(cast.ashford.pk) is None
