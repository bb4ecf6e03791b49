"""The Celery application with a clock that does not wait: what beat starts, it starts each second.

Run as `celery -A tests.faults.hurried`; in all else it is the one of service.
"""

from councilsm.celery import app

#: Jobs that read everything there is stay as rare as they are.
RARE = {"files.scrub", "files.sweep", "audit.verify", "inbox.tidy"} | {
    "evidence.check",
    "evidence.sweep",
}

app.conf.beat_schedule = {
    name: entry if entry["task"] in RARE else {**entry, "schedule": 1.0}
    for name, entry in app.conf.beat_schedule.items()
}
app.conf.beat_max_loop_interval = 0.5
app.conf.worker_lost_wait = 0.5  # seconds until a killed process is believed to be dead
# What a killed worker had taken comes back while we watch.
app.conf.broker_transport_options = {
    **app.conf.broker_transport_options,
    "visibility_timeout": 5,
}
