"""Ten days in which no beat ran, and what is said of them afterwards."""

import threading
from datetime import datetime, time, timedelta

import time_machine
from django.db import connections
from django.utils import timezone

from accounts.clock.planning import Telling, Today, plan
from accounts.clock.running import gather, openings
from accounts.councils.models import Council, rulebooks_of
from accounts.dates import LONDON, today
from councilsm.celery import app
from councilsm.inbox.deadlines import PROVIDERS
from councilsm.inbox.models import OutboxMessage, Reminder
from councilsm.jobs import JOBS
from tests.faults.tally import Tally

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


def ten_days_later(tally: Tally) -> None:
    """Reminds people on a Wednesday, then not for twelve days, then twice at once.

    Who should hear of what is worked out before any job runs. It is held against the reminders that
    were written down, and the people against the messages that tell them.
    """
    first = today() + timedelta(days=(2 - today().weekday()) % 7)
    noon = datetime.combine(first, time(12), LONDON)
    with time_machine.travel(noon, tick=True):
        everything_twice()
    before = set(Reminder.objects.values_list("pk", flat=True))
    messages = set(OutboxMessage.objects.values_list("pk", flat=True))
    with time_machine.travel(noon + timedelta(days=12), tick=True):
        wanted = to_hear()
        everything_twice()
    new = Reminder.objects.exclude(pk__in=before)
    tally.lines.append(f"Ten days without beat: {len(before)} reminders before them")
    keys = {(telling.person.pk, telling.deadline.key) for telling in wanted}
    tally.add("  reminders after", keys, new.values_list("person_id", "key"))
    # Each urgent thing has a message of its own; all else goes in one.
    alone = {telling.subject for telling in wanted if telling.deadline.now}
    people = {telling.person.email for telling in wanted if not telling.deadline.now}
    mails = OutboxMessage.objects.exclude(pk__in=messages).exclude(subject__in=alone)
    mails = mails.filter(body__contains="Everything that waits for you")
    tally.add("  people told in one message", people, mails.values_list("recipient", flat=True))
    # The workers live today: what was decided in days to come is to go out now.
    OutboxMessage.objects.filter(state="queued").update(due_at=timezone.now())


def to_hear() -> list[Telling]:
    """Who should hear of what, now."""
    day = today()
    found, unanswered = gather(list(Council.objects.values_list("pk", flat=True)), PROVIDERS, day)
    assert not unanswered
    books = rulebooks_of(found)
    opening = openings(books, day)
    tellings: list[Telling] = []
    for council in Council.objects.filter(pk__in=books):
        version, book = books[council.pk]
        council.rulebook_id = version
        sort = Today(day, digests=True, opens_on=opening[council.pk])
        tellings += plan(council, book, found[council.pk], sort)
    return tellings
