"""The service navigation: few entries, the right one marked; a reference leads to its page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Person
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.drafting import waiting
from tests.moderation.finding import an_entry

As = Callable[[Person], Client]
AT = "/c/ashford/"


def labels(page: Any) -> list[str]:
    return [item["label"] for item in page.context["navigation"]]


def current(page: Any) -> list[str]:
    return [item["label"] for item in page.context["navigation"] if item["current"]]


def test_nobody_has_more_than_seven_entries(cast: Cast, as_: As) -> None:
    """Not even somebody who holds every duty there is."""
    everything = {
        name: chosen({"offices": ["town-clerk"]})
        for name in ("record_posts", "log_moderation", "read_trail", "manage_people")
    }
    a_rulebook(cast.ashford, **RULES | everything)
    for person in (cast.ana, cast.priya, cast.cora, cast.rita, cast.dev):
        assert len(labels(as_(person).get(f"{AT}home/"))) <= 7
    assert labels(as_(cast.priya).get(f"{AT}home/")) == [
        *("Home", "Drafts and posts", "Approvals", "Log action", "Moderation"),
        *("Accounts and people", "Policies and trail"),
    ]


def test_who_logs_has_it_at_hand(cast: Cast, as_: As) -> None:
    assert "Log action" in labels(as_(cast.cora).get(f"{AT}home/"))
    assert "Log action" not in labels(as_(cast.ana).get(f"{AT}home/"))


@pytest.mark.parametrize(
    ("page", "entry"),
    [
        ("moderation/", "Moderation"),
        ("moderation/log/", "Log action"),
        ("moderation/M-0001/", "Moderation"),
        ("enquiries/looking/", "Moderation"),
        ("posts/", "Drafts and posts"),
    ],
)
def test_the_entry_of_a_page_is_marked(cast: Cast, as_: As, page: str, entry: str) -> None:
    an_entry(cast)
    assert current(as_(cast.cora).get(f"{AT}{page}")) == [entry]


def test_a_section_shows_the_pages_that_its_reader_may_open(cast: Cast, as_: As) -> None:
    def shown(person: Person) -> set[str]:
        page = as_(person).get(f"{AT}enquiries/")
        return {item["label"] for item in page.context["sub_navigation"]}

    assert {"Log", "Enquiries", "Evidence"} <= shown(cast.cora)
    assert not {"Log", "Evidence"} & shown(cast.ana)


@pytest.mark.parametrize("typed", ["D-0001", "d1", " d 0001 ", "D–1"])
def test_a_reference_leads_to_its_page(cast: Cast, as_: As, typed: str) -> None:
    waiting(cast)
    page = as_(cast.ana).get(f"{AT}find/", {"reference": typed}, follow=True)
    assert page.redirect_chain == [(f"{AT}drafts/D-0001/", 302)]
    assert page.status_code == 200
    assert as_(cast.dev).get(f"{AT}find/", {"reference": typed}, follow=True).status_code == 404
    assert as_(cast.oscar).get(f"{AT}find/", {"reference": typed}).status_code == 404


def test_every_letter_has_its_page(cast: Cast, as_: As) -> None:
    from councilsm.references import PAGES

    for letter in PAGES:
        answer = as_(cast.ana).get(f"{AT}find/", {"reference": f"{letter}-0007"})
        assert answer.status_code == 302
        assert answer["Location"].endswith(f"/{letter}-0007/")


@pytest.mark.parametrize("typed", ["X-0001", "market", "D-", "D-0001/../../admin", "D-१"])
def test_what_is_no_reference_is_said(cast: Cast, as_: As, typed: str) -> None:
    page = as_(cast.ana).get(f"{AT}find/", {"reference": typed})
    assert page.status_code == 422
    assert "is not a reference" in page.content.decode()
