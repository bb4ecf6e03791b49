"""`@job`: a Celery task with its name, until when it is worth doing, and why twice does no harm.

A worker may be killed at any moment and the broker may lose or repeat any message. So a job reads
what there is to do from the database, does it by actions that judge again under a lock, and says in
words by what each thing is done once. `tests/councilsm/test_jobs.py` runs every job twice in
series and twice at the same time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from celery import Task, shared_task
from celery.exceptions import SoftTimeLimitExceeded

from councilsm.operator.runs import note_done, note_failed
from councilsm.refusals import Stale

log = structlog.get_logger(__name__)

#: Seconds after which a message that nobody took is worth nothing: beat has sent others since.
SOON = 600
#: The same for what beat starts once a day.
DAY = 12 * 3600


class Noted(Task):  # type: ignore[misc]  # Celery has no types
    """A task whose worker notes how it went, for the operator's page."""

    def on_success(self, retval: Any, task_id: Any, args: Any, kwargs: Any) -> None:
        note_done(self.name)

    def on_failure(self, exc: Any, task_id: Any, args: Any, kwargs: Any, einfo: Any) -> None:
        note_failed(self.name, exc)


@dataclass(frozen=True)
class Job:
    """One kind of background work.

    Args:
        name: as in messages and in beat's schedule: "inbox.send_outbox".
        once_by: its idempotency key in words: "a message by its claim".
        expires: seconds after which a message of it is thrown away unread.
        task: what Celery runs, and what may be called to do it here and now.
    """

    name: str
    once_by: str
    expires: int
    task: Any


#: Every job there is, by its name.
JOBS: dict[str, Job] = {}


def job(name: str, *, once_by: str, expires: int = SOON) -> Callable[[Callable[..., Any]], Any]:
    """Makes a function of a feature's tasks.py a job.

    Args:
        name: the feature and what is done: "inbox.send_outbox".
        once_by: by what each thing is done once, however often the job runs.
        expires: seconds; a job of once a day needs more than the ten minutes of one that beat
            starts all the time, or a short outage at night would cost it a day. It also bounds how
            long a message that kills its worker comes back.

    Raises:
        ValueError: the name is taken.
    """

    def register(function: Callable[..., Any]) -> Any:
        if name in JOBS:
            raise ValueError(f"There is a job {name} already.")
        task = shared_task(name=name, base=Noted, expires=expires)(function)
        JOBS[name] = Job(name, once_by, expires, task)
        return task

    return register


@contextmanager
def by_itself(failed: str, **what: int) -> Iterator[None]:
    """Around each of the things that a job does: one that fails does not hold the others up.

    What another worker did meanwhile (`Stale`) is passed by. That the job is to stop is let
    through: the next run goes on from there.

    Args:
        failed: what the log says where it fails: "missed_not_told".
        what: the id of the thing. What was raised may hold an address, so only its kind is logged.
    """
    try:
        yield
    except SoftTimeLimitExceeded:
        raise
    except Stale:
        return
    except Exception as error:
        log.error(failed, **what, error=type(error).__name__)
