"""Somebody without an account asks to be unblocked, and learns nothing of anybody (T10)."""

import ast
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import AlreadyDone
from moderation.unblocks.actions import withdraw_request
from moderation.unblocks.models import UnblockRequest
from tests.cast import Cast, a_rulebook, chosen
from tests.councilsm.test_architecture import ROOT, imported
from tests.moderation.asking import NEW, a_request, answer, send
from tests.moderation.unblocking import answered, matched

#: Of what the public's pages are made.
PUBLIC = (
    "answers.py",
    "limits.py",
    "request_letter.py",
    "told.py",
    "actions/asking.py",
    "forms/asking.py",
    "views/asking.py",
    "views/own_page.py",
)


@pytest.mark.clause("DTC-3.2-d")
def test_anybody_asks_without_an_account(cast: Cast) -> None:
    browser = Client()
    page = answer(browser).text
    assert "Now I cannot see your page." in page and "@jo.reed" in page
    done = send(browser).text
    assert "U-0001" in done
    asked = cast.ashford.unblock_requests.get()
    assert (asked.platform, asked.handle, asked.state) == ("facebook", "@jo.reed", "waiting")
    assert asked.what == "I wrote about the bins.\nNow I cannot see your page."
    assert asked.block is None and asked.matched_by is None
    message = OutboxMessage.objects.get()
    assert (message.recipient, message.subject) == (
        "jo@example.org",
        "We have your request (U-0001)",
    )
    assert asked.status_url in message.body
    # The way to it is in the mail alone, and nobody's words are in a mail that anybody can have
    # sent to anybody.
    assert asked.token not in done
    assert "jo.reed" not in message.body and "bins" not in message.body
    event = AuditEvent.objects.select_related("detail").get(verb="unblock.asked")
    assert event.actor_id is None
    # Who asks, and of what, stays with the request, where it can be erased.
    assert "jo" not in f"{event.detail.label}{event.detail.new}".lower()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            {"answer_by": "post", "post_to": "Jo Reed\n1 High Street", "email": "old@example.org"},
            ("post", "", "Jo Reed\n1 High Street"),
        ),
        ({"answer_by": "phone", "phone": "01234 567890"}, ("phone", "", "01234 567890")),
        ({"answer_by": "collect"}, ("collect", "", "")),
    ],
)
def test_without_email_the_page_shows_the_link(
    cast: Cast, settings: Any, said: dict[str, str], kept: tuple[str, str, str]
) -> None:
    browser = Client()
    answer(browser, {"answer": said})
    done = send(browser)
    asked = UnblockRequest.objects.get()
    assert f'href="{settings.BASE_URL}{asked.status_url}"' in done.text
    assert (asked.answer_by, asked.email, asked.answer_to) == kept
    assert not OutboxMessage.objects.exists()


def test_somebody_asks_for_somebody_else(cast: Cast) -> None:
    browser = Client()
    answer(browser)
    refused = browser.post(f"{NEW}who/", {"who": "other", "helper_name": "Kim Hill"})
    assert refused.status_code == 422
    assert "Enter how you help them" in refused.text and "Kim Hill" in refused.text
    helping = {"who": "other", "helper_name": "Kim Hill", "helper_as": "Support worker"}
    assert "Kim Hill (Support worker)" in answer(browser, {"who": helping}).text
    send(browser)
    asked = UnblockRequest.objects.get()
    assert (asked.helper_name, asked.helper_as) == ("Kim Hill", "Support worker")


def test_what_one_should_know_first(cast: Cast) -> None:
    """The published reasons, who decides, how long, and the privacy notice."""
    page = first_page()
    assert "<li>Abuse or a threat</li>" in page and "<li>Hatred or a slur</li>" in page
    # While no rule says, it goes to the proper officer, and no day is promised.
    assert "The Town Clerk looks at your request and decides." in page
    assert "has set no number of days" in page
    assert "Human Rights Act 1998" in page and "never say whether somebody is blocked" in page
    assert cast.ashford.email in page and "privacy notice" in page
    assert f'href="{NEW}"' in Client().get("/c/ashford/").text
    a_rulebook(
        cast.ashford,
        decide_unblocks=chosen({"offices": ["events-officer", "auditor"]}),
        unblock_days=chosen(10),
        unblock_alone=chosen(True),
    )
    page = first_page()
    assert "The Events Officer or the Internal Auditor looks at" in page
    assert "minute 24/101" in page and "within 10 working days" in page
    assert "decided on its own" in page
    assert "published no list of reasons" in page


def first_page() -> str:
    return " ".join(Client().get(NEW).text.split())


@pytest.mark.parametrize("step", ["what", "more", "who", "answer", "check", "sent"])
def test_steps_come_in_order(cast: Cast, step: str) -> None:
    landed = Client().get(f"{NEW}{step}/", follow=True).redirect_chain[-1][0]
    assert landed == (NEW if step == "sent" else f"{NEW}where/")
    assert Client().post(f"{NEW}check/").status_code == 302
    assert not UnblockRequest.objects.exists()


