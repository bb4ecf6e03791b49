"""The clock when a council, a provider or the mail fails; and what it costs when nothing is due."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.clock import running
from accounts.clock.tasks import remind
from accounts.councils.models import Council
from accounts.people.models import Person
from councilsm.inbox.deadlines import PROVIDERS, URGENT, Deadline
from councilsm.inbox.models import Morning, OutboxMessage
from councilsm.inbox.outbox import send_due
from tests.accounts.reminding import WEDNESDAY, a_thing, at, mailed, only_what_is_given
from tests.cast import RULES, Cast, CouncilFactory, a_member, a_rulebook

As = Callable[[Person], Client]
Travel = Callable[[date], None]


@pytest.fixture(autouse=True)
def midweek(travel: Travel) -> Travel:
    """It is a Wednesday at noon, no bank holiday near; before the cast comes."""
    travel(WEDNESDAY)
    return travel


@pytest.fixture
def due(monkeypatch: pytest.MonkeyPatch) -> list[Deadline]:
    return only_what_is_given(monkeypatch)


def test_a_council_that_fails_holds_up_no_other(
    cast: Cast, due: list[Deadline], monkeypatch: pytest.MonkeyPatch
) -> None:
    due += [a_thing(cast.ashford), a_thing(cast.barham)]
    original = running.plan

    def failing(council: Council, *rest: Any) -> Any:
        if council == cast.ashford:
            raise ValueError("broken")
        return original(council, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(running, "plan", failing)
        remind()
    assert mailed() == [("oscar", "Do thing:1 soon")]
    remind()
    assert mailed() == [("adam", "Do thing:1 soon")]


def test_a_provider_that_fails_is_asked_again(
    cast: Cast, due: list[Deadline], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It fails for Ashford and eleven more: others hear all, Ashford the rest once it is mended."""
    towns = [cast.ashford, *(CouncilFactory(slug=f"town-{number}") for number in range(11))]
    broken = {town.pk for town in towns}
    last = CouncilFactory(slug="zennor")
    a_rulebook(last, **RULES)
    a_member(last, "Zoe", "administrator")
    due += [a_thing(cast.ashford), a_thing(cast.barham)]

    def failing(councils: Collection[int], day: date) -> list[Deadline]:
        if broken & set(councils):
            raise ValueError("broken")
        found = [a_thing(council, key="x") for council in (cast.ashford, cast.barham, last)]
        return [one for one in found if one.council_id in councils]

    monkeypatch.setattr(running, "PROVIDERS", [*running.PROVIDERS, failing])
    remind()
    assert set(mailed()) == {
        ("adam", "Do thing:1 soon"),
        ("oscar", "2 things are due at Barham Town Council"),
        ("zoe", "Do x soon"),
    }
    remind()
    assert not mailed()
    broken.clear()
    remind()
    assert mailed() == [("adam", "Do x soon")]
    assert Morning.objects.filter(day=WEDNESDAY).count() == Council.objects.count()


def test_councils_with_nothing_due_cost_no_query(cast: Cast) -> None:
    """By all the providers there are, in the morning and after it."""

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            remind()
        return len(captured)

    numbers = {}
    for councils in (2, 50):
        for number in range(Council.objects.count(), councils):
            a_rulebook(CouncilFactory(slug=f"town-{number}"), **RULES)
        with at(datetime(2026, 6, 10 + councils // 50, 12)):
            numbers[councils] = (asked(), asked())
    assert numbers[2] == numbers[50]
    # One or two each, and those of the clock itself.
    assert numbers[2][0] <= 2 * len(PROVIDERS) + 12
    assert numbers[2][1] <= len(URGENT) + 4


def test_home_is_the_truth_when_mail_fails(
    cast: Cast, as_: As, due: list[Deadline], settings: Any
) -> None:
    due.append(a_thing(cast.ashford))
    remind()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_due() == 0
    assert OutboxMessage.objects.get().state == OutboxMessage.State.QUEUED
    remind()
    assert OutboxMessage.objects.count() == 1
    assert as_(cast.adam).get("/c/ashford/home/").status_code == 200
