"""What everybody may see of the register: the list, and "is this account ours?"."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.lookalikes.actions import decide_warning, end_warning
from accounts.public.answering import LONGEST
from accounts.public.listed import COLUMNS
from accounts.register.actions import change_account, change_state, state_no_accounts
from accounts.register.identity import identify
from accounts.register.models import AccountCheck, AccountName, OfficialAccount
from accounts.register.ours import names_meant
from tests.accounts.lookalikes import a_lookalike
from tests.accounts.registering import another
from tests.cast import AccountFactory, Cast

LIST, CHECK = "/c/ashford/official-accounts/", "/c/ashford/check/"
JSON, CSV = "/c/ashford/official-accounts.json", "/c/ashford/official-accounts.csv"

#: Words that could hurt somebody who did nothing wrong.
NEVER_SAID = ("fake", "lookalike", "impost", "fraud", "satire")
YES, NOT_LISTED = "Yes, this is ours", "This is not on our list"


def asked(text: str, browser: Client | None = None) -> str:
    """The answer about what somebody typed, on one line."""
    answer = (browser or Client()).get(CHECK, {"account": text})
    assert answer.status_code == 200
    page = " ".join(answer.text.split())
    assert not [word for word in NEVER_SAID if word in page.replace(text, "").lower()]
    return page


def an_account(cast: Cast, **more: Any) -> OfficialAccount:
    return AccountFactory(
        council=cast.ashford,
        **{
            "name": "Events",
            "platform": "x",
            "handle": "AshfordEvents",
            "url": "https://x.com/AshfordEvents",
            **more,
        },
    )


def closed(account: OfficialAccount, cast: Cast, **more: Any) -> None:
    change_state(
        account=account, status="closed", on=today(), reason="Not used.", actor=cast.adam, **more
    )


# --- The list ---------------------------------------------------------------------------------


@pytest.mark.clause("LTC-2-b")
def test_the_list_gives_platform_handle_link_purpose_hours_and_last_check(cast: Cast) -> None:
    account = an_account(cast, purpose="What is on", monitored_when="Monday to Friday, 9am to 5pm")
    AccountCheck.objects.create(
        council=cast.ashford,
        account=account,
        as_registered=True,
        note="Looked.",
        checked_by=cast.adam,
    )
    page = Client().get(LIST).text
    day = timezone.localdate()
    for words in (
        *("<h2", "Facebook", "AshfordEvents", 'href="https://x.com/AshfordEvents"', "What is on"),
        *("Monday to Friday, 9am to 5pm", f"{day.day} {day:%B %Y}", "ashfordcouncil"),
    ):
        assert words in page


@pytest.mark.parametrize("status", OfficialAccount.Status.values)
def test_only_what_is_live_or_dormant_is_listed_anywhere(cast: Cast, status: str) -> None:
    an_account(cast, status=status)
    listed = status in {"live", "dormant"}
    for path in (LIST, JSON):
        assert ("AshfordEvents" in Client().get(path).text) == listed
    assert ("AshfordEvents" in str(rows())) == listed
    assert ("Not in use now" in Client().get(LIST).text) == (status == "dormant")


def test_a_private_account_is_nowhere(cast: Cast) -> None:
    an_account(cast, is_public=False)
    for path in (LIST, JSON):
        assert "AshfordEvents" not in Client().get(path).text
    assert NOT_LISTED in asked("https://x.com/AshfordEvents")
    assert NOT_LISTED in asked("@AshfordEvents")


def test_another_councils_accounts_are_not_here(cast: Cast) -> None:
    for path in (LIST, JSON):
        assert "barhamcouncil" not in Client().get(path).text
    assert NOT_LISTED in asked("https://www.facebook.com/barhamcouncil")


def test_a_council_without_accounts_says_so(cast: Cast) -> None:
    closed(cast.page, cast)
    assert "has not listed any account yet" in Client().get(LIST).text
    cast.ashford.no_accounts_statements.create(
        minute="24/7", starts_on=today(), recorded_by=cast.adam
    )
    page = Client().get(LIST).text
    assert "Ashford Town Council has no social media accounts" in page
    assert "24/7" in page
    assert "Ashford Town Council has no social media accounts" in asked("@zzz")
    assert json.loads(Client().get(JSON).content)["has_no_accounts_since"] == str(today())


def test_it_says_so_no_more_on_the_day_there_is_one(cast: Cast) -> None:
    closed(cast.page, cast)
    state_no_accounts(council=cast.ashford, minute="24/7", starts_on=today(), actor=cast.adam)
    another(cast, is_public=False)
    assert "has no social media accounts" not in Client().get(LIST).text
    assert json.loads(Client().get(JSON).content)["has_no_accounts_since"] is None


def test_an_unknown_council_has_no_such_pages(cast: Cast) -> None:
    for path in (LIST, CHECK, JSON, CSV):
        assert Client().get(path.replace("ashford", "nowhere")).status_code == 404


def test_nothing_can_be_sent_there(cast: Cast) -> None:
    for path in (LIST, CHECK, JSON, CSV):
        assert Client().post(path).status_code == 405


def test_the_front_page_leads_to_both(cast: Cast) -> None:
    page = Client().get("/c/ashford/").text
    assert f'href="{LIST}"' in page
    assert f'href="{CHECK}"' in page


# --- For programs and spreadsheets ------------------------------------------------------------


def test_json_has_the_documented_fields(cast: Cast) -> None:
    an_account(cast)
    answer = Client().get(JSON)
    whole = json.loads(answer.content)
    assert set(whole) == {"version", "council", "page", "has_no_accounts_since", "accounts"}
    assert whole["page"].endswith(LIST)
    assert [account["handle"] for account in whole["accounts"]] == [
        "ashfordcouncil",
        "AshfordEvents",
    ]
    documented = Path("docs/official-accounts.md").read_text()
    for field in {*whole, *whole["accounts"][0]}:
        assert f"`{field}`" in documented


def test_json_may_be_kept_and_read_from_any_page(cast: Cast, as_: Callable[[Any], Client]) -> None:
    first = Client().get(JSON)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Content-Type"] == "application/json"
    kept = {"if-none-match": first.headers["ETag"]}
    same = Client().get(JSON, headers=kept)
    assert (same.status_code, same.content) == (304, b"")
    # One copy serves everybody, whoever is signed in.
    insider = as_(cast.ana).get(JSON)
    assert (insider.content, as_(cast.ana).get(JSON, headers=kept).status_code) == (
        first.content,
        304,
    )
    for answer in (first, same, insider):
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert answer.headers["ETag"] == first.headers["ETag"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert not answer.cookies
    change_account(account=cast.page, purpose="News", actor=cast.adam)
    changed = Client().get(JSON, headers=kept)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def rows() -> list[dict[str, str]]:
    whole = b"".join(Client().get(CSV).streaming_content).decode()  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(whole.removeprefix("\ufeff"), newline="")))


def test_csv_holds_the_list_and_no_formula(cast: Cast) -> None:
    an_account(cast, name="=1+1", purpose="@SUM(A1)")
    first, second = rows()
    assert tuple(first) == COLUMNS
    assert first["Handle"] == "ashfordcouncil"
    assert second["Name"] == "'=1+1"
    assert second["What it is for"] == "'@SUM(A1)"


# --- Is this account ours? --------------------------------------------------------------------

OURS = [
    "https://www.facebook.com/ashfordcouncil",
    "http://facebook.com/AshfordCouncil/",
    "m.facebook.com/ashford.council?ref=share",
    "  www.facebook.com/ashfordcouncil  ",
    "@ashfordcouncil",
    "AshfordCouncil",
]


@pytest.mark.parametrize("text", OURS)
def test_ours_however_it_is_written(cast: Cast, text: str) -> None:
    page = asked(text)
    assert YES in page
    assert NOT_LISTED not in page


def test_dormant_is_ours_and_not_in_use(cast: Cast) -> None:
    an_account(cast, status="dormant")
    page = asked("x.com/ashfordevents")
    assert YES in page
    assert "We do not use it now" in page


def test_a_name_alone_says_on_which_platforms_it_is_ours(cast: Cast) -> None:
    an_account(cast, handle="ashfordcouncil", url="https://x.com/ashfordcouncil")
    page = asked("@ashfordcouncil")
    assert page.count(YES) == 2
    assert "Facebook: <bdi>Main page</bdi>" in page
    assert "X: <bdi>Events</bdi>" in page
    assert "On any other platform an account of this name is not on our list" in page


def test_a_post_on_our_account_is_answered_with_care(cast: Cast) -> None:
    """X and Facebook show the post of its number, whatever name stands before it."""
    page = asked("https://www.facebook.com/ashfordcouncil/posts/12345")
    assert YES in page
    assert "check that the post you see is by that account" in page
    assert "check that the post you see" not in asked("https://www.facebook.com/ashfordcouncil")


def test_a_former_name_leads_to_the_present_one(cast: Cast) -> None:
    change_account(
        account=cast.page,
        handle="ashfordtown",
        url="https://www.facebook.com/ashfordtown",
        actor=cast.adam,
    )
    page = asked("facebook.com/ashfordcouncil")
    assert "This was ours, now it has another name" in page
    assert 'href="https://www.facebook.com/ashfordtown"' in page
    assert YES not in page
    assert YES in asked("facebook.com/ashfordtown")


def test_a_closed_one_says_when_and_what_took_its_place(cast: Cast) -> None:
    closed(cast.page, cast, successor=an_account(cast))
    page = asked("facebook.com/ashfordcouncil")
    assert f"We closed this on {today().day} {today():%B %Y}" in page
    assert 'href="https://x.com/AshfordEvents"' in page


def test_a_successor_that_nobody_is_told_of_stays_so(cast: Cast) -> None:
    closed(cast.page, cast, successor=an_account(cast, is_public=False))
    page = asked("facebook.com/ashfordcouncil")
    assert "We closed this" in page
    assert "AshfordEvents" not in page


@pytest.mark.parametrize("status", ["proposed", "refused", "approved", "found", "lost"])
def test_what_is_not_certainly_ours_is_not_on_our_list(cast: Cast, status: str) -> None:
    an_account(cast, status=status)
    assert NOT_LISTED in asked("https://x.com/AshfordEvents")


#: What a browser opens is somebody else's, or nobody can tell whose it is.
STRANGERS = [
    "https://www.facebook.com/ashford-council",
    "https://www.facebook.com/groups/ashfordcouncil",
    "https://apps.facebook.com/ashfordcouncil",
    "https://www.instagram.com/ashfordcouncil",
    "https://facebook.com.evil.example/ashfordcouncil",
    "https://evil.example/facebook.com/ashfordcouncil",
    "https://facebook.com@evil.example/ashfordcouncil",
    "https://evil.example\\@facebook.com/ashfordcouncil",
    "https://evil.example\\.facebook.com/ashfordcouncil",
    "https://www.facebook.com/ashfordcouncil%2Fevil",
    "https://www.facebook.com/ashfordcounci\u0131",
    "https://www.facebook.com/a\u0455hfordcouncil",
    "https://www.facebook.com/share/p/abc/",
    "https://www.facebook.com/",
    "javascript:alert('ashfordcouncil')",
    "ashford council",
    "<script>alert(1)</script>",
    "https://[",
    "http://10.0.0.1/ashfordcouncil",
    "\u202eashfordcouncil",
    "😀",
    "ashfordcouncil" + "x" * 5_000,
    "https://www.facebook.com/ashfordcouncil?x=" + "y" * LONGEST,
]


@pytest.mark.parametrize("text", STRANGERS)
def test_anything_else_is_not_on_our_list(cast: Cast, text: str) -> None:
    page = asked(text)
    assert NOT_LISTED in page
    assert YES not in page
    assert "mailto:office@ashford.example" in page


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_question_is_explained(cast: Cast, text: str) -> None:
    answer = Client().get(CHECK, {"account": text})
    assert answer.status_code == 422
    assert "Paste the link, or type the name, of the account" in answer.text


def test_names_of_strangers_on_one_platform_kept_apart(cast: Cast) -> None:
    an_account(
        cast,
        platform="linkedin",
        handle="ashford-tc",
        url="https://www.linkedin.com/company/ashford-tc",
    )
    assert YES in asked("linkedin.com/company/ashford-tc/posts/")
    assert NOT_LISTED in asked("linkedin.com/in/ashford-tc")


def test_mastodon_is_ours_on_its_own_server_only(cast: Cast) -> None:
    an_account(
        cast, platform="mastodon", handle="ashford", url="https://town.social.example/@ashford"
    )
    assert YES in asked("https://town.social.example/@ashford")
    assert YES in asked("@ashford@town.social.example")
    assert YES in asked("https://mastodon.social/@ashford@town.social.example")
    assert NOT_LISTED in asked("https://mastodon.social/@ashford")
    assert NOT_LISTED in asked("https://evil.example/@ashford@town.social.example")


def test_a_page_without_a_handle_is_found_by_its_number(cast: Cast) -> None:
    an_account(
        cast,
        platform="facebook",
        handle="Ashford Events",
        url="https://www.facebook.com/profile.php?id=100064",
    )
    for text in (
        "https://www.facebook.com/profile.php?id=100064",
        "https://www.facebook.com/people/Ashford-Events/100064/",
        "https://www.facebook.com/p/Ashford-Events-100064/",
    ):
        assert YES in asked(text)
    assert NOT_LISTED in asked("https://www.facebook.com/profile.php?id=100065")


def test_every_page_of_our_website_is_ours_and_no_neighbour(cast: Cast) -> None:
    site = {"platform": "other", "handle": "hall", "url": "https://hall.example/"}
    an_account(cast, kind="microsite", **site)
    assert YES in asked("https://www.hall.example/hire/prices?x=1")
    assert NOT_LISTED in asked("https://hall.example.evil.example/hire")
    page = {"platform": "other", "handle": "shop", "url": "https://shops.example/ashford"}
    an_account(cast, name="Shop", **page)
    assert YES in asked("https://shops.example/ashford?utm_source=x")
    assert NOT_LISTED in asked("https://shops.example/ashford/other")
    assert NOT_LISTED in asked("https://shops.example/evil")


# --- Warnings ---------------------------------------------------------------------------------


def test_a_warning_is_shown_until_it_ends_and_only_of_that_account(cast: Cast) -> None:
    case = a_lookalike(cast)
    hidden = "It asks for money. Do not pay."
    for path in (LIST, JSON, CHECK):
        assert case.name not in Client().get(path).text
    assert hidden not in asked(case.url)
    warning = decide_warning(lookalike=case, words=hidden, reason="Somebody paid.", actor=cast.adam)
    assert hidden in Client().get(LIST).text
    page = asked(case.url)
    assert hidden in page
    assert NOT_LISTED in page
    assert hidden in asked("@ashford.counciI")
    assert hidden not in asked("https://www.facebook.com/somebody")
    assert hidden not in asked("https://www.facebook.com/ashfordcouncil")
    for public in (Client().get(LIST).text, page):
        assert "Somebody paid." not in public
        assert f'href="{case.url}"' not in public
    assert case.url not in Client().get(JSON).text
    end_warning(warning=warning, reason="It is gone.", actor=cast.adam)
    assert hidden not in Client().get(LIST).text
    assert hidden not in asked(case.url)


# --- Speed ------------------------------------------------------------------------------------


def test_the_check_asks_one_thing_of_the_register(cast: Cast, queries: Callable[..., Any]) -> None:
    for number in range(20):
        an_account(cast, handle=f"events{number}", url=f"https://x.com/events{number}")
    with queries(at_most=1):
        assert YES in asked("https://x.com/events7")
    with queries(at_most=1):
        assert NOT_LISTED in asked("https://x.com/nobody")
    with queries(at_most=3):
        Client().get(LIST)
    with queries(at_most=2):
        Client().get(JSON)


@pytest.mark.database
def test_the_check_is_answered_from_the_index(cast: Cast) -> None:
    AccountName.objects.bulk_create(
        AccountName(
            council=council,
            account=account,
            platform="facebook",
            handle="x",
            url="https://www.facebook.com/x",
            plain=f"name{number}",
            until=today() - timedelta(days=1),
        )
        for council, many, account in (
            (cast.ashford, 300, cast.page),
            (cast.barham, 3_000, cast.barham.official_accounts.get()),
        )
        for number in range(many)
    )
    identity = identify("https://www.facebook.com/name7")
    assert identity
    assert [name.plain for name in names_meant(cast.ashford, identity)] == ["name7"]
    rows = cast.ashford.account_names.filter(plain__in=identity.looked_for)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_accountname")
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    explained = rows.order_by().explain()
    assert "account_name_looked_for" in explained, explained


@pytest.mark.parametrize(
    "link",
    [
        "https://www.facebook.com/ashfordcouncil/../evilpage",
        "https://www.facebook.com/ashfordcouncil/%2e%2e/evilpage",
        "https://www.facebook.com/ashfordcouncil%09/../evil",
        "https://developers.facebook.com/ashfordcouncil",
        "https://fb.watch/ashfordcouncil/",
        "https://www.facebook.com/profile.php?id=100064&id=100099",
        "https://www.facebook.com/profile.php?id=100064%26id%3D9",
        "https://www.facebook.com/profile.php?id=100064evil",
    ],
)
def test_what_a_browser_may_open_elsewhere_is_never_ours(cast: Cast, link: str) -> None:
    an_account(
        cast,
        platform="facebook",
        handle="100064",
        url="https://www.facebook.com/profile.php?id=100064",
    )
    assert YES in asked("https://cy-gb.facebook.com/ashfordcouncil")
    assert YES in asked("https://m.facebook.com/profile.php?id=100064&ref=page")
    assert YES not in asked(link)


def test_the_way_up_leads_out_of_our_part_of_a_website(cast: Cast) -> None:
    site = {"platform": "other", "handle": "fete", "url": "https://sites.example.com/ashford-fete"}
    an_account(cast, kind="microsite", **site)
    assert YES in asked("https://sites.example.com/ashford-fete/stalls")
    assert YES not in asked("https://sites.example.com/ashford-fete/../evil")
