"""The Celery application. Tasks live in each feature's tasks.py, found by `discover`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsm.settings")

app = Celery("councilsm")
app.config_from_object("django.conf:settings", namespace="CELERY")


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
