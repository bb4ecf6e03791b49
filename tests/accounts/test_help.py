"""Help, accessibility, privacy and cookies: on every page, of the council whose page it is."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.people.models import Person
from councilsm.pages import HELP
from tests.cast import Cast

As = Callable[[Person], Client]


def words(browser: Client, url: str, status: int = 200) -> str:
    response = browser.get(url)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("topic", HELP)
def test_every_footer_leads_to_the_councils_own_page(
    cast: Cast, as_: As, client: Client, topic: str
) -> None:
    page = f"/c/ashford/help/{topic}/"
    assert f'href="{page}"' in words(as_(cast.ana), "/c/ashford/home/")
    assert f'href="{page}"' in words(client, "/c/ashford/ideas/new/")
    assert f'href="/help/{topic}/"' in words(client, "/sign-in/")
    # And where nothing was found, whoever asks.
    assert f'href="/help/{topic}/"' in words(client, "/nowhere/", 404)


def test_help_says_whom_to_write_to(cast: Cast, as_: As, client: Client) -> None:
    for browser in (client, as_(cast.ana), as_(cast.oscar)):
        page = words(browser, "/c/ashford/help/contact/")
        assert "Ashford Town Council, Town Clerk:" in page
        assert f"mailto:{cast.ashford.email}" in page
    assert "Write to your council’s clerk" in words(client, "/help/contact/")


def test_members_keep_their_navigation_there(cast: Cast, as_: As, client: Client) -> None:
    assert "/c/ashford/drafts/" in words(as_(cast.ana), "/c/ashford/help/contact/")
    for browser in (client, as_(cast.oscar)):
        assert "/c/ashford/drafts/" not in words(browser, "/c/ashford/help/contact/")


def test_the_statement_is_that_of_the_regulations(cast: Cast, client: Client) -> None:
    page = words(client, "/c/ashford/help/accessibility/")
    for said in (
        "Ashford Town Council is committed",
        "(Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
        "partially compliant",
        "Equality and Human Rights Commission",
        "prepared on",
    ):
        assert said in page


def test_the_cookies_named_are_those_that_are_set(cast: Cast, as_: As, client: Client) -> None:
    page = words(client, "/help/cookies/")
    browser = as_(cast.ana)
    browser.get("/c/ashford/drafts/new/")
    assert browser.cookies
    for name in browser.cookies:
        assert f">{name}</th>" in page


@pytest.mark.parametrize(
    "url", ["/help/nothing/", "/c/ashford/help/nothing/", "/c/no/help/contact/"]
)
def test_other_topics_and_councils_are_not_found(cast: Cast, client: Client, url: str) -> None:
    assert "Find out whom to ask" in words(client, url, 404)
