"""The pages of the moderation log, through the front door: the quick entry."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from moderation.evidence.models import Evidence
from moderation.log.models import ModerationAction
from tests.cast import AccountFactory, Cast
from tests.moderation.logging_ import (
    COMMENT,
    SLUR,
    a_screenshot,
    an_item,
    by_the_book,
    log,
    with_reasons,
)
from tests.moderation.posting import moment

NEW = "/c/ashford/moderation/log/"
JSON = {"headers": {"accept": "application/json"}}

As = Callable[[Person], Client]


def a_removal(**changes: Any) -> dict[str, Any]:
    """What the page sends that says a slur was deleted, with a screenshot."""
    return {
        "form_key": str(uuid4()),
        "url": COMMENT,
        "words": SLUR,
        "handle": "@Rex.Roe",
        "kind": "deleted",
        "reason": "abuse",
        "marked": "dirty rat",
        "even_if_praise": "yes",
        "prohibited": "",
        "captures": [a_screenshot()],
        **changes,
    }


@pytest.fixture
def cora(cast: Cast, as_: As) -> Client:
    return as_(cast.cora)


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


def test_a_refusal_keeps_what_was_typed_and_the_screenshot(cora: Client, cast: Cast) -> None:
    """Criticism stays up; the officer may change to a reply without adding anything again."""
    refused = cora.post(NEW, a_removal(even_if_praise="no", note="My note"))
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Human Rights Act 1998, section 6" in page and "You can reply to it" in page
    assert 'href="#id_even_if_praise' in page and "Log no action" in page
    assert SLUR in page and "My note" in page and "screen.png" in page
    assert not ModerationAction.objects.exists()
    kept = refused.context["form"].kept[0]
    again = {"captures": [], "captures_kept": str(kept.uid), "even_if_praise": "no"}
    reply = a_removal(instead="replied", **again)  # one of the two ways that the page offers
    assert cora.post(NEW, reply).status_code == 302
    entry = ModerationAction.objects.get()
    assert (entry.kind, entry.item.evidence.get().uid) == ("replied", kept.uid)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"url": "https://example.org/forum/post/12"}, "account"),
        ({"account": "elsewhere"}, "elsewhere"),
        ({"posted_at_day": "3"}, "posted_at"),
        (moment("posted_at", timezone.now() + timedelta(days=2)), "posted_at"),
        (
            moment("happened_at", timezone.now() + timedelta(days=2)) | {"happened_earlier": "on"},
            "happened_at",
        ),
        ({"url": "", "words": "", "captures": []}, "url"),
        ({"words": "x" * 10_001}, "words"),
    ],
)
def test_bad_input_is_said_by_its_field_and_nothing_is_lost(
    cora: Client, cast: Cast, changes: dict[str, Any], field: str
) -> None:
    answer = cora.post(NEW, a_removal(note="My note", account="") | changes)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "My note" in answer.content.decode()
    assert not ModerationAction.objects.exists()


@pytest.mark.clause("DTC-3.1-f")
def test_all_that_a_removal_leaves_blank_is_said_at_once_by_its_field(
    cora: Client, cast: Cast
) -> None:
    """Linked from the summary, as of any bad input; on the record's page likewise."""
    with_reasons(cast)
    item = an_item(cast, url=f"{COMMENT}8")
    sent = {"kind": "deleted", "reason": "personal_attack", "prohibited": "", "public_record": "on"}
    asked = {"marked", "even_if_praise", "target", "about_person", "no_capture", "copy_kept"}
    posted = {"url": COMMENT, "words": SLUR, "account": str(cast.page.pk)}
    for path, more in ((NEW, posted), (f"/c/ashford/moderation/{item.reference}/action/", {})):
        answer = cora.post(path, sent | more)
        page = answer.content.decode()
        assert answer.status_code == 422 and set(answer.context["form"].errors) == asked
        assert all(f'href="#id_{name}' in page for name in asked)
    report = sent | posted | {"kind": "reported", "reason": "misinformation"}
    assert set(cora.post(NEW, report).context["form"].errors) == {"reference"}
    untrue = cora.post(NEW, sent | posted | {"reason": "misinformation", "public_record": ""})
    assert {"fact", "fact_source"} <= set(untrue.context["form"].errors)
    assert not ModerationAction.objects.exists()


def test_an_unknown_place_asks_for_the_platform_and_where(cora: Client, cast: Cast) -> None:
    answer = cora.post(
        NEW,
        a_removal(url="", account="elsewhere", platform="nextdoor", elsewhere="The Oak Road group"),
    )
    assert answer.status_code == 302
    item = cast.ashford.items.get()
    assert (item.account, item.platform, item.where) == (None, "nextdoor", "The Oak Road group")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("page.png", b"<!doctype html><script>alert(1)</script>", "page.png"),
        ("clip.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 200, "clip.mp4"),
    ],
)
def test_what_is_no_screenshot_is_refused_with_a_way_out(
    cora: Client, cast: Cast, name: str, data: bytes, said: str
) -> None:
    upload = SimpleUploadedFile(name, data, content_type="image/png")
    answer = cora.post(NEW, a_removal(captures=[upload, a_screenshot()]))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert said in page and "screen.png" in page and SLUR in page
    assert Evidence.objects.get().name == "screen.png"


def test_forty_pictures_are_too_many_at_once(cora: Client, cast: Cast) -> None:
    """Ten stay on the page; the same picture forty times would be one."""
    shots = [a_screenshot(f"{number}.png", f"#0000{number:02}") for number in range(40)]
    answer = cora.post(NEW, a_removal(captures=shots))
    assert answer.status_code == 422 and "up to 10 files" in answer.content.decode()
    assert len(answer.context["form"].kept) == 10
    assert "and 27 more" in answer.text and "13.png" not in answer.text


def test_formulas_and_mark_up_stay_plain_words(cora: Client, cast: Cast) -> None:
    words = '=HYPERLINK("http://x.example") <b>dirty rat</b>'
    assert cora.post(NEW, a_removal(words=words)).status_code == 302
    page = cora.get("/c/ashford/moderation/M-0001/").content.decode()
    assert "=HYPERLINK(&quot;http://x.example&quot;) &lt;b&gt;dirty rat&lt;/b&gt;" in page


def test_a_handle_that_turns_its_direction_is_refused_and_stays(cora: Client, cast: Cast) -> None:
    answer = cora.post(NEW, a_removal(handle="rex\u202eeor"))
    assert answer.status_code == 409
    assert "cannot be seen" in answer.content.decode() and SLUR in answer.content.decode()


def test_what_nobody_may_keep_is_dropped_unread_and_says_whom_to_call(
    cora: Client, cast: Cast
) -> None:
    page = cora.get(NEW).content.decode()
    assert page.index("Indecent image of a child") < page.index('type="file"')
    assert "999" in page and "Internet Watch Foundation" in page
    sent = a_removal(
        kind="police", prohibited="child", reference="CAD 12", reason="", marked="", words="x"
    )
    assert cora.post(NEW, sent).status_code == 302
    entry = ModerationAction.objects.get()
    assert (entry.reason, entry.item.words) == ("prohibited-child", "")
    assert not Evidence.objects.exists()


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
