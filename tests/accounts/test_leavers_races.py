"""Leaving decided by two at once: rights end once, and what is cancelled does not end."""

from collections.abc import Callable
from time import sleep
from typing import Any

import pytest

from accounts.dates import today
from accounts.grants.actions import confirm_removed
from accounts.grants.models import AccessGrant
from accounts.leavers.actions import (
    attest,
    cancel_departure,
    changing,
    complete_task,
    end_rights,
    record_return,
)
from accounts.leavers.models import Departure, DepartureTask
from accounts.leavers.tasks import end_rights as end_due
from councilsm.audit.models import AuditEvent
from councilsm.refusals import RuleBroken, Stale
from tests.accounts.granting import there
from tests.accounts.leaving import (
    DONE,
    Kind,
    State,
    Task,
    at,
    close_all,
    in_a_week,
    later,
    leaves,
    step,
)
from tests.cast import RULES, Cast, a_rulebook, assemble, chosen
from tests.moderation.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def read(departure: Departure) -> Departure:
    """As somebody's page read it before."""
    return Departure.objects.select_related("council").get(pk=departure.pk)


def test_rights_end_once_however_many_workers_come(cast: Cast) -> None:
    there(cast)
    departure = leaves(cast)
    ending: list[Callable[[], Any]] = [end_due, end_due]
    ending += [lambda one=one: end_rights(departure=one) for one in (read(departure),)]
    with later(at(in_a_week())):
        outcomes = at_once(ending)
    assert not [one for one in outcomes if isinstance(one, BaseException)], outcomes
    assert AuditEvent.objects.filter(verb="departure.ended").count() == 1
    assert AuditEvent.objects.filter(verb="grant.ended").count() == 1
    assert AccessGrant.objects.get().decisions.filter(outcome="ended").count() == 1


def test_cancelled_in_the_last_minute_or_ended_but_never_both(cast: Cast) -> None:
    grant, departure = there(cast), leaves(cast)
    cancel = read(departure)
    with later(at(in_a_week())):
        cancelled, ended = at_once(
            [
                lambda: cancel_departure(departure=cancel, actor=cast.adam, why="They stay"),
                end_due,
            ]
        )
    assert isinstance(cancelled, Stale), cancelled  # its moment had come
    assert ended == 1
    grant.refresh_from_db()
    assert grant.status == "ended"


@pytest.mark.parametrize("round_", range(2))
def test_confirmed_on_both_pages_at_once_it_is_done_once(cast: Cast, round_: int) -> None:
    grant = there(cast)
    departure = leaves(cast)
    with later(at(in_a_week())):
        end_due()
        task = DepartureTask.objects.select_related("council").get(
            departure=departure, kind=Task.ACCESS
        )
        seen = AccessGrant.objects.select_related("council", "account", "way_in").get(pk=grant.pk)
        here, there_ = at_once(
            [
                lambda: complete_task(task=task, done_on=today(), note=DONE, actor=cast.adam),
                lambda: confirm_removed(grant=seen, removed_on=today(), how=DONE, actor=cast.priya),
            ]
        )
    refused = [one for one in (here, there_) if isinstance(one, BaseException)]
    assert all(isinstance(one, Stale) for one in refused) and len(refused) <= 1, refused
    assert step(departure, Task.ACCESS).state == State.DONE
    assert AuditEvent.objects.filter(verb="grant.removed").count() == 1
    assert AuditEvent.objects.filter(verb="departure.step_done").count() == 1


def test_attested_once(cast: Cast) -> None:
    departure = leaves(cast)
    with later(at(in_a_week())):
        end_due()
        close_all(departure, cast.adam)
        one, other = read(departure), read(departure)
        outcomes = at_once(
            [
                lambda: attest(departure=one, words="All done", actor=cast.adam),
                lambda: attest(departure=other, words="All done", actor=cast.adam),
            ]
        )
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 1, outcomes
    assert AuditEvent.objects.filter(verb="departure.attested").count() == 1


def test_back_while_the_removal_is_confirmed_neither_waits_for_the_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody holds the access first and its step after it."""
    grant = there(cast)
    a_rulebook(cast.ashford, **RULES, grant_access=chosen({"offices": ["administrator"]}))
    departure = leaves(cast, kind=Kind.SUSPENSION, ends_at=None)
    seen = AccessGrant.objects.select_related("council", "account", "way_in").get(pk=grant.pk)
    here, resume = read(departure), changing._resume

    def slowly(*args: Any) -> Any:
        sleep(0.5)
        return resume(*args)

    monkeypatch.setattr(changing, "_resume", slowly)
    outcomes = at_once(
        [
            lambda: record_return(departure=here, actor=cast.adam),
            lambda: confirm_removed(grant=seen, removed_on=today(), how=DONE, actor=cast.adam),
        ]
    )
    failed = [one for one in outcomes if isinstance(one, BaseException)]
    assert all(isinstance(one, RuleBroken) for one in failed), outcomes
