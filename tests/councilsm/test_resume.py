"""A form sent after the session had ended: what was typed is kept for the one who typed it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.actions import end_sessions
from accounts.people.models import Membership, Person
from councilsm.resume import LARGEST, LASTS, whose
from tests.cast import PASSWORD, Cast
from tests.councilsm.files.samples import a_file
from tests.moderation.drafting import composed

As = Callable[[Person], Client]
NEW, CARRY_ON = "/c/ashford/people/new/", "/sign-in/carry-on/"
TYPED = {
    "name": "Nia <Rees>",
    "sign_in": "no",
    "email": "",
    "category": "employee",
    "line_manager": "",
    "starts_on_day": "3",
    "starts_on_month": "3",
    "starts_on_year": "2026",
    "ends_on_day": "",
    "ends_on_month": "",
    "ends_on_year": "",
    "digest": "d1ge5t",
    "version": "7",
}


def note_on(page: Any) -> str:
    """The note that a form carries."""
    found = re.search(r'name="whose"\s+value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def sign_in(browser: Client, person: Person, **more: Any) -> Any:
    return browser.post("/sign-in/", {"login": person.email, "password": PASSWORD, **more})


@pytest.fixture
def adams(cast: Cast) -> Client:
    """Adam's browser, in which the session ended while he was typing."""
    browser = Client()
    sign_in(browser, cast.adam)
    note = note_on(browser.get(NEW))
    end_sessions(person=cast.adam, actor=None)
    answer = browser.post(NEW, TYPED | {"whose": note})
    assert answer.url == f"/sign-in/?next={CARRY_ON.replace('/', '%2F')}"
    return browser


def hidden(page: Any) -> dict[str, str]:
    """The fields that the page would send again."""
    form = page.content.decode().split(f'action="{NEW}"')[1].split("</form>")[0]
    inputs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in inputs}


def test_the_same_person_carries_on_and_it_is_taken(cast: Cast, adams: Client) -> None:
    assert sign_in(adams, cast.adam, next=CARRY_ON).url == CARRY_ON
    page = adams.get(CARRY_ON)
    assert adams.get(CARRY_ON).status_code == 200, "a reload loses nothing"
    again = hidden(page)
    assert {name: again[name] for name in TYPED} == TYPED
    assert not Membership.objects.filter(person__name=TYPED["name"]).exists()
    assert adams.post(NEW, again).status_code == 302
    assert Membership.objects.get(person__name=TYPED["name"]).council == cast.ashford
    assert adams.get(CARRY_ON).url == "/councils/", "it was taken, so it is forgotten"


def test_only_what_was_typed_is_shown(cast: Cast, adams: Client) -> None:
    sign_in(adams, cast.adam)
    shown = adams.get(CARRY_ON).context["shown"]
    assert {field["label"]: field["value"] for field in shown} == {
        "Name": "Nia <Rees>",
        "Sign in": "no",
        "Category": "employee",
        "Starts on": "3 3 2026",
    }
    assert "Nia <Rees>" not in adams.get(CARRY_ON).content.decode()


def test_what_is_refused_is_kept(cast: Cast, adams: Client) -> None:
    sign_in(adams, cast.adam)
    again = hidden(adams.get(CARRY_ON)) | {"name": ""}
    assert adams.post(NEW, again).status_code == 422
    assert adams.get(CARRY_ON).status_code == 200


def test_a_session_that_ends_once_more_keeps_it_too(cast: Cast, adams: Client) -> None:
    sign_in(adams, cast.adam)
    again = hidden(adams.get(CARRY_ON))
    end_sessions(person=cast.adam, actor=None)
    assert adams.post(NEW, again).url.startswith("/sign-in/")
    sign_in(adams, cast.adam)
    assert adams.get(CARRY_ON).context["kept"]["url"] == NEW


def test_somebody_else_in_that_browser_does_not_see_it(cast: Cast, adams: Client) -> None:
    sign_in(adams, cast.rita)
    answer = adams.get(CARRY_ON)
    assert answer.url == "/councils/"
    assert "Nia" not in adams.get("/councils/", follow=True).content.decode()
    adams.post("/sign-in/out/")
    sign_in(adams, cast.adam)
    assert adams.get(CARRY_ON).url == "/councils/", "dropped, not passed on"


def test_a_note_of_somebody_else_keeps_nothing_for_the_reader(cast: Cast) -> None:
    """Another site cannot lay a form of its own before somebody: it has no note of theirs."""
    browser = Client()
    browser.post(NEW, TYPED | {"whose": whose(cast.rita)})
    sign_in(browser, cast.adam)
    assert browser.get(CARRY_ON).url == "/councils/"


NOTHING = {
    "no note": {},
    "a note that was made up": {"whose": "MQ:1abc:made-up"},
    "a password": {"whose": None, "new_password": "secret words"},
    "far too much": {"whose": None, "text": "x" * (LARGEST + 1)},
}