def test_a_change_leads_back_to_the_check(cast: Cast) -> None:
    browser = Client()
    answer(browser)
    assert "I wrote about the bins." in browser.get(f"{NEW}what/").text
    changed = browser.post(f"{NEW}what/", {"what": "Something else."})
    assert changed.headers["Location"] == f"{NEW}check/"
    send(browser)
    assert UnblockRequest.objects.get().what == "Something else."
    # What was typed is gone from the session with it.
    assert "Something else." not in browser.get(f"{NEW}where/", follow=True).text
    assert browser.get(f"{NEW}what/").headers["Location"] == f"{NEW}where/"


def test_whoever_sits_there_next_sees_nothing_of_it(cast: Cast) -> None:
    """At a library’s computer the browser may stay open; four hours later it has forgotten."""
    browser = Client()
    with time_machine.travel("2026-11-26 10:00Z", tick=False):
        answer(browser, {"answer": {"answer_by": "collect"}})
        done = send(browser).text
        assert UnblockRequest.objects.get().token in done
        answer(browser)
    with time_machine.travel("2026-11-26 14:01Z", tick=False):
        for step, at in (("sent", NEW), ("what", f"{NEW}where/"), ("check", f"{NEW}where/")):
            assert browser.get(f"{NEW}{step}/").headers["Location"] == at
        assert "@jo.reed" not in browser.get(f"{NEW}where/").text


# --- Nothing is given away ------------------------------------------------------------------------


def test_the_form_never_asks_the_register_of_blocks(cast: Cast) -> None:
    """From the first page to taking it back, and when the same is sent again."""
    browser = Client()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        browser.get(NEW)
        for _ in range(2):
            answer(browser)
            send(browser)
        status = UnblockRequest.objects.get().status_url
        for path in ("", "add/", "take-back/"):
            assert browser.get(f"{status}{path}").status_code == 200
        assert browser.post(f"{status}add/", {"words": "One thing more."}).status_code == 302
        assert browser.post(f"{status}take-back/").status_code == 302
    queries = [query["sql"] for query in asked.captured_queries]
    # The page with the answer too, the only one where a join could creep in.
    done = matched(cast, what="Find me.")
    answered(cast, done, cast.priya)
    with CaptureQueriesContext(connection) as read:
        assert "We have decided." in browser.get(done.status_url).text
    queries += [query["sql"] for query in read.captured_queries]
    assert any("moderation_unblockrequest" in sql for sql in queries)
    assert [sql for sql in queries if "moderation_block" in sql] == []


def test_the_forms_code_does_not_know_blocks() -> None:
    for name in PUBLIC:
        path: Path = ROOT / "moderation" / "unblocks" / name
        assert not [at for at in imported(path, for_types=True) if "moderation.blocks" in at], name
        words = {
            node.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
        }
        assert not words & {"block", "block_id", "blocks", "matched_by"}, name


def test_the_same_twice_is_one_and_another_is_another(cast: Cast) -> None:
    for _ in range(2):
        browser = Client()
        answer(browser)
        assert "U-0001" in send(browser).text
    assert "U-0001" in send(browser).text  # pressed twice
    answer(browser, {"answer": {"answer_by": "email", "email": "kim@example.org"}})
    assert "U-0002" in send(browser).text
    assert UnblockRequest.objects.count() == 2
    # Also where two arrive at once, past the page's own look.
    first = UnblockRequest.objects.get(number=1)
    with pytest.raises(AlreadyDone) as before:
        a_request(cast, first.what, more=first.more)
    assert before.value.there == first
    # Once it is over, the same opens a new one that nobody has decided.
    withdraw_request(request=UnblockRequest.objects.get(number=1), by_mail=False)
    answer(browser)
    assert "U-0003" in send(browser).text


def test_the_same_words_from_a_stranger_open_nobodys_page(cast: Cast) -> None:
    """Without an e-mail address, a link is for the session alone that sent the request."""
    said = {"what": {"what": "I am blocked."}, "answer": {"answer_by": "collect"}}
    first, stranger = Client(), Client()
    answer(first, said)
    shown = send(first).text
    asked = UnblockRequest.objects.get()
    assert asked.token in shown
    answer(first, said)
    assert asked.token in send(first).text, "sent twice it is one"
    answer(stranger, said)
    other = send(stranger).text
    assert asked.token not in other and asked.reference not in other
    assert UnblockRequest.objects.count() == 2
    assert asked.digest != UnblockRequest.objects.get(number=2).digest


def test_the_very_same_at_once_shows_nobody_elses_link(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sent between a stranger's look and their sending, and no mail may go any more."""
    asked = a_request(cast, "I am blocked.")
    found = iter([None, asked])
    monkeypatch.setattr("moderation.unblocks.views.asking.may_write_to", lambda email: False)
    monkeypatch.setattr(
        "moderation.unblocks.models.request.UnblockRequestQuerySet.waiting_like",
        lambda *_: next(found),
    )
    stranger = Client()
    answer(stranger)
    page = send(stranger).text
    assert asked.reference in page and asked.token not in page
