"""Heanor & Loscoe, whose policy speaks of councillors only, is asked until it has decided."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.councils.actions import answer_setup
from accounts.councils.questions import QUESTIONS
from accounts.people.models import Person
from tests.moderation.opening import CLERK, approve, choose, open_at, words, write

As = Callable[[Person], Client]
SILENT = (
    "Your policy speaks of councillors only. It does not say who authorises the council’s own "
    "posts: decide that, with a minute."
)


@pytest.mark.clause("HLTC-gap-a")
@pytest.mark.parametrize("rest", ["home/", "setup/", "setup/who-authorises/", "rules/"])
def test_heanor_says_that_its_policy_is_silent_and_asks(db: None, as_: As, rest: str) -> None:
    place = open_at("heanor-loscoe")
    page = words(as_(place.clerk).get(place.url(rest)))
    assert SILENT in page
    assert "HLTC-purpose-1: The policy is for councillors" in page
    if rest in {"home/", "setup/"}:
        assert place.url("setup/who-authorises/") in page


@pytest.mark.clause("HLTC-gap-a")
def test_heanor_says_so_where_a_draft_cannot_be_decided(db: None, as_: As) -> None:
    place = open_at("heanor-loscoe")
    draft = write(place, as_, place.officer)
    page = words(as_(place.clerk).get(place.url(f"drafts/{draft.reference}/decide/")))
    assert SILENT in page
    assert "HLTC-purpose-1: The policy is for councillors" in page


def test_heanor_asks_until_every_kind_is_decided(db: None, as_: As) -> None:
    place = open_at("heanor-loscoe")
    page = words(as_(place.officer).get(place.url("home/")))
    assert SILENT in page
    assert "The Town Clerk can record the council’s decision." in page
    assert "setup/who-authorises/" not in page, "only those who can change it are asked"
    choose(place, as_, "who-authorises", **CLERK)
    assert SILENT not in words(as_(place.clerk).get(place.url("home/")))
    rules = words(as_(place.clerk).get(place.url("rules/")))
    assert "decide that" not in rules
    assert "It does not say who authorises the council’s own posts." in rules


@pytest.mark.clause("HLTC-gap-a")
def test_heanor_is_led_from_home_and_the_queue_to_where_it_is_decided(db: None, as_: As) -> None:
    place = open_at("heanor-loscoe")
    draft = write(place, as_, place.councillor)
    clerk = as_(place.clerk)
    ask, everything = place.url("setup/who-authorises/"), place.url("approvals/?show=all")
    home = words(clerk.get(place.url("home/")))
    assert "1 draft waits until the council says who authorises posts" in home
    for page in (home, words(clerk.get(place.url("approvals/"))), words(clerk.get(everything))):
        assert "Nobody authorises posts yet" in page
        assert SILENT in page
        assert ask in page
    assert everything in home
    assert draft.title in words(clerk.get(everything))
    choose(place, as_, "who-authorises", **CLERK)
    home = words(clerk.get(place.url("home/")))
    assert "Nobody authorises" not in home
    assert "1 draft to decide" in home
    assert "Nobody authorises" not in words(clerk.get(place.url("approvals/")))
    assert approve(as_, draft, place.clerk).status_code == 302


def test_heanor_puts_the_choice_off_and_is_asked_again(db: None, as_: As) -> None:
    place = open_at("heanor-loscoe")
    for question in QUESTIONS:
        answer_setup(
            council=place.council, question=question.key, changes={}, why="", actor=place.clerk
        )
    page = words(as_(place.clerk).get(place.url("home/")))
    assert "Setup is not finished" not in page
    assert SILENT in page
