"""What `make faults` counts can be lost, or its "0 lost" would say nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.dates import today
from councilsm.inbox.models import Reminder
from councilsm.jobs import JOBS
from tests.accounts.granting import there
from tests.cast import Cast
from tests.faults import later
from tests.faults.later import ten_days_later, to_hear
from tests.faults.tally import Tally


@pytest.fixture(autouse=True)
def runs_out(cast: Cast) -> None:
    """Access of whose end nobody hears before the ten days, and then who is to renew it."""
    there(cast, ends_on=today() + timedelta(days=19))


def nothing() -> None:
    """No job does anything."""


def reminders_without_mail() -> None:
    """As a job that writes down whom it told, and tells nobody."""
    for telling in to_hear():
        Reminder.objects.create(
            council_id=telling.deadline.council_id,
            person=telling.person,
            key=telling.deadline.key,
            due_on=telling.deadline.due_on,
            threshold=telling.threshold,
            announced_at=timezone.now(),
        )


@pytest.mark.parametrize("jobs", [nothing, reminders_without_mail])
def test_who_was_not_told_after_ten_days_is_lost(
    jobs: Callable[[], None], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(later, "everything_twice", jobs)
    ten_days_later(tally := Tally())
    assert tally.lost, tally.lines


def test_whoever_was_told_is_not_lost(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(later, "everything_twice", JOBS["clock.remind"].task)
    ten_days_later(tally := Tally())
    assert (tally.lost, tally.doubled) == (0, 0), tally.lines
    assert not any(" 0 asked for" in line for line in tally.lines), tally.lines
