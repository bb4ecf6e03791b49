"""A flood of requests to be unblocked: per address, per mailbox, per council (T8)."""

from typing import Any

import pytest
from django.test import Client

from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.unblocks.actions import add_fact, asking, withdraw_request
from moderation.unblocks.actions.setting_aside import set_aside_requests
from moderation.unblocks.models import UnblockRequest
from tests.cast import Cast
from tests.moderation.asking import JO, NEW, a_request, answer, send
from tests.moderation.unblocking import matched_with_none


def test_200_requests_from_one_address(cast: Cast) -> None:
    """Twenty are taken in an hour; the others cost nothing, and somebody elsewhere is heard."""
    browser = Client()
    for number in range(21):
        answer(browser, {"what": {"what": f"Request {number}"}})
        done = browser.post(f"{NEW}check/")
        assert done.status_code == (302 if number < 20 else 429)
    for _ in range(179):
        assert browser.post(f"{NEW}check/").status_code == 429
    assert "Wait an hour" in done.text and "Request 20" in done.text
    assert UnblockRequest.objects.count() == 20
    assert OutboxMessage.objects.count() == 5, "a day to one mailbox"
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    answer(elsewhere)
    assert send(elsewhere).status_code == 200


def test_so_many_are_begun_an_hour_from_one_address(cast: Cast) -> None:
    for _ in range(60):
        assert Client().post(f"{NEW}where/", JO["where"]).status_code == 302
    refused = Client().post(f"{NEW}where/", JO["where"])
    assert refused.status_code == 429 and "@jo.reed" in refused.text
    trapped = Client().post(f"{NEW}where/", JO["where"] | {"fax": "x"})
    assert trapped.status_code == 429


def test_nobodys_mailbox_is_flooded(cast: Cast) -> None:
    for number in range(6):
        browser = Client(REMOTE_ADDR=f"192.0.2.{number}")
        email = f"Jo+{number}@example.org"
        answer(browser, {"answer": {"answer_by": "email", "email": email}})
        done = send(browser)
    assert UnblockRequest.objects.count() == 6
    assert OutboxMessage.objects.count() == 5
    # No mail went, so the page itself shows the way.
    assert UnblockRequest.objects.latest("pk").status_url in done.text


def test_a_council_takes_so_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MOST_A_DAY", 2)
    first, _ = a_request(cast, "One"), a_request(cast, "Two")
    browser = Client()
    answer(browser)
    refused = send(browser)
    assert refused.status_code == 409
    assert "as many requests as this page takes in a day" in refused.text
    assert cast.ashford.email in refused.text and "about the bins" in refused.text
    monkeypatch.setattr(asking, "MOST_WAITING", 2)
    with pytest.raises(RuleBroken, match="more requests waiting"):
        a_request(cast, "Three")
    monkeypatch.setattr(asking, "MOST_A_DAY", 2)
    withdraw_request(request=first, by_mail=False)
    # What was taken back takes no room of the day either.
    assert a_request(cast, "Three").number == 3


def test_what_is_no_request_is_set_aside_together(
    cast: Cast, as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever decides alone; what somebody looked for is decided. Its sender reads it."""
    monkeypatch.setattr(asking, "MOST_WAITING", 3)
    looked_for = matched_with_none(cast, what="Looked for.")
    flood = [a_request(cast, f"Buy {number}", email="") for number in range(2)]
    with pytest.raises(RuleBroken, match="more requests waiting"):
        a_request(cast, "I am blocked.")
    page = "/c/ashford/unblock-requests/set-aside/"
    sent = {"requests": ["2", "3"], "why": "The same advertisement twice."}
    assert as_(cast.cora).post(page, sent).status_code == 403
    clerk = as_(cast.priya)
    assert "set-aside" in clerk.get("/c/ashford/unblock-requests/?show=match").text
    shown = clerk.get(page).text
    assert "Buy 1" in shown and looked_for.reference not in shown
    assert clerk.post(page, sent | {"why": ""}).status_code == 422
    assert clerk.post(page, sent | {"requests": ["1"]}).status_code == 422
    with pytest.raises(Stale, match="so it is decided"):
        set_aside_requests(requests=[flood[0], looked_for], why="x", actor=cast.priya)
    assert clerk.post(page, sent).status_code == 302
    assert set(UnblockRequest.objects.values_list("state", flat=True)) == {"waiting", "set_aside"}
    assert "nobody decides about it" in Client().get(flood[0].status_url).text
    late = Client().post(f"{flood[0].status_url}add/", {"words": "Wait."})
    assert late.status_code == 409 and "has set U-0002 aside" in late.text
    a_request(cast, "I am blocked.")


def test_so_much_is_added(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = a_request(cast)
    for number in range(10):
        add_fact(request=asked, words=f"Thing {number}", actor=None)
    full = Client().post(f"{asked.status_url}add/", {"words": "Thing 11"})
    assert full.status_code == 409 and cast.ashford.email in full.text
    monkeypatch.setattr(asking, "MOST_ADDED", 50)
    for number in range(9):
        said = Client().post(f"{asked.status_url}add/", {"words": f"Thing {number}"})
        assert said.status_code == 302
    refused = Client().post(f"{asked.status_url}add/", {"words": "Thing 21"})
    assert refused.status_code == 429 and "Thing 21" in refused.text


def test_the_public_form_is_light(cast: Cast, queries: Any) -> None:
    browser = Client()
    browser.get(NEW)  # reads the rules, which are then remembered
    with queries(at_most=2):
        browser.get(NEW)
    with queries(at_most=1):
        browser.get(f"{NEW}where/")
    answer(browser)
    with queries(at_most=2):
        browser.get(f"{NEW}answer/")
    status = a_request(cast).status_url
    with queries(at_most=4):
        Client().get(status)
