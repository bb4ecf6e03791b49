"""The second factor: set up, asked for, demanded, and not gone round."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from accounts.people.models import Person
from tests.accounts.test_sign_in import HOME, NEW_PASSWORD, SIGN_IN, reset_link, sign_in, use
from tests.cast import PASSWORD, Cast, a_member

SECOND = "/sign-in/second-factor/"


def code_for(person: Person) -> str:
    """What the authenticator app shows now."""
    stored = Authenticator.objects.get(user=person, type="totp").data["secret"]
    return now_from(totp.decrypt(stored))


def now_from(secret: str) -> str:
    counter = list(totp.yield_hotp_counters_from_time())[totp.app_settings.TOTP_TOLERANCE]
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def set_up_app(browser: Client) -> None:
    """Adds an authenticator app on the pages a person would use."""
    page = browser.get(f"{SECOND}totp/activate/", follow=True)
    if "again" in page.request["PATH_INFO"]:
        browser.post(page.request["PATH_INFO"], {"password": PASSWORD})
        page = browser.get(f"{SECOND}totp/activate/")
    secret = page.context["form"].secret
    assert browser.post(f"{SECOND}totp/activate/", {"code": now_from(secret)}).status_code == 302
    cache.clear()  # a code is taken once; the next sign-in may come within its half minute


def test_with_an_app_set_up_a_code_is_asked_for(cast: Cast) -> None:
    browser = Client()
    sign_in(cast.priya.email, browser=browser)
    set_up_app(browser)
    later = Client()
    asked = sign_in(cast.priya.email, browser=later)
    assert asked.url == f"{SECOND}authenticate/"
    assert later.get(HOME).url.startswith(SIGN_IN)
    wrong = later.post(asked.url, {"code": "000000"})
    assert "That code is wrong" in wrong.content.decode()
    assert later.post(asked.url, {"code": code_for(cast.priya)}).status_code == 302
    assert later.get(HOME).status_code == 200


def test_a_reset_does_not_go_round_the_second_factor(cast: Cast) -> None:
    browser = Client()
    sign_in(cast.priya.email, browser=browser)
    set_up_app(browser)
    later, _ = use(reset_link(cast.priya))
    assert later.get(HOME).url.startswith(SIGN_IN)
    asked = sign_in(cast.priya.email, NEW_PASSWORD, later)
    assert asked.url == f"{SECOND}authenticate/"
    assert later.get(HOME).url.startswith(SIGN_IN)


@pytest.mark.second_factor
@pytest.mark.parametrize("name", ["priya", "adam"])
def test_who_approves_or_grants_sets_one_up_before_anything_else(cast: Cast, name: str) -> None:
    person, browser = getattr(cast, name), Client()
    sign_in(person.email, browser=browser)
    for page in (HOME, "/c/ashford/drafts/new/", "/admin/"):
        assert browser.get(page).url == SECOND, page
    set_up_app(browser)
    assert browser.get(HOME).status_code == 200
    assert browser.get("/admin/").status_code == (200 if name == "adam" else 403)


@pytest.mark.second_factor
def test_who_only_writes_needs_none(cast: Cast) -> None:
    browser = Client()
    sign_in(cast.ana.email, browser=browser)
    assert browser.get(HOME).status_code == 200


@pytest.mark.second_factor
def test_a_guarded_council_does_not_close_another(cast: Cast) -> None:
    a_member(cast.barham, "Priya", "events-officer")
    browser = Client()
    sign_in(cast.priya.email, browser=browser)
    assert browser.get("/c/barham/drafts/").status_code == 200
    assert browser.get(HOME).url == SECOND
