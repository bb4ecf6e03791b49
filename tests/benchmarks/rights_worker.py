"""A worker that does one job whenever it is told, and says how long it took and what it holds.

It calls the job itself, in a process of its own as Celery's are. On each line that comes in it
answers with one line of JSON.
"""

import json
import os
import sys
import time
from pathlib import Path

from tests.benchmarks.processes import peak_mb, resident_mb


def main(name: str) -> None:
    import django

    django.setup()
    from councilsm.celery import app
    from councilsm.jobs import JOBS

    app.loader.import_default_modules()
    job, me = JOBS[name].task, os.getpid()
    for _ in sys.stdin:
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        before, started = resident_mb(me), time.perf_counter()
        done = job()
        answer = {
            "done": done,
            "seconds": time.perf_counter() - started,
            "before": before,
            "after": resident_mb(me),
            "peak": peak_mb(me),
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
