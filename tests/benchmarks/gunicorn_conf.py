"""gunicorn's hook that says which processes are its workers."""

import os
from pathlib import Path
from typing import Any


def post_worker_init(worker: Any) -> None:
    (Path(os.environ["WORKERS"]) / str(worker.pid)).touch()
