"""The requester's own page, behind a link that nobody guesses (T9)."""

import re
import smtplib
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.inbox.outbox import send_due
from councilsm.refusals import RuleBroken, Stale
from moderation.unblocks.actions import add_fact, asking, send_request, withdraw_request
from moderation.unblocks.models import UnblockLetter, UnblockRequest
from moderation.unblocks.reaching import came_back
from tests.cast import Cast, a_rulebook, chosen
from tests.moderation.asking import a_request


def test_opening_the_link_changes_nothing(cast: Cast) -> None:
    """A mail scanner opens every link of a message."""
    asked = a_request(cast)
    before = UnblockRequest.objects.values().get()
    events = AuditEvent.objects.count()
    for path in ("", "add/", "take-back/"):
        page = Client().get(f"{asked.status_url}{path}")
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert "noindex" in page["X-Robots-Tag"] and 'name="robots"' in page.text
        # With a form, a browser has to say where it comes from.
        assert page["Referrer-Policy"] == ("same-origin" if path else "no-referrer")
        # Not even their own address: a link is shown to others more easily than one thinks.
        assert "jo@example.org" not in page.text
        assert Client().head(f"{asked.status_url}{path}").status_code == 200
    assert Client().post(asked.status_url).status_code == 405
    assert UnblockRequest.objects.values().get() == before
    assert AuditEvent.objects.count() == events
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", asked.token)


def test_adding_and_taking_back(cast: Cast) -> None:
    asked = a_request(cast)
    browser = Client()
    assert browser.post(f"{asked.status_url}add/", {"words": " "}).status_code == 422
    said = browser.post(f"{asked.status_url}add/", {"words": "My sister saw it."}, follow=True)
    assert "Added to your request." in said.text and "My sister saw it." in said.text
    twice = browser.post(f"{asked.status_url}add/", {"words": "My sister saw it."})
    assert twice.status_code == 302 and asked.facts.count() == 1
    add_fact(request=asked, words="We looked at Facebook.", actor=cast.cora)
    assert "We looked" not in browser.get(asked.status_url).text
    gone = browser.post(f"{asked.status_url}take-back/", follow=True).text
    assert "Taken back" in gone and "Add to your request" not in gone
    subjects = list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))
    assert subjects[1:] == ["Your request was taken back (U-0001)"]
    # Too late, in words for its sender.
    late = browser.post(f"{asked.status_url}add/", {"words": "And one thing more."})
    assert late.status_code == 409
    assert "U-0001 was taken back" in late.text and "And one thing more." in late.text
    assert browser.post(f"{asked.status_url}take-back/").status_code == 409
    verbs = AuditEvent.objects.about(asked).values_list("verb", flat=True)
    assert sorted(verbs) == [
        *("unblock.asked", "unblock.fact_added", "unblock.fact_added", "unblock.withdrawn"),
    ]


def found_and(cast: Cast, state: str) -> None:
    """Somebody looked for the block of every request, and more became of it."""
    UnblockRequest.objects.update(state=state, matched_by=cast.cora, matched_at=timezone.now())


def test_once_decided_nothing_is_added_or_taken_back(cast: Cast) -> None:
    asked = a_request(cast)
    found_and(cast, state="decided")
    for change in (
        lambda: add_fact(request=asked, words="x", actor=None),
        lambda: withdraw_request(request=asked, by_mail=False),
    ):
        with pytest.raises(Stale, match="finished looking at U-0001"):
            change()
    page = Client().get(asked.status_url).text
    assert "Answer on its way" in page and "take-back" not in page
    for step in ("add/", "take-back/"):
        assert Client().get(f"{asked.status_url}{step}").url == asked.status_url, "nothing to ask"


def test_who_of_the_council_may_add(cast: Cast) -> None:
    asked = a_request(cast)
    add_fact(request=asked, words="We looked at Facebook.", actor=cast.cora)
    for somebody in (cast.ana, cast.rita):
        with pytest.raises(RuleBroken, match="Only whoever logs moderation"):
            add_fact(request=asked, words="x", actor=somebody)
    with pytest.raises(RuleBroken, match="do not belong"):
        add_fact(request=asked, words="x", actor=cast.oscar)


@time_machine.travel("2026-11-26 10:00Z", tick=False)
def test_the_day_by_which_it_is_answered(cast: Cast) -> None:
    """Ten working days from a Thursday; nobody has to run anything for it to be late."""
    a_rulebook(cast.ashford, unblock_days=chosen(10))
    cast.ashford.refresh_from_db()
    asked = a_request(cast)
    assert asked.due_by == date(2026, 12, 10)
    assert "answers by Thursday 10 December 2026" in Client().get(asked.status_url).text
    with time_machine.travel("2026-12-11 10:00Z", tick=False):
        page = " ".join(Client().get(asked.status_url).text.split())
        assert "meant to answer by Thursday 10 December 2026 and is late" in page


def test_the_answer_is_read_on_the_same_page(cast: Cast) -> None:
    asked = a_request(cast)
    found_and(cast, state="answered")
    UnblockLetter.objects.create(
        council=cast.ashford, request=asked, words="Not this one.", way="email", sent_by=cast.priya
    )
    UnblockLetter.objects.create(
        council=cast.ashford, request=asked, words="Dear Jo", way="printed", sent_by=cast.priya
    )
    page = Client().get(asked.status_url).text
    assert "Dear Jo" in page and "Not this one." not in page
    assert "take-back" not in page
    for step in ("add/", "take-back/"):
        assert Client().get(f"{asked.status_url}{step}").url == asked.status_url, "nothing to ask"


def test_an_email_that_bounces_is_seen_by_staff(
    cast: Cast, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = a_request(cast)
    assert came_back(asked) is None

    def no_such_mailbox(*_: Any, **__: Any) -> int:
        raise smtplib.SMTPRecipientsRefused({"jo@example.org": (550, b"No such mailbox")})

    monkeypatch.setattr("django.core.mail.EmailMessage.send", no_such_mailbox)
    send_due()
    message = came_back(asked)
    assert message is not None and "550" in message.last_error
    # Its link opened something, so its words are not kept, here or on the page of what failed.
    assert message.body == ""
    listed = as_(cast.adam).get("/c/ashford/undelivered/").text
    assert "We have your request (U-0001)" in listed
    assert asked.token not in listed
    # Whoever answers it is told, so that they answer another way.
    page = as_(cast.cora).get(asked.get_absolute_url()).text
    assert "was not sent to" in page and "answer another way" in page
    # Also once somebody has taken the message off the list: the address is still wrong.
    left = as_(cast.adam).post(f"/c/ashford/undelivered/{message.pk}/leave/")
    assert left.status_code == 302 and came_back(asked) is None
    assert "answer another way" in as_(cast.cora).get(asked.get_absolute_url()).text
    # Another's mail to the same address is not this one's.
    again = send_request(
        council=cast.ashford,
        letter=asking.RequestLetter(platform="x", handle="@jo", what="x", email="jo@example.org"),
        by_mail=True,
    )
    assert came_back(again) is None


def test_a_guessed_link_and_another_councils_are_the_same(cast: Cast) -> None:
    asked = a_request(cast)
    unknown = Client().get(f"/c/ashford/unblock/requests/{'A' * 22}/")
    elsewhere = Client().get(asked.status_url.replace("ashford", "barham"))
    assert unknown.status_code == elsewhere.status_code == 404
    for path in ("add/", "take-back/"):
        assert Client().post(f"/c/ashford/unblock/requests/{'A' * 22}/{path}").status_code == 404
