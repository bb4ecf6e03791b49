"""The clock of a data breach: 72 hours from becoming aware, then told or said why not."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.clock.tasks import remind
from accounts.dates import LONDON
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.cases.actions import add_reader
from moderation.cases.models import Case
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.casing import CASES, form, moment, opened

As = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def monday(travel: Callable[[date], None]) -> None:
    """It is a Monday in June, no bank holiday near; before the cast comes."""
    travel(date(2026, 6, 8))


def at(day: int, hour: int, minute: int = 0) -> Any:
    """A moment in June 2026."""
    return time_machine.travel(datetime(2026, 6, day, hour, minute, tzinfo=LONDON), tick=False)


def reminded() -> list[tuple[str, str]]:
    """Who is reminded now, and of what."""
    OutboxMessage.objects.all().delete()
    remind()
    letters = OutboxMessage.objects.order_by("pk")
    return [(letter.recipient.split("@")[0], letter.subject) for letter in letters]


@pytest.mark.clause("LLTC-6.3-b")
def test_breach_shows_its_deadline_and_stops_the_clock_once_told(cast: Cast, as_: As) -> None:
    """Aware on Monday at 9am: until Thursday at 9am, whatever the weekday."""
    clerk = as_(cast.priya)
    with at(8, 12):
        aware = moment("aware_at", "8 6 2026 9am")
        assert clerk.post(f"{CASES}new/", form(kind="breach", **aware)).status_code == 302
        page = clerk.get(f"{CASES}RC-0001/").content.decode()
        assert "by Thursday 11 June 2026 at 9am: 69 hours left" in page
        assert "69 hours left" in clerk.get("/c/ashford/home/").content.decode()
        close = {"outcome": "told", "words": "Done."}
        assert clerk.post(f"{CASES}RC-0001/close/", close).status_code == 409
        told = {"body": "commissioner", "reference": "IC-1", "when": "now"}
        assert clerk.post(f"{CASES}RC-0001/referral/", told).status_code == 302
        assert "hours left" not in clerk.get("/c/ashford/home/").content.decode()
        assert clerk.post(f"{CASES}RC-0001/close/", close).status_code == 302


@pytest.mark.clause("LLTC-6.3-b")
def test_not_telling_needs_the_reason_that_a_risk_is_unlikely(cast: Cast, as_: As) -> None:
    clerk = as_(cast.priya)
    opened(cast, "breach")
    close = {"outcome": "not_told", "words": "Done."}
    assert clerk.post(f"{CASES}RC-0001/close/", close).status_code == 409
    assert clerk.post(f"{CASES}RC-0001/not-told/", {"words": ""}).status_code == 422
    why = {"words": "One name, to a colleague, deleted."}
    assert clerk.post(f"{CASES}RC-0001/not-told/", why).status_code == 302
    assert Case.objects.get().commissioner_at
    assert clerk.post(f"{CASES}RC-0001/close/", close).status_code == 302
    opened(cast)
    assert clerk.post(f"{CASES}RC-0002/not-told/", why).status_code == 409


def test_late_is_said(cast: Cast, as_: As) -> None:
    with at(8, 9):
        opened(cast, "breach")
    with at(11, 10):
        clerk = as_(cast.priya)
        assert "72 hours are over" in clerk.get(f"{CASES}RC-0001/").content.decode()
        assert "is over" in clerk.get("/c/ashford/home/").content.decode()


def test_deadline_reaches_its_readers_at_any_hour_and_nobody_else(cast: Cast) -> None:
    """Priya, by her office, and Rita, by name; the trail does not say of what."""
    with at(8, 22):
        case = opened(cast, "breach")
        add_reader(case=case, person=cast.rita, reason="x", actor=cast.priya)
        assert not reminded()  # told just now
    with at(8, 23, 30):
        subject = "RC-0001 needs a decision by 10pm on Thursday"
        assert reminded() == [("priya", subject), ("rita", subject)]
        assert not reminded()
    with at(11, 1):
        assert dict(reminded())["priya"] == "RC-0001 needs a decision by 10pm today"
    details = AuditEvent.objects.filter(verb="reminders.sent").values_list("detail__new", flat=True)
    assert details
    assert not any("case" in detail for detail in details)


def test_deadline_never_reaches_whom_it_concerns(cast: Cast) -> None:
    a_rulebook(cast.ashford, **RULES | {"caretaker": chosen("auditor")})
    with at(8, 9):
        opened(cast, "breach", about=cast.priya)
    for day, hour in ((8, 11), (10, 9), (11, 8), (15, 9), (22, 9)):
        with at(day, hour):
            assert "priya" not in dict(reminded())
            letters = OutboxMessage.objects.filter(subject__contains="RC-0001")
            assert all(letter.apart_from == cast.priya for letter in letters)
