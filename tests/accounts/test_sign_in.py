"""Signing in, through the front door."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import timezone

from accounts.dates import today
from accounts.people.actions import end_sessions
from accounts.people.models import Membership, Person
from councilsm import urls
from councilsm.audit.models import INSTALLATION, AuditEvent
from tests.cast import PASSWORD, Cast

As = Callable[[Person], Client]
HOME = "/c/ashford/drafts/"
SIGN_IN, FORGOTTEN = "/sign-in/", "/sign-in/forgotten/"
NEW_PASSWORD = "another long password"


def sign_in(email: str, password: str = PASSWORD, browser: Client | None = None) -> Any:
    """What the browser is shown after the sign-in form was sent."""
    return (browser or Client()).post(SIGN_IN, {"login": email, "password": password})


def signed_in_events() -> list[tuple[str, int | None]]:
    events = AuditEvent.objects.filter(council_id=INSTALLATION).order_by("sequence")
    return [(event.verb, event.object_id) for event in events]


# --- E-mail and password ------------------------------------------------------------------------


def test_signing_in_by_email_is_on_the_installations_trail(cast: Cast) -> None:
    browser = Client()
    assert sign_in(cast.ana.email.upper(), browser=browser).status_code == 302
    assert browser.get(HOME).status_code == 200
    assert signed_in_events() == [("sign_in.done", cast.ana.pk)]


def test_a_wrong_password_and_an_unknown_address_read_the_same(cast: Cast) -> None:
    wrong, unknown = sign_in(cast.ana.email, "wrong"), sign_in("nobody@example.org", "wrong")
    for response in (wrong, unknown):
        assert response.status_code == 200
        assert "Email or password is wrong" in response.content.decode()
    errors = [r.context["form"].non_field_errors().as_data()[0].code for r in (wrong, unknown)]
    assert len(set(errors)) == 1
    assert signed_in_events() == [("sign_in.failed", cast.ana.pk), ("sign_in.failed", None)]


def test_too_many_failures_stop_even_the_right_password(cast: Cast) -> None:
    for _ in range(5):
        sign_in(cast.ana.email, "wrong")
    response = sign_in(cast.ana.email)
    assert response.status_code == 200
    assert "Too many tries" in response.content.decode()
    assert sign_in(cast.priya.email).status_code == 302


def test_a_next_page_elsewhere_is_not_followed(cast: Cast) -> None:
    data = {"login": cast.ana.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post(SIGN_IN, data).url == "/councils/"
    assert Client().post(SIGN_IN, data | {"next": HOME}).url == HOME


def test_nobody_signs_up(cast: Cast) -> None:
    data = {"email": "new@example.org", "password1": NEW_PASSWORD}
    response = Client().post("/sign-in/new/", data)
    assert response.status_code == 200
    assert not Person.objects.filter(email="new@example.org").exists()


def test_somebody_deactivated_cannot_sign_in_and_is_out_at_once(cast: Cast) -> None:
    browser = Client()
    sign_in(cast.ana.email, browser=browser)
    Person.objects.filter(pk=cast.ana.pk).update(is_active=False)
    assert browser.get(HOME).url.startswith(SIGN_IN)
    assert not sign_in(cast.ana.email).wsgi_request.user.is_authenticated


def test_a_leaver_signs_in_and_finds_nothing(cast: Cast) -> None:
    browser = Client()
    sign_in(cast.leo.email, browser=browser)
    assert browser.get(HOME).status_code == 404


def test_a_membership_that_ended_yesterday_is_over_in_an_open_session(cast: Cast) -> None:
    browser = Client()
    sign_in(cast.ana.email, browser=browser)
    assert browser.get(HOME).status_code == 200
    Membership.objects.filter(person=cast.ana).update(ends_on=today() - timedelta(days=1))
    assert browser.get(HOME).status_code == 404


# --- Ending sessions ----------------------------------------------------------------------------


def test_the_session_version_ends_every_session(cast: Cast) -> None:
    phone, desk, other = Client(), Client(), Client()
    for browser in (phone, desk):
        sign_in(cast.ana.email, browser=browser)
    sign_in(cast.priya.email, browser=other)
    end_sessions(person=cast.ana, council=cast.ashford, actor=cast.adam)
    for browser in (phone, desk):
        assert browser.get(HOME).url.startswith(SIGN_IN)
    assert other.get(HOME).status_code == 200
    sign_in(cast.ana.email, browser=desk)
    assert desk.get(HOME).status_code == 200


def test_the_secret_key_may_change_without_ending_sessions(cast: Cast, settings: Any) -> None:
    browser = Client()
    sign_in(cast.ana.email, browser=browser)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the next key" * 5
    assert browser.get(HOME).status_code == 200
    end_sessions(person=cast.ana, actor=None)
    assert browser.get(HOME).url.startswith(SIGN_IN)


def test_sessions_are_listed_and_the_others_end(cast: Cast) -> None:
    phone, desk = Client(), Client(headers={"user-agent": "Desk"})
    for browser in (phone, desk):
        sign_in(cast.ana.email, browser=browser)
    assert len(desk.get("/sign-in/sessions/").context["sessions"]) == 2
    desk.post("/sign-in/sessions/")
    assert phone.get(HOME).url.startswith(SIGN_IN)
    page = desk.get("/sign-in/sessions/")
    assert [session.user_agent for session in page.context["sessions"]] == ["Desk"]


# --- A forgotten password -----------------------------------------------------------------------


def reset_link(person: Person) -> str:
    """Asks for a link and reads it from the mail."""
    Client().post(FORGOTTEN, {"email": person.email})
    found = re.search(r"https?://\S+?(/sign-in/forgotten/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def use(link: str, password: str = NEW_PASSWORD) -> tuple[Client, Any]:
    """Opens a reset link and chooses a password."""
    browser = Client()
    opened = browser.get(link)
    if opened.status_code != 302:
        return browser, opened
    return browser, browser.post(opened.url, {"password1": password, "password2": password})


def test_a_forgotten_password_is_chosen_anew_once(cast: Cast) -> None:
    elsewhere = Client()
    sign_in(cast.ana.email, browser=elsewhere)
    link = reset_link(cast.ana)
    browser, done = use(link)
    assert done.url == "/sign-in/forgotten/done/"
    assert browser.get(HOME).url.startswith(SIGN_IN), "the link chooses a password, no more"
    assert sign_in(cast.ana.email).status_code == 200
    assert sign_in(cast.ana.email, NEW_PASSWORD).status_code == 302
    assert elsewhere.get(HOME).url.startswith(SIGN_IN)
    assert ("password.changed", cast.ana.pk) in signed_in_events()
    assert "no longer works" in use(link)[1].content.decode()


def test_a_weak_password_is_refused(cast: Cast) -> None:
    _, answer = use(reset_link(cast.ana), "short")
    assert answer.status_code == 200
    assert sign_in(cast.ana.email).status_code == 302


def test_a_reset_link_dies_with_the_sessions(cast: Cast) -> None:
    link = reset_link(cast.ana)
    opened = Client()
    form = opened.get(link).url
    end_sessions(person=cast.ana, council=cast.ashford, actor=cast.adam)
    assert "no longer works" in use(link)[1].content.decode()
    late = opened.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert "no longer works" in late.content.decode()
    assert sign_in(cast.ana.email).status_code == 302


def test_rights_end_at_their_moment_though_no_worker_runs(cast: Cast, as_: As) -> None:
    """Also within the last day, and with them the reset link of somebody who is left with none."""
    browser = as_(cast.ana)
    link = reset_link(cast.ana)  # after signing in, which ends older ones
    membership = cast.ana.memberships.get()
    membership.closes_at = timezone.now() + timedelta(hours=1)
    membership.save(update_fields=["closes_at"])
    assert browser.get(HOME).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        gone = browser.get(HOME)
        assert gone.status_code == 404
        page = " ".join(gone.content.decode().split())
        assert "Your rights at Ashford Town Council ended on" in page
        assert cast.ashford.email in page
        assert cast.ashford.email in browser.get("/councils/").content.decode()
        elsewhere = browser.get("/c/barham/drafts/").content.decode()
        assert "Page not found" in elsewhere and cast.barham.email not in elsewhere
        assert "no longer works" in use(link)[1].content.decode()
    membership.closes_at = None  # suspended, and back
    membership.save(update_fields=["closes_at"])
    assert browser.get(HOME).status_code == 200


def test_asking_for_a_link_does_not_tell_who_is_known(cast: Cast) -> None:
    answers = [
        Client().post(FORGOTTEN, {"email": email})
        for email in (cast.ana.email, "nobody@example.org")
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/sign-in/forgotten/sent/")
    }


# --- Every address of it ------------------------------------------------------------------------

FRONT = f"{SIGN_IN}?next="
#: URL name to what a stranger and somebody signed in get: a status, or where they are sent.
ADDRESSES: dict[str, tuple[int | str, int | str]] = {
    "account_login": (200, "/councils/"),
    "account_logout": ("/", 200),
    "account_reauthenticate": (FRONT, 200),
    "account_change_password": (FRONT, 200),
    "account_set_password": (FRONT, "/sign-in/password/"),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "account_inactive": (200, 200),
    "account_signup": (200, "/councils/"),
    "carry_on": (FRONT, "/councils/"),
    "mfa_index": (FRONT, 200),
    "mfa_authenticate": (SIGN_IN, "/councils/"),
    "mfa_reauthenticate": (FRONT, "/sign-in/again/"),
    "mfa_activate_totp": (FRONT, "/sign-in/again/"),
    "mfa_deactivate_totp": (FRONT, 404),
    "mfa_view_recovery_codes": (FRONT, 404),
    "mfa_generate_recovery_codes": (FRONT, "/sign-in/again/"),
    "mfa_download_recovery_codes": (FRONT, 404),
    "mfa_list_webauthn": (FRONT, 200),
    "mfa_add_webauthn": (FRONT, "/sign-in/again/"),
    "mfa_reauthenticate_webauthn": (FRONT, "/sign-in/again/"),
    "mfa_remove_webauthn": (FRONT, "/sign-in/again/"),
    "mfa_edit_webauthn": (FRONT, "/sign-in/again/"),
    "mfa_login_webauthn": (SIGN_IN, "/councils/"),
    "usersessions_list": (FRONT, 200),
}


def patterns(entries: list[Any]) -> list[URLPattern]:
    return [
        found
        for entry in entries
        for found in (patterns(entry.url_patterns) if hasattr(entry, "url_patterns") else [entry])
    ]


def test_every_sign_in_address_is_in_the_table() -> None:
    assert {pattern.name for pattern in patterns(urls.sign_in)} == set(ADDRESSES)


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_each_address_answers(cast: Cast, as_: As, name: str) -> None:
    url = address(name)
    for browser, expected in zip((Client(), as_(cast.ana)), ADDRESSES[name], strict=True):
        response = browser.get(url)
        if isinstance(expected, int):
            assert response.status_code == expected
        else:
            assert response.status_code == 302
            assert response.url.startswith(expected)


def address(name: str) -> str:
    for arguments in ([], [1], ["1", "no-such-key"]):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(name)
