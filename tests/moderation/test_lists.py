"""What the rows of a list show: two questions bring it, and it is what the models say."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.drafts.models import Draft, Target
from moderation.drafts.models.listing import bring_accounts
from tests.cast import AccountFactory, Cast
from tests.moderation.drafting import a_draft, approved, posted, waiting


def of_every_kind(cast: Cast) -> dict[str, Draft]:
    """Drafts with no account, with one and with several, some of them posted."""
    names = ["“Town” <life>, O’Brien", "A, B", 'Say "hello"']
    accounts = [
        AccountFactory(
            council=cast.ashford, name=name, handle=f"ashford{number}", platform=platform
        )
        for number, (name, platform) in enumerate(zip(names, ["x", "linkedin", "x"], strict=True))
    ]
    half_posted = approved(cast, title="Half posted", accounts=[cast.page, *accounts])
    assert half_posted.current
    half_posted.current.targets.filter(account=cast.page).update(state=Target.State.POSTED)
    return {
        "Draft": a_draft(cast, title="Being written"),
        "Waiting for approval": waiting(cast, title="Waits", accounts=accounts),
        "Approved": half_posted,
        "Posted": posted(cast, title="Out").target.revision.draft,
    }


@pytest.mark.database
def test_a_list_brings_accounts_and_states_along(cast: Cast, queries: Callable[..., Any]) -> None:
    of_every_kind(cast)
    with queries(at_most=2):
        rows = list(cast.ashford.drafts.for_list())
        bring_accounts(rows)
        shown = {
            draft.pk: (draft.account_names, draft.tag, draft.shown_on, draft.author_name)
            for draft in rows
        }
    assert len(shown) == 4
    for draft in Draft.objects.all():
        targets = list(draft.current.targets.select_related("account")) if draft.current else []
        names, tag, shown_on, author = shown[draft.pk]
        assert sorted(names) == sorted(str(target.account) for target in targets)
        assert sorted(shown_on) == sorted(
            [target.account.platform, target.account.name, target.state] for target in targets
        )
        assert shown_on == sorted(shown_on, key=lambda row: row[:2]), "in the order of the register"
        assert tag == draft.tag  # asked of the models, row by row
        assert author == cast.ana.name


def test_the_list_shows_state_and_accounts(
    cast: Cast, as_: Callable[[Person], Client], queries: Callable[..., Any]
) -> None:
    drafts = of_every_kind(cast)
    browser = as_(cast.priya)
    with queries(at_most=6):
        page = browser.get("/c/ashford/drafts/").content.decode()
    rows = {title: row for row in page.split("<tr")[2:] for title in drafts if f">{title}<" in row}
    assert rows.keys() == drafts.keys()
    assert "Not submitted yet" in rows["Draft"]
    account = OfficialAccount.objects.get(name__contains="life")
    assert "X: “Town” &lt;life&gt;, O’Brien" in rows["Waiting for approval"]
    assert str(account) == "X: “Town” <life>, O’Brien"
    assert str(cast.page) in rows["Posted"]


@pytest.mark.parametrize("path", ["/c/ashford/drafts/", "/c/ashford/approvals/"])
def test_the_rows_lead_to_their_drafts(
    cast: Cast, as_: Callable[[Person], Client], path: str
) -> None:
    of_every_kind(cast)
    browser = as_(cast.priya)
    table = browser.get(path).content.decode().split("<tbody")[1]
    found = dict(re.findall(r'href="([^"]+)">(D-\d{4}) ', table))
    assert found
    for address, reference in found.items():
        page = browser.get(address)
        assert page.status_code == 200
        assert reference in page.content.decode()


def titles(page: str) -> set[str]:
    return {draft.title for draft in Draft.objects.all() if draft.title in page}


def test_whoever_posts_finds_what_is_to_post_what_missed_its_time_and_what_is_posted(
    cast: Cast, as_: Callable[[Person], Client]
) -> None:
    approved(cast, title="Still to come")
    Draft.objects.filter(pk=approved(cast, title="Forgotten").pk).update(
        not_after=timezone.now() - timedelta(hours=1)
    )
    posted(cast, title="Out")
    waiting(cast, title="Undecided")
    by_itself = approved(cast, title="Goes by itself")
    by_itself.current.targets.update(state=Target.State.SCHEDULED)
    browser = as_(cast.cora)
    for status, label, found in (
        ("to_post", "To post and record (1)", {"Still to come"}),
        ("scheduled", "Scheduled (1)", {"Goes by itself"}),
        ("missed", "Missed time (1)", {"Forgotten"}),
        ("posted", "Posted (1)", {"Out"}),
    ):
        page = browser.get("/c/ashford/drafts/", {"status": status}).text
        assert titles(page) == found
        assert label in page and page.count(">Posted</option>") == 1
    # Who posts nothing may still choose among their own, without the numbers of others.
    page = as_(cast.ana).get("/c/ashford/drafts/", {"status": "missed"}).text
    assert titles(page) == {"Forgotten"}
    assert "Missed time (1)" not in page
    assert titles(as_(cast.dev).get("/c/ashford/drafts/", {"status": "missed"}).text) == set()


def test_half_posted_is_still_to_post(cast: Cast, as_: Callable[[Person], Client]) -> None:
    of_every_kind(cast)
    browser = as_(cast.cora)
    listed = {
        status: titles(browser.get("/c/ashford/drafts/", {"status": status}).text)
        for status in ("to_post", "posted")
    }
    assert listed == {"to_post": {"Half posted"}, "posted": {"Out"}}


def test_each_tab_of_the_queue_counts_its_own_rows(
    cast: Cast, as_: Callable[[Person], Client]
) -> None:
    for number in range(26):
        waiting(cast, title=f"Notice {number}", text=f"Notice {number}.")
    for number in range(3):
        waiting(cast, title=f"Her own {number}", text=f"Own {number}.", author=cast.priya)
    browser = as_(cast.priya)
    mine = browser.get("/c/ashford/approvals/").content.decode()
    assert "Mine (26)" in mine and "All (29)" in mine
    assert "Showing 25 of 26" in mine
    older = re.search(r'href="(\?after=[^"]+)"\s+rel="next"', mine)
    assert older
    last = browser.get(f"/c/ashford/approvals/{older[1]}").content.decode()
    assert "Showing 1 of 26" in last
    assert "Showing 25 of 29" in browser.get("/c/ashford/approvals/?show=all").content.decode()