@pytest.mark.parametrize("more", NOTHING.values(), ids=list(NOTHING))
def test_nothing_is_kept_of(cast: Cast, more: dict[str, Any]) -> None:
    if more.get("whose", "") is None:
        more = more | {"whose": whose(cast.adam)}
    browser = Client()
    assert browser.post(NEW, TYPED | more).url == f"/sign-in/?next={NEW}"
    sign_in(browser, cast.adam)
    assert browser.get(CARRY_ON).url == "/councils/"


def test_a_page_older_than_a_week_is_not_kept(cast: Cast) -> None:
    note, browser = whose(cast.adam), Client()
    with time_machine.travel(timezone.now() + timedelta(seconds=LASTS + 9)):
        assert browser.post(NEW, TYPED | {"whose": note}).url == f"/sign-in/?next={NEW}"


def test_files_are_said_to_be_lost(cast: Cast, tmp_path: Any) -> None:
    (tmp_path / "banner.jpg").write_bytes(b"not really")
    browser = Client()
    with (tmp_path / "banner.jpg").open("rb") as file:
        browser.post(NEW, TYPED | {"whose": whose(cast.adam), "file": file})
    sign_in(browser, cast.adam)
    assert "Files could not be kept" in browser.get(CARRY_ON).content.decode()


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "https://evil.example/"])
def test_it_never_leads_to_another_site(cast: Cast, as_: As, path: str) -> None:
    browser = as_(cast.adam)
    session = browser.session
    fields = [["name", "Nia"]]
    session["kept_form"] = {"person": cast.adam.pk, "url": path, "fields": fields, "files": False}
    session.save()
    assert browser.get(CARRY_ON).url == "/councils/"


def test_autosave_is_told_so_in_its_own_language(cast: Cast) -> None:
    answer = Client().post(NEW, TYPED, headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json() == {"error": "You are signed out."}


def test_a_page_left_open_too_long_offers_the_same(cast: Cast, settings: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.adam)
    note = note_on(browser.get(NEW))
    answer = browser.post(NEW, TYPED | {"whose": note, "csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert CARRY_ON in answer.content.decode()
    page = browser.get(CARRY_ON)
    assert hidden(page)["name"] == TYPED["name"]
    fresh = hidden(page) | {"csrfmiddlewaretoken": browser.cookies[settings.CSRF_COOKIE_NAME].value}
    assert browser.post(NEW, fresh).status_code == 302


def test_without_a_note_it_says_what_to_do(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.adam)
    answer = browser.post(NEW, TYPED)
    assert answer.status_code == 403
    assert CARRY_ON not in answer.content.decode()
    assert "Copy what you typed first" in answer.content.decode()


def test_a_form_turned_away_for_the_second_factor_is_not_forgotten(
    cast: Cast, adams: Client, settings: Any
) -> None:
    sign_in(adams, cast.adam)
    again = hidden(adams.get(CARRY_ON))
    settings.SECOND_FACTOR_REQUIRED = True
    assert adams.post(NEW, again).url == "/sign-in/second-factor/"
    assert adams.get(CARRY_ON).status_code == 200


@pytest.mark.django_db
def test_a_decision_is_kept_in_words(cast: Cast, as_: As) -> None:
    browser = as_(cast.priya)
    browser.logout()
    typed = {"outcome": "reject", "reject_reason": "defamatory", "reject_note": "x"}
    browser.post("/c/ashford/drafts/D-0001/decide/", typed | {"whose": whose(cast.priya)})
    sign_in(browser, cast.priya)
    page = browser.get(CARRY_ON)
    assert {field["label"]: field["value"] for field in page.context["shown"]} == {
        "Outcome": "Reject",
        "Reject reason": "Defamatory",
        "Reject note": "x",
    }


@pytest.mark.django_db
def test_the_composer_with_pictures_is_kept_in_words(cast: Cast, as_: As) -> None:
    picture = a_file(cast)
    browser = as_(cast.ana)
    typed = {
        **composed(cast),
        "pictures": [picture.pk],
        f"picture_{picture.pk}_alt": "Bluebells under trees",
        f"picture_{picture.pk}_rights": "council",
        "whose": whose(cast.ana),
    }
    browser.logout()
    assert browser.post("/c/ashford/drafts/new/", typed).url.startswith("/sign-in/?next=")
    sign_in(browser, cast.ana)
    page = browser.get(CARRY_ON)
    assert {field["label"]: field["value"] for field in page.context["shown"]} == {
        "Title": "Road closure",
        "Kind": "New post",
        "Text": "High Street is closed on Friday.",
        "Picture alt": "Bluebells under trees",
        "Picture rights": "Council",
    }
    kept = {name for name, _ in page.context["kept"]["fields"]}
    assert {"accounts", "pictures", f"picture_{picture.pk}_alt"} <= kept, "it goes back whole"
