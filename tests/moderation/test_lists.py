"""What the rows of a list show: two questions bring it, and it is what the models say."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

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
    with queries(at_most=5):
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
