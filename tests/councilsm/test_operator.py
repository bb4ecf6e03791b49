"""The operator's page: who sees it, what it says, and that it never stands still itself."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent, ChainHead
from councilsm.inbox.models import OutboxMessage
from councilsm.jobs import JOBS
from councilsm.operator import verifying
from councilsm.operator.models import ChainCheck, JobRun
from councilsm.operator.runs import note_done, note_failed
from councilsm.undelivered.due import not_sent as waits
from tests.cast import Cast
from tests.councilsm.posting import not_sent
from tests.moderation.drafting import waiting

PAGE = "/operator/"
As = Callable[[Person], Client]


@pytest.fixture
def cora(cast: Cast, as_: As, settings: Any) -> Client:
    """Cora runs the installation, besides being the comms officer; its broker is down."""
    settings.OPERATORS = [cast.cora.email]
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    return as_(cast.cora)


def words(browser: Client) -> str:
    response = browser.get(PAGE)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.second_factor
def test_an_operator_needs_a_second_factor(cora: Client) -> None:
    assert cora.get(PAGE).url == "/sign-in/second-factor/"


def test_with_the_broker_down_the_page_says_so_within_a_second(cora: Client) -> None:
    began = time.monotonic()
    page = words(cora)
    assert time.monotonic() - began < 1
    assert "Does not answer" in page
    assert "Stand still" in page
    assert "Not read yet" in page


def test_a_tick_shows_until_it_is_old(cora: Client) -> None:
    note_done("clock.tick")
    assert "At work" in words(cora)
    with time_machine.travel(timezone.now() + timedelta(minutes=4), tick=False):
        assert "Stand still" in words(cora)


def test_a_job_that_fails_stands_first_without_what_it_said(cora: Client) -> None:
    note_failed("inbox.send_outbox", ValueError("priya@example.org"))
    note_failed("inbox.send_outbox", ValueError("priya@example.org"))
    page = words(cora)
    assert "ValueError" in page
    assert "priya@" not in page
    assert page.index("inbox.send_outbox") < page.index("audit.verify")
    note_done("inbox.send_outbox")
    assert JobRun.objects.get(name="inbox.send_outbox").failures == 0
    assert "ValueError" not in words(cora)
    assert all(name in words(cora) for name in JOBS)


def test_dead_letters_show_no_person_and_no_subject(cora: Client, cast: Cast) -> None:
    letter = not_sent(cast)
    page = words(cora)
    assert str(letter.pk) in page
    assert "550" in page
    assert "priya@" not in page
    assert letter.subject not in page


def test_what_was_given_up_is_sent_once_more_and_the_trail_says_so(
    cora: Client, cast: Cast
) -> None:
    letter = not_sent(cast)
    secret = not_sent(cast, secret=True, body="")
    assert cora.post(f"{PAGE}send-again/").status_code == 302
    letter.refresh_from_db()
    secret.refresh_from_db()
    assert (letter.state, letter.attempts, secret.state) == ("queued", 0, "failed")
    event = AuditEvent.objects.get(council_id=0, verb="messages.sent_again")
    assert event.actor_id == cast.cora.pk
    # Twice changes nothing: there is none left.
    assert cora.post(f"{PAGE}send-again/").status_code == 409


def test_chains_are_read_once_a_night_in_pieces(
    cora: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting(cast)
    heads = {head.council_id: head.sequence for head in ChainHead.objects.all()}
    monkeypatch.setattr(verifying, "PIECE", 1)
    assert verifying.verify_some() >= sum(heads.values())
    assert verifying.verify_some() == 0
    assert ChainCheck.objects.filter(whole_at__isnull=False).count() == len(heads)
    assert "Hold" in words(cora)


def test_a_chain_that_does_not_hold_is_found(cora: Client, cast: Cast) -> None:
    waiting(cast)
    ChainHead.objects.filter(council_id=cast.ashford.pk).update(sequence=99)
    verifying.verify_some()
    page = words(cora)
    assert "Do not hold" in page
    assert "the end of the chain was cut off" in page


# --- A council's own ----------------------------------------------------------------------------


def test_who_manages_people_sees_what_was_not_sent_and_sends_it_again(cast: Cast, as_: As) -> None:
    letter = not_sent(cast)
    adam = as_(cast.adam)
    assert "1 message was not sent" in adam.get("/c/ashford/home/").content.decode()
    page = adam.get("/c/ashford/undelivered/").content.decode()
    for part in ("Priya", letter.subject, "no such mailbox", "Send again"):
        assert part in page, part
    assert adam.post(f"/c/ashford/undelivered/{letter.pk}/again/").status_code == 302
    letter.refresh_from_db()
    assert letter.state == "queued"
    assert AuditEvent.objects.filter(verb="message.sent_again").exists()
    assert adam.post(f"/c/ashford/undelivered/{letter.pk}/again/").status_code == 409


def test_home_counts_each_of_them(cast: Cast) -> None:
    for _ in range(3):
        not_sent(cast)
    (line,) = waits(cast.adam.require_membership_at(cast.ashford))
    assert (line.text, line.number) == ("3 messages were not sent", 3)


def test_what_opened_something_is_not_sent_again_but_may_be_left(cast: Cast, as_: As) -> None:
    letter = not_sent(cast, secret=True, body="", state="unsure")
    adam = as_(cast.adam)
    page = adam.get("/c/ashford/undelivered/").content.decode()
    assert "send a new one" in page
    refused = adam.post(f"/c/ashford/undelivered/{letter.pk}/again/")
    assert refused.status_code == 409
    assert "words of this message were not kept" in refused.content.decode()
    assert adam.post(f"/c/ashford/undelivered/{letter.pk}/leave/").status_code == 302
    assert not OutboxMessage.objects.exists()
    assert AuditEvent.objects.filter(verb="message.left").exists()


def test_another_councils_message_is_not_there(cast: Cast, as_: As) -> None:
    letter = not_sent(cast)
    assert as_(cast.oscar).post(f"/c/barham/undelivered/{letter.pk}/again/").status_code == 404
