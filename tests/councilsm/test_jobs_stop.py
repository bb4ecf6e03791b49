"""A job that is told to stop stops: what it had not come to is done by the next run."""

from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from accounts.clock import running
from accounts.dates import today
from councilsm.jobs import JOBS
from tests.cast import Cast
from tests.councilsm.test_jobs import SOMETHING

#: By what each job does one of the things that it found, one after the other.
DOES_ONE = {
    "drafts.tell_missed": "moderation.drafts.tasks.tell_missed",
    "grants.end_due": "accounts.grants.tasks.end_due_grants",
    "ideas.tell_posted": "moderation.ideas.tasks.tell_posted",
    "leavers.end_rights": "accounts.leavers.tasks.end_rights_of",
    "training.tell_of_lapses": "accounts.training.tasks.tell_of_lapse",
}


class Stopped:
    """Stands in for anything: in the middle of it time is up."""

    __qualname__ = "stopped"
    calls = 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        raise SoftTimeLimitExceeded


@pytest.mark.parametrize("name", sorted(DOES_ONE))
def test_no_job_takes_its_limit_for_a_thing_that_failed(
    name: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = SOMETHING[name](cast, 1) or {}
    stopped = Stopped()
    monkeypatch.setattr(DOES_ONE[name], stopped)
    with pytest.raises(SoftTimeLimitExceeded):
        JOBS[name].task(**given)
    assert stopped.calls == 1


def test_nor_does_the_clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    councils = [cast.ashford.pk, cast.barham.pk]
    for ask in (
        lambda: running.gather(councils, [Stopped()], today()),
        lambda: running.one_by_one(councils, Stopped(), today()),
    ):
        with pytest.raises(SoftTimeLimitExceeded):
            ask()
