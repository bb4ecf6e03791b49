"""Pages that lead nowhere say what happened in plain words, and where to go from there."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from accounts.people.models import Person
from councilsm.access import public
from tests.cast import Cast

As = Callable[[Person], Client]


@public
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A secret of ours.")


urlpatterns = [path("broken/", broken), path("", include("councilsm.urls"))]


def words(response: HttpResponse, status: int) -> str:
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_below_the_councils_address_its_people_find_home(cast: Cast, as_: As) -> None:
    page = words(as_(cast.ana).get("/c/ashford/drafts/D-9999/"), 404)
    assert '<html lang="en"' in page
    assert "Page not found – Ashford Town Council" in page
    assert 'href="/c/ashford/home/">Go to Home' in page
    assert 'href="/c/ashford/help/contact/">Find out whom to ask' in page


@pytest.mark.parametrize("url", ["/nonsense/", "/c/barham/home/", "/c/ashford/nonsense/"])
def test_elsewhere_everybody_finds_the_start(cast: Cast, as_: As, url: str) -> None:
    page = words(as_(cast.ana).get(url), 404)
    assert "Page not found – councilsm" in page
    assert 'href="/">Go to the start page' in page
    assert "Barham" not in page, "nor whether there is such a council"
    assert "Sign out" in page


def test_a_missing_duty_is_named(cast: Cast, as_: As) -> None:
    page = words(as_(cast.ana).get("/c/ashford/people/"), 403)
    assert "Invite people and record who holds each office" in page
    assert 'href="/c/ashford/home/">Go to Home' in page
    assert 'href="/c/ashford/help/contact/">Find out whom to ask' in page


def test_what_cannot_be_read_is_a_plain_page(cast: Cast, client: Client) -> None:
    page = words(client.get("/c/ashford/ideas/new/?x=%00"), 400)
    assert "The server could not read what was sent" in page
    assert 'href="/">Go to the start page' in page


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.django_db
def test_a_fault_of_ours_says_nothing_of_the_code() -> None:
    page = words(Client(raise_request_exception=False).get("/broken/"), 500)
    assert '<html lang="en"' in page
    assert "The fault is ours" in page
    assert 'href="/">Go to the start page' in page
    assert "secret" not in page
    assert "Traceback" not in page


def test_where_somebody_is_is_told_to_screen_readers(cast: Cast, as_: As) -> None:
    home = words(as_(cast.ana).get("/c/ashford/home/"), 200)
    assert home.count('aria-current="page"') == 1
    form = words(as_(cast.ana).get("/c/ashford/drafts/new/"), 200)
    assert 'href="/c/ashford/drafts/" aria-current="true"' in form
