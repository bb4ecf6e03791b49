"""The Celery application. Tasks live in each feature's tasks.py, found by `discover`."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsm.settings")

#: Seconds after which a job is told to stop, and those after which its process is killed.
SOFT_LIMIT, HARD_LIMIT = 600, 660

app = Celery("councilsm")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    timezone="Europe/London",
    # The database is the only truth: nobody ever asks what a task returned.
    task_ignore_result=True,
    # No pickle: a message could otherwise run whatever it says.
    task_serializer="json",
    accept_content=["json"],
    # A message is done with when the work is, and comes back when the worker or one of its
    # processes is killed. Each job bears being done twice (councilsm/jobs.py), and its expiry ends
    # the round of one that kills every process it meets.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    # A process takes one message at a time, so that none waits behind a long one.
    worker_prefetch_multiplier=1,
    task_soft_time_limit=SOFT_LIMIT,
    task_time_limit=HARD_LIMIT,
    # When the broker comes back, what is being done is finished and then delivered once more, which
    # does no harm; cancelled in the middle of an e-mail, it would leave "may have been sent".
    worker_cancel_long_running_tasks_on_connection_loss=False,
    # Pictures and registers leave a process large: kilobytes, and tasks, after which it ends.
    worker_max_memory_per_child=400_000,
    worker_max_tasks_per_child=1000,
    worker_hijack_root_logger=False,
    # A worker or beat waits for its broker for as long as it takes.
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        # A silent broker must not hold up the clerk: half a second; Kombu retries whatever `retry`
        # says.
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5,
        "max_retries": 0,
        "interval_start": 0,
        # Seconds until what a dead worker had taken is delivered again: longer than any job takes,
        # else one still at work would be given to a second worker as well.
        "visibility_timeout": 3 * HARD_LIMIT,
    },
)
#: What beat starts, in seconds or at a time of day in London. What comes once a day has its time:
#: an interval of a day would begin anew whenever beat is started without its file.
app.conf.beat_schedule = {
    "tick": {"task": "clock.tick", "schedule": 60.0},
    "send-outbox": {"task": "inbox.send_outbox", "schedule": 60.0},
    "tidy": {"task": "inbox.tidy", "schedule": crontab(hour=1, minute=10)},
    "sweep-files": {"task": "files.sweep", "schedule": crontab(hour=1, minute=20)},
    "tell-posted": {"task": "ideas.tell_posted", "schedule": 600.0},
    "tell-missed": {"task": "drafts.tell_missed", "schedule": 600.0},
    "end-rights-of-leavers": {"task": "leavers.end_rights", "schedule": 60.0},
    "release-pictures": {"task": "ideas.release_pictures", "schedule": crontab(hour=1, minute=30)},
    "resume-imports": {"task": "imports.resume", "schedule": 60.0},
    "tidy-imports": {"task": "imports.tidy", "schedule": crontab(hour=1, minute=40)},
    "remind": {"task": "clock.remind", "schedule": 600.0},
    "tell-of-lapses": {
        "task": "training.tell_of_lapses",
        "schedule": crontab(hour="*/6", minute=5),
    },
    # Soon after midnight for what ended then, and each hour for what was missed.
    "end-due-grants": {"task": "grants.end_due", "schedule": crontab(minute=2)},
    # Four minutes at a time, until each chain was read.
    "verify-trail": {"task": "audit.verify", "schedule": crontab(hour="1-4", minute="*/10")},
    "scrub-files": {"task": "files.scrub", "schedule": crontab(hour=2, minute=30)},
    "sweep-evidence": {"task": "evidence.sweep", "schedule": crontab(hour=1, minute=50)},
    # Four minutes at a time, until all was compared.
    "check-evidence": {"task": "evidence.check", "schedule": crontab(hour="2-5", minute="5-59/10")},
}


@worker_init.connect
@beat_init.connect
def refuse_to_start_unsafe(**kwargs: Any) -> None:
    """Ends the worker or beat where the web server would not start either."""
    from councilsm.startup import MustNotStart, require_ready

    try:
        require_ready()
    except MustNotStart as reason:
        # Celery logs an exception of a signal's receiver and goes on; this it lets through.
        raise SystemExit(str(reason)) from None
