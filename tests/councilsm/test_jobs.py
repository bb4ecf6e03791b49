"""Every job, run twice in series and twice at the same time, does what it does once.

A job that has no entry in `SOMETHING` fails: say there what it finds to do.
"""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connections
from django.db.models import Count
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.grants.models import AccessGrant
from accounts.imports.models import FileImport
from accounts.leavers.actions import record_departure
from accounts.leavers.models import Departure
from accounts.training.models import Completion
from councilsm.audit.models import ChainHead
from councilsm.celery import app
from councilsm.files.intake import take_in
from councilsm.files.models import StoredFile
from councilsm.files.storage import address
from councilsm.inbox.models import Morning, OutboxMessage
from councilsm.jobs import JOBS, job
from councilsm.operator.models import ChainCheck, JobRun
from moderation.drafts.models import Draft
from moderation.ideas.actions import decline_idea
from moderation.ideas.models import Idea
from tests.accounts.absenting import member
from tests.accounts.granting import there
from tests.accounts.importing import a_csv, uploaded
from tests.accounts.teaming import a_course
from tests.cast import RULES, Cast, a_member, a_rulebook, assemble, chosen
from tests.councilsm.files.samples import picture, upload
from tests.councilsm.posting import not_sent
from tests.moderation.drafting import approved, waiting
from tests.moderation.suggesting import BLUEBELLS, a_picture, answer, send
from tests.moderation.test_ideas_inbox import an_idea, put_out, submitted

#: Makes something to do, the first or the second time; returns what the job is called with.
Something = Callable[[Cast, int], dict[str, Any] | None]


def long_ago(**values: int) -> Any:
    return timezone.now() - timedelta(**values)


# --- What each job finds to do --------------------------------------------------------------------


def messages(cast: Cast, lot: int) -> None:
    waiting(cast, title=f"Draft {lot}")


def old_rows(cast: Cast, lot: int) -> None:
    old = not_sent(cast, state="sent", body="")
    OutboxMessage.objects.filter(pk=old.pk).update(created_at=long_ago(days=91))
    Session.objects.create(session_key=f"over{lot}", session_data="", expire_date=long_ago(days=1))


def a_stored_file(cast: Cast, lot: int) -> tuple[StoredFile, Path]:
    file = take_in(upload(picture(width=60 + lot)), council=cast.ashford, actor=cast.ana)
    from django.conf import settings

    files: Any = settings.STORAGES["files"]
    folder = Path(files["OPTIONS"]["location"])
    return file, folder / address(file.council_id, file.digest)


def orphans(cast: Cast, lot: int) -> None:
    file, path = a_stored_file(cast, lot)
    file.delete()
    for part in path.parent.iterdir():
        os.utime(part, (time.time() - 7200,) * 2)


def spoiled(cast: Cast, lot: int) -> None:
    a_stored_file(cast, lot)[1].write_bytes(b"something else")


def a_lapse(cast: Cast, lot: int) -> None:
    if lot == 1:
        a_rulebook(cast.ashford, **RULES, lapse=chosen({"suspends": True, "after_days": 14}))
    Completion.objects.create(
        council=cast.ashford,
        course=a_course(cast.ashford, title=f"Course {lot}", category="employee"),
        membership=member(cast.ana),
        completed_on=today() - timedelta(days=600),
        expires_on=today() + timedelta(days=7),
        recorded_by=cast.adam,
    )


def an_import(cast: Cast, lot: int) -> dict[str, Any]:
    adam = Client()
    adam.force_login(cast.adam)
    rows = a_csv(("Address", "Name"), (f"https://x.com/ashford{lot}", f"Account {lot}"))
    file = uploaded(adam, "accounts", rows)
    FileImport.objects.filter(pk=file.pk).update(
        state="running", started_by=cast.adam, started_at=timezone.now(), worked_at=timezone.now()
    )
    return {"council": cast.ashford.pk, "pk": file.pk}


def a_stuck_import(cast: Cast, lot: int) -> None:
    pk = an_import(cast, lot)["pk"]
    FileImport.objects.filter(pk=pk).update(worked_at=long_ago(minutes=2))


def an_old_import(cast: Cast, lot: int) -> None:
    pk = an_import(cast, lot)["pk"]
    FileImport.objects.filter(pk=pk).update(state="preview", uploaded_at=long_ago(days=31))


def a_missed_draft(cast: Cast, lot: int) -> None:
    draft = approved(cast, title=f"Fair {lot}")
    Draft.objects.filter(pk=draft.pk).update(not_after=long_ago(minutes=1))


def an_idea_that_is_out(cast: Cast, lot: int) -> None:
    put_out(cast, submitted(cast, an_idea(cast, f"Idea {lot}")))


def a_declined_idea(cast: Cast, lot: int) -> None:
    browser = Client()
    colour = ("blue", "red")[lot - 1]
    answer(browser, idea=BLUEBELLS | {"idea": f"Idea {lot}"}, pictures=[a_picture(colour=colour)])
    send(browser)
    idea = Idea.objects.latest("pk")
    decline_idea(idea=idea, reason="No.", actor=cast.cora)
    Idea.objects.filter(pk=idea.pk).update(decided_at=long_ago(days=31))


def ended_access(cast: Cast, lot: int) -> None:
    grant = there(cast, (cast.ana, cast.cora)[lot - 1], ends_on=today())
    yesterday = today() - timedelta(days=1)
    AccessGrant.objects.filter(pk=grant.pk).update(starts_on=yesterday, ends_on=yesterday)


def a_leaver(cast: Cast, lot: int) -> None:
    ben = a_member(cast.ashford, f"Ben {lot}")
    there(cast, ben)
    departure = record_departure(
        membership=ben.memberships.get(),
        kind=Departure.Kind.PLANNED,
        ends_at=timezone.now() + timedelta(days=7),
        actor=cast.adam,
    )
    over = long_ago(minutes=1)
    Departure.objects.filter(pk=departure.pk).update(ends_at=over)
    ben.memberships.update(closes_at=over)


def unread_chains(cast: Cast, lot: int) -> None:
    waiting(cast, title=f"Draft {lot}")
    ChainCheck.objects.all().delete()


def a_deadline(cast: Cast, lot: int) -> None:
    """A draft waits for Priya and its time runs out; no digest went out today."""
    waiting(cast, title=f"Fair {lot}", not_after=timezone.now() + timedelta(days=1))
    Morning.objects.all().delete()


SOMETHING: dict[str, Something] = {
    "clock.remind": a_deadline,
    "clock.tick": lambda cast, lot: None,
    "inbox.send_outbox": messages,
    "inbox.tidy": old_rows,
    "files.sweep": orphans,
    "files.scrub": spoiled,
    "training.tell_of_lapses": a_lapse,
    "imports.carry_on": an_import,
    "imports.resume": a_stuck_import,
    "imports.tidy": an_old_import,
    "drafts.tell_missed": a_missed_draft,
    "ideas.tell_posted": an_idea_that_is_out,
    "ideas.release_pictures": a_declined_idea,
    "grants.end_due": ended_access,
    "leavers.end_rights": a_leaver,
    "audit.verify": unread_chains,
}


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
