"""A worker that does one job whenever it is told, and says how long it took and what it holds.

It calls the job itself, in a process of its own as Celery's are. On each line that comes in it
answers with one line of JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

from tests.benchmarks.processes import cpu_seconds, peak_mb, resident_mb


def processes() -> list[int]:
    """This one and the process of PostgreSQL that works for it."""
    from django.db import connection

    connection.ensure_connection()
    return [os.getpid(), connection.connection.info.backend_pid]


def main(name: str) -> None:
    import django

    django.setup()
    from councilsm.celery import app
    from councilsm.jobs import JOBS

    app.loader.import_default_modules()
    job, me = JOBS[name].task, os.getpid()
    for _ in sys.stdin:
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        both = processes()
        before, used, started = resident_mb(me), cpu_seconds(both), time.perf_counter()
        done = job()
        answer = {
            "done": done,
            "seconds": time.perf_counter() - started,
            "processor": cpu_seconds(both) - used,
            "before": before,
            "after": resident_mb(me),
            "peak": peak_mb(me),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
