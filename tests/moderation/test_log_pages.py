"""The pages of the moderation log, through the front door: the quick entry."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from moderation.log.models import ModerationAction
from tests.cast import AccountFactory, Cast
from tests.moderation.logging_ import (
    COMMENT,
    SLUR,
    a_removal,
    a_screenshot,
    by_the_book,
    log,
    with_reasons,
)
from tests.moderation.posting import moment

NEW = "/c/ashford/moderation/log/"
JSON = {"headers": {"accept": "application/json"}}
As = Callable[[Person], Client]


def test_an_entry_is_saved_and_the_next_begins_with_its_account(cast: Cast, cora: Client) -> None:
    """Where it stands is read from the link, and stays for the next entry of the session."""
    answer = cora.post(NEW, a_removal(next="1"))
    assert (answer.status_code, answer["Location"]) == (302, NEW)
    entry = ModerationAction.objects.select_related("item__author").get()
    assert (entry.kind, entry.marked, entry.confirmed_by) == ("deleted", "dirty rat", cast.cora)
    assert (entry.item.account, entry.item.url, entry.item.words) == (cast.page, COMMENT, SLUR)
    assert entry.item.evidence.count() == 1
    page = cora.get(NEW)
    account = str(cast.page.pk)
    form = page.context["form"]
    assert form.initial == {"account": account, "kind": "deleted", "account_before": account}
    said = page.content.decode()
    assert f'href="/c/ashford/moderation/{entry.item.reference}/"' in said
    assert f"/c/ashford/enquiries/new/?item={entry.item.number}" in said
    assert f"/c/ashford/blocks/new/?entry={entry.pk}" in said


def test_saved_alone_it_opens_the_record(cora: Client, cast: Cast) -> None:
    answer = cora.post(NEW, a_removal())
    assert answer["Location"] == "/c/ashford/moderation/M-0001/"


def test_a_script_is_told_where_to_go_and_twice_is_once(cora: Client, cast: Cast) -> None:
    """A lost answer is asked for again, and the message waits for the next page."""
    sent = a_removal(next="1")
    for _ in range(2):
        sent["captures"] = [a_screenshot()]
        assert cora.post(NEW, sent, **JSON).json() == {"there": NEW}
    assert ModerationAction.objects.count() == 1
    assert "M-0001 is on the record" in cora.get(NEW).content.decode()


def test_the_same_link_leads_to_the_record_and_may_have_a_second_action(
    cora: Client, cast: Cast
) -> None:
    log(cast)
    typed = a_removal(kind="warned", note="Told them why")
    refused = cora.post(NEW, typed)
    assert refused.status_code == 409
    page = refused.content.decode()
    assert 'href="/c/ashford/moderation/M-0001/"' in page and "Told them why" in page
    kept = refused.context["form"].kept
    again = typed | {"captures": [], "captures_kept": str(kept[0].uid), "again": "on"}
    assert cora.post(NEW, again).status_code == 302
    item = cast.ashford.items.get()
    assert [entry.kind for entry in item.actions.order_by("pk")] == ["hidden", "warned"]
    assert item.evidence.get().uid == kept[0].uid


def test_a_council_without_reasons_writes_its_own(cora: Client, cast: Cast) -> None:
    with_reasons(cast, [])
    page = cora.get(NEW).content.decode()
    assert 'name="reason_words"' in page and 'name="reason"' not in page


@pytest.mark.clause("FTC-6.5-h", "FTC-A-19")
def test_flitwick_offers_its_list_for_residents_and_no_politics(
    cast: Cast, as_: As, cora: Client
) -> None:
    """Nine reasons at most have a key, each shows its clause; that for drafts is another list."""
    by_the_book(cast, "flitwick")
    cast.ashford.team_members.create(
        membership=cast.cora.memberships.get(), starts_on=timezone.localdate()
    )
    page = cora.get(NEW).content.decode()
    assert "FTC-6.5-d" in page and "Offensive or discriminatory" in page
    assert 'value="political"' not in page
    refused = cora.post(NEW, a_removal(reason="political"))
    assert refused.status_code == 422 and "reason" in refused.context["form"].errors


def test_the_address_tells_the_account_and_what_is_on_the_record(
    cora: Client, cast: Cast, as_: As
) -> None:
    log(cast)
    found = cora.post(f"{NEW}address/", {"url": f"{COMMENT}&access_token=abc"}).json()
    assert found["account"] == str(cast.page.pk) and found["url"] == COMMENT
    record = "/c/ashford/moderation/M-0001/"
    assert found["known"] == {
        "reference": "M-0001",
        "kind": "comment",
        "page": record,
        "add": f"{record}action/",
    }
    assert "taken out" in found["said"][0]
    short = cora.post(f"{NEW}address/", {"url": "https://bit.ly/3x"}).json()
    assert short["account"] == "" and "copy the long address" in short["said"][0]
    cast.ashford.items.update(restricted=True)
    assert cora.post(f"{NEW}address/", {"url": COMMENT}).json()["known"] is None
    assert cora.get(f"{NEW}address/").status_code == 405


def test_the_address_tells_the_account_and_not_the_last_entry(cast: Cast, cora: Client) -> None:
    """The page comes with the last entry's account, which nobody chose for the next one."""
    museum = AccountFactory(council=cast.ashford, handle="ashfordmuseum", name="Museum")
    cora.post(NEW, a_removal(next="1"))
    last = str(cast.page.pk)
    assert f'name="account_before" value="{last}"' in cora.get(NEW).content.decode()
    came_with = {"account": last, "account_before": last}
    there = f"{museum.url}/posts/5?comment_id={{}}".format
    cora.post(NEW, a_removal(url=there(91), **came_with))
    assert cast.ashford.items.latest("pk").account == museum
    strangers = "https://www.facebook.com/groups/1/posts/2?comment_id=3"
    asked = cora.post(NEW, a_removal(url=strangers, **came_with))
    assert asked.status_code == 422
    assert "Choose where it stands" in asked.content.decode()
    assert asked.context["form"]["account_before"].value() == ""
    cora.post(NEW, a_removal(url=there(92), account=last, account_before=str(museum.pk)))
    assert cast.ashford.items.latest("pk").account == cast.page  # chosen by hand


