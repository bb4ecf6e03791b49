"""The Celery application. Tasks live in each feature's tasks.py, found by `discover`."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsm.settings")

app = Celery("councilsm")
app.config_from_object("django.conf:settings", namespace="CELERY")
#: What beat starts, in seconds or at a time of day in London.
app.conf.beat_schedule = {
    "send-outbox": {"task": "inbox.send_outbox", "schedule": 60.0},
    "tidy": {"task": "inbox.tidy", "schedule": 24 * 3600.0},
    "sweep-files": {"task": "files.sweep", "schedule": 24 * 3600.0},
    "tell-posted": {"task": "ideas.tell_posted", "schedule": 600.0},
    "tell-missed": {"task": "drafts.tell_missed", "schedule": 600.0},
    "release-pictures": {"task": "ideas.release_pictures", "schedule": 24 * 3600.0},
    "resume-imports": {"task": "imports.resume", "schedule": 60.0},
    "tidy-imports": {"task": "imports.tidy", "schedule": 24 * 3600.0},
    "tell-of-lapses": {"task": "training.tell_of_lapses", "schedule": 6 * 3600.0},
    "scrub-files": {"task": "files.scrub", "schedule": crontab(hour=2, minute=30)},
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
