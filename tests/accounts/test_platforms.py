"""What the platforms take, as data; an account's own limit; and whose post an address shows."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.people.models import Person
from accounts.register.actions import change_account
from accounts.register.models import OfficialAccount
from accounts.register.platforms import PLATFORMS, platform_for
from accounts.register.post_addresses import platform_of, post_address_problem
from councilsm.audit.models import AuditEvent
from tests.accounts.registering import as_it_is
from tests.cast import Cast

As = Callable[[Person], Client]
P = OfficialAccount.Platform
LIST = "/admin/accounts/officialaccount/"


def test_every_platform_has_its_facts() -> None:
    assert set(PLATFORMS) == set(P)
    assert {value: facts.name for value, facts in PLATFORMS.items()} == dict(P.choices)
    assert all(facts.checked_on >= date(2026, 11, 21) for facts in PLATFORMS.values())


def test_the_limits_that_platforms_publish() -> None:
    assert {value: facts.limit for value, facts in PLATFORMS.items()} == {
        P.FACEBOOK: 63_206,
        P.INSTAGRAM: 2_200,
        P.X: 280,
        P.LINKEDIN: 3_000,
        P.NEXTDOOR: None,
        P.YOUTUBE: 5_000,
        P.TIKTOK: 2_200,
        P.BLUESKY: 300,
        P.MASTODON: 500,
        P.THREADS: 500,
        P.WHATSAPP: None,
        P.OTHER: None,
    }
    alts = {value: facts.alt_limit for value, facts in PLATFORMS.items() if facts.alt_limit}
    assert alts == {P.INSTAGRAM: 1_000, P.X: 1_000, P.MASTODON: 1_500}


# --- An account's own limit -----------------------------------------------------------------------


def test_an_accounts_own_limit_takes_the_platforms_place() -> None:
    paid = OfficialAccount(platform=P.X, text_limit=25_000)
    assert (platform_for(paid).limit, platform_for(paid).own_limit) == (25_000, True)
    usual = OfficialAccount(platform=P.X)
    assert platform_for(usual) is PLATFORMS[P.X]


def test_it_is_kept_on_the_register(cast: Cast, as_: As) -> None:
    adam, url = as_(cast.adam), f"{LIST}{cast.page.pk}/change/"
    assert adam.post(url, as_it_is(cast.page, text_limit="5000")).url == LIST
    cast.page.refresh_from_db()
    assert cast.page.text_limit == 5000
    event = AuditEvent.objects.about(cast.page).get()
    assert json.loads(event.detail.old) == {"text_limit": ""}
    assert json.loads(event.detail.new) == {"text_limit": "5000", "note": "Changed: text limit"}
    assert adam.post(url, as_it_is(cast.page, text_limit="")).url == LIST
    cast.page.refresh_from_db()
    assert cast.page.text_limit is None


def test_an_account_is_added_with_one(cast: Cast, as_: As) -> None:
    new = as_it_is(
        cast.page,
        council=cast.ashford.pk,
        platform="x",
        handle="AshfordTC",
        url="https://x.com/AshfordTC",
        text_limit=900,
    )
    assert as_(cast.adam).post(f"{LIST}add/", new).url == LIST
    assert OfficialAccount.objects.get(platform="x").text_limit == 900


@pytest.mark.parametrize("limit", ["0", "-5", "many", "1.5", "1000001"])
def test_no_other_number_will_do(cast: Cast, as_: As, limit: str) -> None:
    url = f"{LIST}{cast.page.pk}/change/"
    response = as_(cast.adam).post(url, as_it_is(cast.page, text_limit=limit))
    assert response.status_code == 200
    assert "text_limit" in response.context["adminform"].form.errors
    cast.page.refresh_from_db()
    assert cast.page.text_limit is None


def test_the_form_says_what_it_is_for(cast: Cast, as_: As) -> None:
    page = as_(cast.adam).get(f"{LIST}add/").content.decode()
    assert "Only where this account may use more or fewer" in page


def test_the_action_alone_writes_it(cast: Cast) -> None:
    change_account(account=cast.page, actor=cast.adam, text_limit=7)
    cast.page.refresh_from_db()
    assert cast.page.text_limit == 7


# --- Whose post an address shows ----------------------------------------------------------------

ACCOUNTS: dict[str, tuple[str, str]] = {
    P.FACEBOOK: ("FlitwickCouncil", "https://www.facebook.com/FlitwickCouncil/"),
    P.INSTAGRAM: ("flitwicktc", "https://www.instagram.com/flitwicktc/"),
    P.X: ("FlitwickTC", "https://x.com/FlitwickTC"),
    P.LINKEDIN: (
        "flitwick-town-council",
        "https://www.linkedin.com/company/flitwick-town-council/",
    ),
    P.NEXTDOOR: ("flitwick", "https://nextdoor.co.uk/agency/flitwick/"),
    P.YOUTUBE: ("flitwicktc", "https://www.youtube.com/@flitwicktc"),
    P.TIKTOK: ("flitwicktc", "https://www.tiktok.com/@flitwicktc"),
    P.BLUESKY: ("flitwick.gov.uk", "https://bsky.app/profile/flitwick.gov.uk"),
    P.MASTODON: ("flitwick", "https://toot.wales/@flitwick"),
    P.THREADS: ("flitwicktc", "https://www.threads.com/@flitwicktc"),
    P.WHATSAPP: ("Flitwick", "https://www.whatsapp.com/channel/0029VaFlitwick"),
    P.OTHER: ("flitwick", "https://www.flitwicknews.example/flitwick"),
}


def account(platform: str) -> OfficialAccount:
    handle, url = ACCOUNTS[platform]
    return OfficialAccount(platform=platform, name="Main page", handle=handle, url=url)


@pytest.mark.parametrize(
    ("platform", "url"),
    [
        (P.FACEBOOK, "https://www.facebook.com/FlitwickCouncil/posts/pfbid02abc"),
        (P.FACEBOOK, "https://m.facebook.com/flitwickcouncil/posts/123"),
        (P.FACEBOOK, "https://www.facebook.com/Flitwick.Council/videos/123/"),
        (P.FACEBOOK, "https://www.facebook.com/permalink.php?story_fbid=1&id=100064"),
        (P.FACEBOOK, "https://www.facebook.com/100064123456/posts/77"),
        (P.FACEBOOK, "https://www.facebook.com/photo/?fbid=1&set=a.2"),
        (P.FACEBOOK, "https://www.facebook.com/share/p/1AbC/"),
        (P.FACEBOOK, "https://www.facebook.com/groups/100200300/posts/5/"),
        (P.FACEBOOK, "https://www.facebook.com/Flitwick-Town-Council-1234567890/posts/5/"),
        (P.FACEBOOK, "https://fb.watch/aBc123/"),
        (P.FACEBOOK, "https://www.facebook.com/reel/123"),
        (P.INSTAGRAM, "https://www.instagram.com/p/CxAbc/"),
        (P.INSTAGRAM, "https://www.instagram.com/flitwicktc/p/CxAbc/"),
        (P.INSTAGRAM, "https://www.instagram.com/reel/CxAbc/"),
        (P.X, "https://x.com/flitwicktc/status/1800?s=20"),
        (P.X, "https://twitter.com/FlitwickTC/status/1800"),
        (P.X, "https://mobile.twitter.com/FlitwickTC/status/1800"),
        (P.X, "https://x.com/i/web/status/1800"),
        (P.X, "https://x.com/i/status/1800"),
        (P.LINKEDIN, "https://www.linkedin.com/feed/update/urn:li:activity:72/"),
        (P.LINKEDIN, "https://uk.linkedin.com/posts/flitwick-town-council_fair-activity-72-aB"),
        (P.NEXTDOOR, "https://nextdoor.co.uk/p/AbC123"),
        (P.YOUTUBE, "https://www.youtube.com/watch?v=abc"),
        (P.YOUTUBE, "https://youtu.be/abc"),
        (P.YOUTUBE, "https://m.youtube.com/shorts/abc"),
        (P.TIKTOK, "https://www.tiktok.com/@flitwicktc/video/72"),
        (P.TIKTOK, "https://vm.tiktok.com/ZMabc/"),
        (P.BLUESKY, "https://bsky.app/profile/flitwick.gov.uk/post/3k"),
        (P.BLUESKY, "https://bsky.app/profile/did:plc:abc123/post/3k"),
        (P.MASTODON, "https://toot.wales/@flitwick/1122"),
        (P.MASTODON, "https://toot.wales/@flitwick@toot.wales/1122"),
        (P.MASTODON, "https://toot.wales/users/flitwick/statuses/1122"),
        (P.THREADS, "https://www.threads.net/@flitwicktc/post/CxAbc"),
        (P.THREADS, "https://www.threads.com/t/CxAbc"),
        (P.WHATSAPP, "https://www.whatsapp.com/channel/0029VaFlitwick"),
        (P.WHATSAPP, "https://whatsapp.com/channel/0029VaFlitwick/105"),
        (P.OTHER, "https://flitwicknews.example/2026/fair"),
    ],
)
def test_the_right_address_or_one_that_tells_nothing_passes(platform: str, url: str) -> None:
    assert post_address_problem(account(platform), url) == ""


@pytest.mark.parametrize(
    ("platform", "url", "shown"),
    [
        (P.FACEBOOK, "https://www.facebook.com/AmpthillCouncil/posts/1", "AmpthillCouncil"),
        (P.FACEBOOK, "https://www.facebook.com/groups/spottedflitwick/posts/1", "spottedflitwick"),
        (P.INSTAGRAM, "https://www.instagram.com/ampthill/p/CxAbc/", "ampthill"),
        (P.X, "https://x.com/FlitwickTC2/status/1800", "FlitwickTC2"),
        (P.LINKEDIN, "https://www.linkedin.com/posts/ampthill-council_a-activity-7", "ampthill-co"),
        (P.YOUTUBE, "https://www.youtube.com/@ampthill/videos", "ampthill"),
        (P.TIKTOK, "https://www.tiktok.com/@ampthill/video/72", "ampthill"),
        (P.BLUESKY, "https://bsky.app/profile/ampthill.gov.uk/post/3k", "ampthill.gov.uk"),
        (P.MASTODON, "https://toot.wales/@ampthill/1122", "ampthill"),
        (P.MASTODON, "https://toot.wales/@flitwick@mastodon.social/1122", "flitwick@mastodon.soc"),
        (P.THREADS, "https://www.threads.com/@ampthill/post/CxAbc", "ampthill"),
    ],
)
def test_somebody_elses_post_is_doubted(platform: str, url: str, shown: str) -> None:
    problem = post_address_problem(account(platform), url)
    assert problem.startswith(f"This post looks like one by “{shown}")
    assert f"not by “{ACCOUNTS[platform][0]}” on {PLATFORMS[platform].name}" in problem


@pytest.mark.parametrize(
    ("platform", "url", "host"),
    [
        (P.FACEBOOK, "https://www.flitwick.gov.uk/news", "www.flitwick.gov.uk"),
        (P.FACEBOOK, "https://notfacebook.com/FlitwickCouncil/posts/1", "notfacebook.com"),
        (P.FACEBOOK, "https://facebook.com.evil.example/posts/1", "facebook.com.evil.example"),
        (P.X, "https://netflix.com/FlitwickTC/status/1", "netflix.com"),
        (P.MASTODON, "https://mastodon.social/@flitwick/1122", "mastodon.social"),
        (P.OTHER, "https://www.facebook.com/FlitwickCouncil/posts/1", "www.facebook.com"),
        (P.NEXTDOOR, "https://x.com/a/status/1", "x.com"),
    ],
)
def test_another_platform_is_doubted(platform: str, url: str, host: str) -> None:
    problem = post_address_problem(account(platform), url)
    assert problem.startswith("This address is not on ")
    assert problem.endswith(f"it leads to {host}.")


@pytest.mark.parametrize("platform", [p for p in P if p not in {P.WHATSAPP, P.NEXTDOOR, P.OTHER}])
def test_the_accounts_own_page_is_no_post(platform: str) -> None:
    problem = post_address_problem(account(platform), account(platform).url)
    assert problem.startswith("This is the address of the account itself.")


@pytest.mark.parametrize("url", ["", "not an address", "https://", "https://[::1", "javascript:x"])
def test_what_is_no_address_is_said(url: str) -> None:
    assert post_address_problem(account(P.FACEBOOK), url) == "This is not a web address."
    assert platform_of(url) is None


def test_a_handle_may_be_kept_in_any_form() -> None:
    """As people write it on the register: with its folder, its server or without its domain."""
    company = account(P.LINKEDIN)
    company.handle = "company/flitwick-town-council"
    posted = "https://www.linkedin.com/posts/flitwick-town-council_a-activity-7"
    assert post_address_problem(company, posted) == ""
    toot = account(P.MASTODON)
    toot.handle = "flitwick@toot.wales"
    assert post_address_problem(toot, "https://toot.wales/@flitwick/1") == ""
    sky = account(P.BLUESKY)
    sky.handle, sky.url = "flitwick", "https://bsky.app/profile/did:plc:abc123"
    assert post_address_problem(sky, "https://bsky.app/profile/flitwick.bsky.social/post/1") == ""
    renamed = account(P.FACEBOOK)
    renamed.handle = "Flitwick Town Council"  # the page's name; its address says the rest
    assert post_address_problem(renamed, "https://www.facebook.com/FlitwickCouncil/posts/1") == ""


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://m.facebook.com/x", P.FACEBOOK),
        ("https://fb.watch/x", P.FACEBOOK),
        ("https://WWW.Instagram.com/p/x", P.INSTAGRAM),
        ("https://twitter.com/x/status/1", P.X),
        ("https://x.com/x/status/1", P.X),
        ("https://uk.linkedin.com/posts/x", P.LINKEDIN),
        ("https://nextdoor.co.uk/p/x", P.NEXTDOOR),
        ("https://youtu.be/x", P.YOUTUBE),
        ("https://vm.tiktok.com/x", P.TIKTOK),
        ("https://bsky.app/profile/x/post/1", P.BLUESKY),
        ("https://toot.wales/@x/1", P.MASTODON),
        ("https://threads.net/@x/post/1", P.THREADS),
        ("https://wa.me/447000000000", P.WHATSAPP),
        ("https://www.flitwick.gov.uk/", None),
        ("https://netflix.com/", None),
        ("https://faxebook.com/", None),
    ],
)
def test_which_platform_an_address_belongs_to(url: str, platform: str | None) -> None:
    assert platform_of(url) == platform
