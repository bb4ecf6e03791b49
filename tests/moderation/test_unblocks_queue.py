"""Requests that wait: the list, Home, the clock, and what is split off them."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.test import Client

from accounts.dates import today
from accounts.people.models import Person
from councilsm.inbox.deadlines import PROVIDERS
from councilsm.inbox.due import due_for
from moderation.unblocks.deadlines import to_answer
from tests.cast import Cast
from tests.moderation.asking import a_request
from tests.moderation.unblocking import (
    REASONS,
    again,
    answered,
    matched,
    matched_with_none,
    page_of,
    with_head,
)

As = Callable[[Person], Client]


def test_a_complaint_about_data_goes_its_own_way(cast: Cast, as_: As) -> None:
    asked = matched(cast)
    cora = as_(cast.cora)
    page = page_of(asked, "complaint/")
    assert "section 164A" in cora.get(page).text
    data = {"kind": "data", "words": "You keep my photograph."}
    assert cora.post(page, data | {"words": " "}).status_code == 422
    assert cora.post(page, data | {"kind": "foi"}).status_code == 422
    sent = cora.post(page, data)
    enquiry = again(asked).complaint
    assert enquiry and sent.url == enquiry.get_absolute_url()
    assert enquiry.kind == "data" and enquiry.words == "You keep my photograph."
    assert enquiry.clock_from == asked.sent_at and enquiry.acknowledge_by
    assert "with its own clock" in cora.get(page_of(asked)).text
    own = cora.get(sent.url).text
    for said in (asked.reference, "jo@example.org", "You keep my photograph."):
        assert said in own, said
    assert "When it was posted" not in own and "Not on the moderation log" not in own
    again_sent = cora.post(page, data)
    assert again_sent.url == enquiry.get_absolute_url(), "pressed twice"
    other = cora.post(page, data | {"words": "Again."})
    assert other.status_code == 409 and enquiry.reference in other.text
    copy = cora.post(page, {"kind": "access", "words": "I want a copy of my data."})
    access = again(asked).access
    assert access and access.kind == "access" and copy.url == access.get_absolute_url()
    assert cast.ashford.enquiries.count() == 2
    assert again(asked).state == "waiting", "it is decided all the same"


def test_the_list_tells_age_and_day_and_no_outcome(
    cast: Cast, as_: As, queries: Any, travel: Callable[[date], None]
) -> None:
    travel(date(2026, 11, 20))  # a Friday
    head = with_head(cast, unblock_days=10)
    done = matched(cast)
    answered(cast, done, head, outcome="keep")
    waits = a_request(cast, what="Still.")
    travel(date(2026, 11, 24))
    browser = as_(head)
    browser.get("/c/ashford/unblock-requests/")
    with queries(at_most=6):
        page = browser.get("/c/ashford/unblock-requests/").text
    assert waits.reference in page and done.reference not in page
    assert "2 working days" in page and "Friday 4 December 2026" in page
    everything = browser.get("/c/ashford/unblock-requests/?show=all").text
    assert done.reference in everything
    assert "Keep the block" not in everything and REASONS not in everything
    travel(date(2026, 12, 7))
    assert "Overdue" in as_(head).get("/c/ashford/unblock-requests/").text


def test_home_and_the_clock_tell_of_it(cast: Cast, as_: As) -> None:
    head = with_head(cast)
    asked = a_request(cast)

    def told(person: Person) -> list[str]:
        """The lines on Home; each leads to a list of as many."""
        person.refresh_from_db()
        due = due_for(person.require_membership_at(cast.ashford))
        lines = [line for line in due if "unblocked" in line.text]
        for line in lines:
            assert f"Showing {line.number} of {line.number}" in as_(person).get(line.url).text
        return [line.text for line in lines]

    assert told(cast.cora) == told(head) == ["1 request to be unblocked: find the block"]
    matched_now = matched_with_none(cast, what="Another.")
    assert told(head)[1] == "1 request to be unblocked: decide"
    assert told(cast.cora) == ["1 request to be unblocked: find the block"]
    assert told(cast.adam) == []
    answered(cast, matched_now, head, outcome="not_ours", way="printed")
    assert "1 request to be unblocked: post or tell the answer" in told(cast.cora)
    assert to_answer in PROVIDERS
    lines = list(to_answer([cast.ashford.pk], today()))
    assert {line.key: line.due_on for line in lines}[f"unblock:{asked.pk}"] == (
        today() + timedelta(days=14)
    )
    assert len(lines) == 2 and all("jo.reed" not in line.text for line in lines)
