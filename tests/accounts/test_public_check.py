"""Is this account ours? Asked by everybody, however they write it; and what they are warned of."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.dates import today
from accounts.lookalikes.actions import decide_warning, end_warning
from accounts.public.answering import LONGEST
from accounts.register.actions import change_account
from accounts.register.identity import identify
from accounts.register.models import AccountName
from accounts.register.ours import names_meant
from tests.accounts.lookalikes import a_lookalike
from tests.accounts.publishing import CHECK, JSON, LIST, NOT_LISTED, YES, an_account, asked, closed
from tests.cast import Cast

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