def test_an_address_elsewhere_and_a_post_are_found_again(cast: Cast, cora: Client) -> None:
    forum = "https://forum.flitwick.example/thread/12#comment-3"
    log(cast, "no_action", url=forum, account=None, platform="other", elsewhere="The forum")
    post = "https://www.facebook.com/ashfordcouncil/posts/1234567"
    log(cast, "no_action", url=post, item_kind="post")
    for url, reference in ((forum, "M-0001"), (post, "M-0002")):
        known = cora.post(f"{NEW}address/", {"url": url}).json()["known"]
        assert known["reference"] == reference
        page = cora.get("/c/ashford/moderation/", {"url": url}, follow=True)
        assert [row["reference"] for row in page.context["rows"]] == [reference]


def test_a_clock_a_minute_ahead_is_no_future(cast: Cast, cora: Client) -> None:
    ahead = moment("happened_at", timezone.now() + timedelta(minutes=2))
    assert cora.post(NEW, a_removal(happened_earlier="on", **ahead)).status_code == 302


def test_what_was_typed_of_a_known_comment_is_kept(cast: Cast, cora: Client) -> None:
    log(cast, "no_action", words="")
    cora.post(NEW, a_removal(kind="replied", words="What they wrote since", again="on"))
    assert "What they wrote since" in ModerationAction.objects.latest("pk").note
    assert "stands in the new entry" in cora.get(NEW).content.decode()


def test_the_page_and_saving_ask_little_of_the_database(
    cora: Client, cast: Cast, queries: Any
) -> None:
    cora.get(NEW)
    with queries(at_most=12):
        assert cora.get(NEW).status_code == 200
