"""Whose account a pasted link or a typed handle means; whether it is on the register; secrets."""

from typing import Any

import pytest

from accounts.register.actions import add_account, change_account
from accounts.register.identity import identify, plain_name
from accounts.register.known import known_account
from accounts.register.models import OfficialAccount
from accounts.register.secrets import looks_secret, refuse_secrets
from councilsm.refusals import RuleBroken
from tests.cast import Cast

P = OfficialAccount.Platform


@pytest.mark.parametrize(
    ("text", "platform", "handle"),
    [
        ("https://www.facebook.com/FlitwickCouncil", P.FACEBOOK, "FlitwickCouncil"),
        ("facebook.com/FlitwickCouncil/", P.FACEBOOK, "FlitwickCouncil"),
        ("https://m.facebook.com/FlitwickCouncil?ref=page", P.FACEBOOK, "FlitwickCouncil"),
        ("https://www.facebook.com/groups/flitwick", P.FACEBOOK, "flitwick"),
        ("https://www.facebook.com/profile.php?id=10006412", P.FACEBOOK, "10006412"),
        ("www.instagram.com/flitwicktc", P.INSTAGRAM, "flitwicktc"),
        ("https://x.com/FlitwickTC", P.X, "FlitwickTC"),
        ("https://twitter.com/FlitwickTC", P.X, "FlitwickTC"),
        ("https://www.linkedin.com/company/flitwick-tc/", P.LINKEDIN, "flitwick-tc"),
        ("https://www.youtube.com/@flitwick", P.YOUTUBE, "flitwick"),
        ("https://www.tiktok.com/@dunstabletc?lang=en", P.TIKTOK, "dunstabletc"),
        ("https://bsky.app/profile/flitwick.gov.uk", P.BLUESKY, "flitwick.gov.uk"),
        ("https://toot.wales/@flitwick", P.MASTODON, "flitwick"),
        ("https://www.threads.net/@flitwicktc", P.THREADS, "flitwicktc"),
        ("@flitwicktc", None, "flitwicktc"),
        (" flitwicktc ", None, "flitwicktc"),
    ],
)
def test_a_link_or_a_handle_tells_whose_it_is(text: str, platform: str | None, handle: str) -> None:
    found = identify(text)
    assert found is not None
    assert (found.platform, found.handle) == (platform, handle)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "https://www.facebook.com/",
        "https://www.facebook.com/login",
        "https://x.com/home",
        "https://",
        "javascript:alert(1)//facebook.com/x",
        "https://192.168.1.1/flitwick",
        "two words",
        "https://user:secret@facebook.com/flitwick",
    ],
)
def test_what_is_neither_tells_nothing(text: str) -> None:
    assert identify(text) is None


@pytest.mark.parametrize(
    ("platform", "one", "same"),
    [
        (P.FACEBOOK, "Flitwick.Council", "flitwickcouncil"),
        (P.INSTAGRAM, "@FlitwickTC", "flitwicktc"),
        (P.BLUESKY, "flitwick.bsky.social", "Flitwick"),
    ],
)
def test_names_are_compared_as_the_platform_does(platform: str, one: str, same: str) -> None:
    assert plain_name(platform, one) == plain_name(platform, same)


def test_full_stops_count_where_the_platform_says_so() -> None:
    assert plain_name(P.INSTAGRAM, "flit.wick") != plain_name(P.INSTAGRAM, "flitwick")


# --- On the register already --------------------------------------------------------------------


def an_account(cast: Cast, **more: Any) -> OfficialAccount:
    values = {"name": "Events", "platform": P.FACEBOOK, "handle": "Ashford.Events"}
    url = "https://www.facebook.com/Ashford.Events"
    return add_account(council=cast.ashford, actor=cast.adam, **{**values, "url": url, **more})


@pytest.mark.parametrize("handle", ["Ashford.Events", "ashfordevents", "ASHFORD.EVENTS"])
def test_an_entry_is_found_however_its_name_is_written(cast: Cast, handle: str) -> None:
    account = an_account(cast)
    assert known_account(cast.ashford, platform=P.FACEBOOK, handle=handle) == account
    assert known_account(cast.ashford, platform=P.X, handle=handle) is None
    assert known_account(cast.barham, platform=P.FACEBOOK, handle=handle) is None
    own = known_account(cast.ashford, platform=P.FACEBOOK, handle=handle, but=account.pk)
    assert own is None


def test_a_name_given_up_may_be_somebody_elses(cast: Cast) -> None:
    account = an_account(cast)
    url = "https://www.facebook.com/ashfordfestivals"
    change_account(account=account, handle="ashfordfestivals", url=url, actor=cast.adam)
    assert known_account(cast.ashford, platform=P.FACEBOOK, handle="Ashford.Events") is None


# --- Passwords ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Password: hunter2",
        "password = Summer",
        "The PIN is 4711",
        "PIN 4711",
        "pw: abc1!",
        "Log in with Tr0ub4dor&3!",
        "login: hunter2",
        "Summer#2026",
        "the password hunter22",
        "Reach everybody.\nPasscode is 90210",
        "Password for Facebook is Sommer2026",
        "Password - hunter2",
        "The PIN of the phone is 4821",
        "pass: Sommer2026",
        "Recovery codes 1234-5678 8765-4321",
        "Backup codes: 91827364 55443322",
        "token ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "API key AKIAIOSFODNN7EXAMPLE",
        "EAACEdEose0cBA1234567890abcdefZCZB",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
        "Authenticator JBSWY3DPEHPK3PXP",
        "Tr0ub4dor&3",
    ],
)
def test_what_looks_like_a_password_is_refused(text: str) -> None:
    assert looks_secret(text)
    with pytest.raises(RuleBroken, match="looks like a password"):
        refuse_secrets("Harmless", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The password is kept in the clerk’s safe",
        "In the password manager, under Facebook",
        "Passwords: see the manager",
        "Login: social@flitwick.example",
        "Code of conduct: see the website",
        "The pin board in the foyer, 2026",
        "Pin: the fair post until Sunday",
        "Monday to Friday, 9am to 5pm",
        "https://www.example.org/Page?Code=AbC123!x",
        "Flitwick Town Council’s page (since 2019)",
        "Password changed on 3 March 2026",
        "Password was changed: see minute 26/77",
        "Password kept in the safe - room 4",
        "Password is in the manager since 2024-05",
        "Recovery codes are in the safe, drawer 3",
        "A pass for the car park - bay 12",
        "The token of thanks: see D-0012",
        "ISO27001 and Q&A evening of 2026",
        "DUNSTABLETOWNCOUNCIL",
    ],
)
def test_plain_words_about_passwords_are_not(text: str) -> None:
    assert not looks_secret(text)
    refuse_secrets(text)
