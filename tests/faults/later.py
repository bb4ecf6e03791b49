"""Ten days in which no beat ran, and what is said of them afterwards."""

import threading
from datetime import datetime, time, timedelta

import time_machine
from django.db import connections
from django.utils import timezone

from accounts.dates import LONDON, today
from councilsm.celery import app
from councilsm.inbox.models import OutboxMessage, Reminder
from councilsm.jobs import JOBS
from tests.cast import Cast

#: Sent by the workers that are at work again afterwards.
NOT_HERE = {"inbox.send_outbox", "inbox.tidy", "files.sweep", "files.scrub"}


def everything_twice() -> None:
    """Each planned job, two at the same time, as two beats would start them."""
    names = {entry["task"] for entry in app.conf.beat_schedule.values()} - NOT_HERE
    for name in sorted(names):
        threads = [threading.Thread(target=_run, args=(name,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def _run(name: str) -> None:
    try:
        JOBS[name].task.apply().get()
    finally:
        connections.close_all()


def ten_days_later(cast: Cast) -> tuple[str, list[object], list[object]]:
    """Reminds people on a Wednesday, then not for twelve days, then twice at once.

    Returns:
        What it is about; who was to hear of what, by the reminders that were written down; and
        whom a message tells of it.
    """
    first = today() + timedelta(days=(2 - today().weekday()) % 7)
    noon = datetime.combine(first, time(12), LONDON)
    with time_machine.travel(noon, tick=True):
        everything_twice()
    said = Reminder.objects.count()
    messages = set(OutboxMessage.objects.values_list("pk", flat=True))
    with time_machine.travel(noon + timedelta(days=12), tick=True):
        everything_twice()
        now = noon + timedelta(days=11)
    new = Reminder.objects.filter(announced_at__gt=now)
    wanted = {(person, key) for person, key in new.values_list("person_id", "key")}
    found = list(new.values_list("person_id", "key"))
    digests = OutboxMessage.objects.exclude(pk__in=messages)
    people = set(new.values_list("person__email", flat=True))
    digested = [to for to in digests.values_list("recipient", flat=True) if to in people]
    # The workers live today: what was decided in days to come is to go out now.
    OutboxMessage.objects.filter(state="queued").update(due_at=timezone.now())
    mails = f"{said} reminders before, {len(digested)} messages after"
    return f"Ten days without beat: {mails}; reminders after", list(wanted), list(found)
