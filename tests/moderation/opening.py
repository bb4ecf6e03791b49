"""Councils as shipped for tests, which choose in setup what their policies leave open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.drafts.models import Draft
from tests.accounts.setting_up import DECISION, asked
from tests.cast import AccountFactory, a_member

As = Callable[[Person], Client]

NAMES = {
    "dunstable": "Dunstable Town Council",
    "leighton-linslade": "Leighton-Linslade Town Council",
    "heanor-loscoe": "Heanor and Loscoe Town Council",
}
CLERK = {"offices": ["town-clerk"]}
POST = "Library Street is closed on Friday."


@dataclass(frozen=True)
class Place:
    """A council as shipped, its people and its page."""

    council: Council
    page: OfficialAccount
    clerk: Person
    officer: Person
    councillor: Person

    def url(self, rest: str) -> str:
        """The address of one of its pages."""
        return f"/c/{self.council.slug}/{rest}"


def open_at(rulebook: str, officer: str = "") -> Place:
    """A council whose rules are what its policy says and nothing else.

    Args:
        officer: the office that its officer holds, if any.
    """
    council = create_council(
        name=NAMES[rulebook],
        slug=rulebook,
        email="office@example.org",
        rulebook=rulebook,
        actor=None,
    )
    return Place(
        council=council,
        page=AccountFactory(council=council),
        clerk=a_member(council, "Clerk", "town-clerk"),
        officer=a_member(council, "Officer", *([officer] if officer else [])),
        councillor=a_member(council, "Cllr Webb", category="councillor"),
    )


def choose(place: Place, as_: As, question: str, **typed: Any) -> None:
    """The clerk answers a question of setup by the council's decision."""
    body = asked(place.council, **typed, **DECISION)
    assert as_(place.clerk).post(place.url(f"setup/{question}/"), body).status_code == 302


def set_up(place: Place, as_: As, *second: str) -> None:
    """The clerk's choices: the clerk authorises; a second person for these kinds."""
    choose(place, as_, "who-authorises", **CLERK)
    kinds = {"second_person": "some", "kinds": list(second)} if second else {}
    choose(place, as_, "second-person", **(kinds or {"second_person": "none"}))


def write(place: Place, as_: As, author: Person, text: str = POST) -> Draft:
    """Submits a draft by the composer."""
    body = {
        "title": "Street closed",
        "kind": "new_post",
        "accounts": [place.page.pk],
        "text": text,
        "version": 1,
        "do": "submit",
    }
    assert as_(author).post(place.url("drafts/new/"), body).status_code == 302
    return Draft.objects.latest("pk")


def approve(as_: As, draft: Draft, who: Person) -> Any:
    """The answer to somebody who presses Approve."""
    assert draft.current
    url = f"/c/{draft.council.slug}/drafts/{draft.reference}/decide/"
    return as_(who).post(url, {"outcome": "approve", "digest": draft.current.digest})


def words(response: Any) -> str:
    """A page's words and tags, with one space between them."""
    return " ".join(response.content.decode().split())
