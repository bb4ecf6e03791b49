"""The moderation log is found by each filter, read page by page, and taken away without danger."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
from councilsm.audit.models import AuditDetail, AuditEvent
from councilsm.audit.verbs import Verb
from moderation.evidence.models import Evidence
from moderation.log import exporting, finding
from tests.cast import AccountFactory, Cast
from tests.moderation.finding import CSV, LIST, an_author, an_entry, boxes, shown

As = Callable[[Person], Client]


@pytest.fixture
def log(cast: Cast) -> Cast:
    """M-0001 to M-0005, each of which one filter alone finds."""
    x = AccountFactory(council=cast.ashford, platform="x", url="https://x.com/ashford", handle="a")
    address = {"url": "https://www.facebook.com/a/posts/1?comment_id=77", "url_key": "facebook:77"}
    an_entry(cast, author=an_author(cast, "Troll.One"), item=address)
    an_entry(cast, account=x, author=an_author(cast, "someone"))
    an_entry(cast, reason="hate", office=cast.ashford.offices.get(key="comms-officer"))
    an_entry(cast, kind="police", words="The swing on the Rec is cracked")
    an_entry(cast, at=timezone.now() - timedelta(days=40), note="Asked for by telephone")
    return cast


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {1, 2, 3, 4, 5}),
        ("handle=@TROLL", {1}),
        ("handle=roll", set()),
        ("url=facebook.com/a/posts/1?comment_id=77%26fbclid=x", {1}),
        ("url=facebook.com/a/posts/1?comment_id=78", set()),
        ("url=https://m.facebook.com/a/posts/1?comment_id=77", {1}),
        ("reason=hate", {3}),
        ("kind=police", {4}),
        ("words=SWING", {4}),
        ("words=telephone", {5}),
        ("kind=police&words=thieves", set()),
    ],
)
def test_each_filter_finds_its_own(log: Cast, as_: As, asked: str, found: set[int]) -> None:
    page = as_(log.cora).get(f"{LIST}?{asked}", follow=True)
    assert page.status_code == 200
    assert shown(page) == {f"M-{number:04}" for number in found}


def test_account_office_and_dates(log: Cast, as_: As) -> None:
    cora = as_(log.cora)
    other = log.ashford.official_accounts.exclude(pk=log.page.pk).get()
    office = log.ashford.offices.get(key="comms-officer")
    then = timezone.now() - timedelta(days=40)
    for asked, number in (
        (f"account={other.pk}", 2),
        (f"office={office.pk}", 3),
        (f"{boxes('since', then)}&{boxes('until', then)}", 5),
    ):
        assert shown(cora.get(f"{LIST}?{asked}")) == {f"M-{number:04}"}


def test_a_reference_opens_its_record(log: Cast, as_: As) -> None:
    for typed in ("M-0003", "m3", "3"):
        answer = as_(log.cora).get(LIST, {"reference": typed})
        assert (answer.status_code, answer["Location"]) == (302, f"{LIST}M-0003/")
    answer = as_(log.cora).get(LIST, {"reference": "M-0099"})
    assert answer.status_code == 422
    assert "Nothing here has the reference M-0099" in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"url": "https://www.facebook.com/"}, "does not tell one post or comment from others"),
        ({"reason": "x"}, "Choose a reason from the list"),
        ({"since_day": "31", "since_month": "2", "since_year": "2026"}, "Enter a real date"),
    ],
)
def test_what_is_not_understood_is_said(
    log: Cast, as_: As, asked: dict[str, str], said: str
) -> None:
    for answer in (as_(log.cora).get(LIST, asked), as_(log.cora).post(CSV, query_params=asked)):
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_the_search_is_there_when_asked_for_and_says_what_was_asked(log: Cast, as_: As) -> None:
    cora = as_(log.cora)
    assert "Handle, or how it begins" not in cora.get(LIST).content.decode()
    assert "Handle, or how it begins" in cora.get(f"{LIST}?search=on").content.decode()
    page = cora.get(f"{LIST}?kind=police&handle=&account={log.page.pk}")
    assert page.context["asked"] == [
        ("Account", str(log.page)),
        ("Action", "Reported to the police"),
    ]


def test_what_names_somebody_stands_in_no_address(log: Cast, as_: As) -> None:
    cora = as_(log.cora)
    page = cora.get(f"{LIST}?search=on").content.decode()
    assert '<form method="post"' in page
    url = "https://www.facebook.com/a/posts/1?comment_id=77&access_token=abc"
    sent = {"handle": "troll", "words": "thieves", "url": url, "kind": "hidden"}
    there = cora.post(LIST, sent)["Location"]
    assert "kind=hidden" in there
    assert not [word for word in ("troll", "thieves", "comment_id", "token") if word in there]
    assert shown(cora.get(there)) == {"M-0001"}
    changed = cora.get(f"{LIST}?search=on&{there.partition('?')[2]}").content.decode()
    assert 'value="troll"' in changed
    assert "abc" not in changed
    told = lines(cora.post(f"{CSV}?{there.partition('?')[2]}"))
    assert "M-0001" in told
    assert "M-0002" not in told
    answer = as_(log.rita).get(there)
    assert "is not kept any more" in answer.content.decode()
    assert "rows" not in answer.context


def test_a_link_from_another_place_leads_to_the_first_page_of_the_same_list(
    cast: Cast, as_: As
) -> None:
    for number in range(60):
        newer = timedelta(minutes=number // 30)
        an_entry(cast, kind="police" if newer else "no_action", at=timezone.now() + newer)
    cora = as_(cast.cora)
    older = ""
    for _ in range(2):
        older = cora.get(f"{LIST}{older}").context["page"].older_url
    page = cora.get(f"{LIST}{older}&kind=police").context["page"]
    assert "kind=police" in page.older_url


def test_restricted_items_are_nowhere(log: Cast, as_: As) -> None:
    hidden = an_entry(log, words="At 2am at your house", item={"restricted": True})
    for person in (log.cora, log.rita):
        browser = as_(person)
        for asked in ({}, {"words": "your house"}, {"kind": "hidden"}):
            assert hidden.item.reference not in shown(browser.get(LIST, asked, follow=True))
        assert browser.get(LIST, {"reference": hidden.item.reference}).status_code == 422
        assert "your house" not in lines(browser.post(CSV))


def test_who_reads_the_log(log: Cast, as_: As) -> None:
    assert "Log action" in as_(log.cora).get(LIST).content.decode()
    page = as_(log.rita).get(LIST)
    assert page.status_code == 200
    assert "/moderation/log/" not in page.content.decode()
    assert as_(log.ana).get(LIST).status_code == 403
    assert as_(log.oscar).get(LIST).status_code == 404


def test_words_are_looked_for_in_the_newest_and_that_is_said(
    log: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "SEARCHED", 4)
    page = as_(log.cora).get(LIST, {"words": "telephone"}, follow=True)
    assert shown(page) == set()
    assert "Searched the newest 4 entries. Choose dates" in page.content.decode()
    then = timezone.now() - timedelta(days=40)
    page = as_(log.cora).get(f"{LIST}?words=telephone&{boxes('until', then)}", follow=True)
    assert shown(page) == {"M-0005"}
    assert "Searched the newest" not in page.content.decode()


def test_a_row_shows_its_state_and_its_evidence(log: Cast, as_: As) -> None:
    removal = an_entry(log, confirmed_by=None, confirmed_at=None)
    for digest in ("a", "b"):
        Evidence.objects.create(
            council=log.ashford,
            item=removal.item,
            digest=digest * 64,
            name="c.png",
            media_type="image/png",
            size=1,
            captured_by=log.cora,
            saved_at=timezone.now(),
        )
    an_entry(log, kind="restored", reverses=removal, in_error=True)
    row = next(
        row for row in as_(log.cora).get(LIST).context["rows"] if row["entry"].pk == removal.pk
    )
    assert row["evidence"] == 2
    assert [tag["label"] for tag in row["tags"]] == [
        "To confirm on the platform",
        "Removed in error, reversed",
    ]


def test_pages_lead_from_the_newest_to_the_oldest(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    moment = timezone.now()  # all in one moment, so that the id decides
    made = [an_entry(cast, at=moment).item.reference for _ in range(60)]
    cora, url, seen = as_(cast.cora), LIST, []
    cora.get(LIST)  # reads the rules, once a process
    while url:
        with queries(at_most=12):
            page = cora.get(url)
        seen += [row["reference"] for row in page.context["rows"]]
        older = page.context["page"].older_url
        url = f"{LIST}{older}" if older else ""
    assert seen == made[::-1]
    assert cora.get(LIST).context["page"].showing == "Showing 25 of 60"


def test_with_every_filter_at_most_twelve_questions(
    log: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    cora = as_(log.cora)
    office = log.ashford.offices.get(key="comms-officer")
    asked = (
        f"{LIST}?handle=troll&account={log.page.pk}&reason=abuse&office={office.pk}&kind=hidden"
        f"&words=thieves&url=https://www.facebook.com/a/posts/1?comment_id=77"
        f"&{boxes('since', timezone.now())}"
    )
    found = cora.get(asked)["Location"]
    cora.get(found)
    with queries(at_most=12):
        assert cora.get(found).context["filters"].keys() > {"handle", "words", "url_keys"}


def test_a_quiet_week_and_an_empty_log_say_so(cast: Cast, as_: As) -> None:
    assert "No actions logged yet" in as_(cast.cora).get(LIST).content.decode()
    an_entry(cast, at=timezone.now() - timedelta(days=8))
    assert "No actions logged this week" in as_(cast.cora).get(LIST).content.decode()
    an_entry(cast)
    assert "No actions logged this week" not in as_(cast.cora).get(LIST).content.decode()
    page = as_(cast.cora).get(LIST, {"kind": "police"}).content.decode()
    assert "No entries match" in page


def lines(answer: Any) -> str:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def test_the_list_as_csv_is_filtered_harmless_and_on_the_trail(
    log: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "CHUNK", 2)
    an_entry(log, words='=HYPERLINK("x")', author=an_author(log, "-1+1"))
    rows = list(csv.DictReader(io.StringIO(lines(as_(log.rita).post(CSV)).lstrip("\ufeff"))))
    assert [row["Reference"] for row in rows] == [
        *("M-0006", "M-0004", "M-0003", "M-0002", "M-0001", "M-0005")
    ]
    assert rows[0]["Words"] == '\'=HYPERLINK("x")'
    assert rows[0]["Author"].startswith("'-1+1")
    told = lines(as_(log.cora).post(f"{CSV}?handle=troll"))
    assert "M-0001" in told
    assert "M-0002" not in told
    event = AuditEvent.objects.filter(verb=Verb.LOG_EXPORTED).latest("sequence")
    assert event.actor_id == log.cora.pk
    assert "troll" not in AuditDetail.objects.get(event=event).new
    assert as_(log.ana).post(CSV).status_code == 403
    assert as_(log.oscar).post(CSV).status_code == 404
    assert as_(log.cora).get(CSV).status_code == 405


def test_a_capped_csv_says_so(log: Cast, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "SEARCHED", 1)
    *_, last = lines(as_(log.cora).post(f"{CSV}?words=thieves")).splitlines()
    assert "Searched the newest 1 entries" in last
    told = lines(as_(log.cora).post(f"{CSV}?reference=M-0003"))
    assert "M-0003" in told
    assert "M-0001" not in told


def test_a_long_list_ends_by_saying_that_there_are_more(
    log: Cast, as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 4)
    monkeypatch.setattr(exporting, "CHUNK", 2)
    *_, last = lines(as_(log.cora).post(CSV)).splitlines()
    assert last == "These are the newest 4. Choose dates to download others."
