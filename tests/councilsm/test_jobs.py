"""Every job, run twice in series and twice at the same time, does what it does once.

A job that has no entry in `SOMETHING` fails: say there what it finds to do.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connections
from django.db.models import Count
from django.utils import timezone

from councilsm.audit.models import ChainHead
from councilsm.celery import app
from councilsm.inbox.models import OutboxMessage
from councilsm.jobs import JOBS, job
from councilsm.operator.models import JobRun
from tests.cast import assemble
from tests.councilsm.jobs_to_do import SOMETHING
from tests.moderation.drafting import waiting

# --- What is the same afterwards ------------------------------------------------------------------


def the_world(folder: Path) -> Counter[str]:
    """How many there are of rows, columns with a value, messages by state, mails and files."""
    found: Counter[str] = Counter(mails=len(mail.outbox))
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            nullable = [field.name for field in model._meta.concrete_fields if field.null]
            counts = model._base_manager.aggregate(
                **{f"n_{name}": Count(name) for name in nullable}, rows=Count("pk")
            )
            found.update({f"{model._meta.label}.{name}": n for name, n in counts.items()})
    found.update(
        f"message {state}" for state in OutboxMessage.objects.values_list("state", flat=True)
    )
    found.update("file" for path in folder.rglob("*") if path.is_file())
    return found


def change(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    """What became more or less."""
    return {
        name: after[name] - before[name] for name in after | before if after[name] != before[name]
    }


def run(name: str, given: dict[str, Any] | None) -> None:
    """As a worker does, who also notes that it was done."""
    JOBS[name].task.apply(kwargs=given or {}).get()


def twice_at_once(name: str, given: dict[str, Any] | None) -> None:
    ready, failed = threading.Barrier(2), []

    def one() -> None:
        try:
            ready.wait(timeout=10)
            run(name, given)
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not failed, failed
    assert not any(thread.is_alive() for thread in threads)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(JOBS))
def test_twice_is_as_once(name: str, files_folder: Path, travel: Callable[[date], None]) -> None:
    travel(date(2026, 6, 10))  # noon of a Wednesday: nobody is reminded by night
    cast = assemble()
    assert name in SOMETHING, f"Say in SOMETHING what {name} finds to do."
    for chain in (0, cast.ashford.pk, cast.barham.pk):
        ChainHead.objects.create(council_id=chain)  # as after any first entry
    assert JOBS[name].once_by
    given = SOMETHING[name](cast, 1)
    before = the_world(files_folder)
    run(name, given)
    after = the_world(files_folder)
    once = change(before, after)
    noted = {name for name in once if "JobRun" in name}
    assert noted
    assert set(once) - noted or name == "clock.tick", "It found nothing to do."
    run(name, given)
    assert change(after, the_world(files_folder)) == {}

    given = SOMETHING[name](cast, 2)
    JobRun.objects.all().delete()
    before = the_world(files_folder)
    twice_at_once(name, given)
    assert change(before, the_world(files_folder)) == once


# --- The registry ---------------------------------------------------------------------------------


def test_beat_starts_jobs_only_and_every_task_is_a_job() -> None:
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert planned <= set(JOBS)
    assert {name for name in app.tasks if not name.startswith("celery.")} == set(JOBS)


def test_what_comes_once_a_day_outlasts_a_short_outage() -> None:
    for entry in app.conf.beat_schedule.values():
        every = entry["schedule"]
        daily = not isinstance(every, float) and len(every.hour) == 1
        if daily:
            assert JOBS[entry["task"]].expires >= 3600, entry


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="already"):
        job("inbox.tidy", once_by="nothing")(print)


def test_no_job_runs_longer_than_the_broker_waits() -> None:
    conf = app.conf
    assert conf.task_soft_time_limit < conf.task_time_limit
    assert conf.task_time_limit < conf.broker_transport_options["visibility_timeout"]
    assert (conf.task_acks_late, conf.task_reject_on_worker_lost) == (True, True)
    assert (conf.worker_prefetch_multiplier, conf.accept_content) == (1, ["json"])


def test_a_message_of_a_week_ago_does_no_harm(db: None) -> None:
    """A worker throws away what has expired, and what does not expire is judged by today."""
    cast = assemble()
    waiting(cast)
    with time_machine.travel(timezone.now() + timedelta(days=7), tick=False):
        run("inbox.send_outbox", None)
        run("inbox.send_outbox", None)
    assert len(mail.outbox) == 1
    assert all(known.expires for known in JOBS.values())
