"""The queue of what waits: what it shows, whose it is, how much, and what was decided."""

import re
from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from moderation.drafts.models import Draft
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.deciding import URGENT, decide, decision, submitted

As = Callable[[Person], Client]
APPROVALS = "/c/ashford/approvals/"


def test_the_queue_shows_what_a_clerk_chooses_by(cast: Cast, as_: As) -> None:
    later = timezone.now() + timedelta(days=1)
    submitted(cast, title="In time", days=3, not_before=later, particulars=URGENT)
    phone = "Ring Tom on 07700 900123 to book."
    submitted(cast, title="A number", text=phone, days=2)
    browser = as_(cast.priya)
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        rows = re.findall(
            r"<tr class=\"govuk-table__row\">.*?</tr>",
            browser.get(APPROVALS).content.decode(),
            re.S,
        )[1:]
    words = [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]
    assert words[0].startswith("D-0002 A number By")
    assert words[0].endswith("Ana Facebook: Main page 1 3 hours")
    assert words[1].startswith("D-0001 In time Urgent")
    assert ", or by " in words[1]
    assert words[1].endswith("Ana Facebook: Main page Nothing 3 hours")


def test_mine_is_what_i_may_decide_and_all_is_everything(cast: Cast, as_: As) -> None:
    submitted(cast, title="Of another")
    submitted(cast, title="My own", author=cast.priya)
    browser = as_(cast.priya)
    mine = browser.get(APPROVALS).content.decode()
    assert "Mine (1)" in mine and "All (2)" in mine
    assert "Of another" in mine and "My own" not in mine
    everything = browser.get(f"{APPROVALS}?show=all").content.decode()
    assert "Of another" in everything and "My own" in everything
    go = browser.get(f"{APPROVALS}next/?after=1")
    assert go.headers["Location"] == "/c/ashford/approvals/"  # not to what I may not decide


def test_a_kind_that_somebody_else_authorises_is_not_mine(cast: Cast, as_: As) -> None:
    rules = RULES | {"authorise_reply": chosen({"offices": ["comms-officer"]})}
    a_rulebook(cast.ashford, **rules)
    submitted(cast, title="A reply", kind="reply")
    assert "A reply" not in as_(cast.priya).get(APPROVALS).content.decode()
    assert "A reply" in as_(cast.cora).get(APPROVALS).content.decode()


def test_counts_stop_at_a_hundred(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    Draft.objects.bulk_create(
        Draft(
            council=cast.ashford,
            author=cast.ana,
            number=number,
            status="waiting",
            current=draft.current,
            not_after=draft.not_after,
        )
        for number in range(100, 205)
    )
    browser = as_(cast.priya)
    page = browser.get(APPROVALS).content.decode()
    assert "Mine (99+)" in page and "All (99+)" in page and "Showing 25 of 99+" in page
    assert "1 of 99+" in browser.get(decide(draft)).content.decode()


def test_a_clear_queue_names_the_next_to_go_out(cast: Cast, as_: As) -> None:
    draft = submitted(cast)
    browser = as_(cast.priya)
    page = browser.post(decide(draft), decision(draft), follow=True).content.decode()
    assert "Queue clear" in page
    assert "Next to go out:" in page and "D-0001 Road closure" in page


def test_decided_lists_what_was_decided_and_by_what_right(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    own = submitted(cast, title="Carnival", author=cast.priya)
    other = submitted(cast, title="Allotments")
    browser = as_(cast.priya)
    browser.post(decide(own), decision(own))
    browser.post(decide(other), decision(other, "changes", changes_note="Say when."))
    page = browser.get(f"{APPROVALS}decided/").content.decode()
    assert page.index("D-0002 Allotments") < page.index("D-0001 Carnival")
    assert "the author (Town Clerk)" in page and "Priya (Town Clerk)" in page
    assert "Changes requested" in page
