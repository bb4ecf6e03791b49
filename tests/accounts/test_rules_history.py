"""Every version of the rules: who, when, why, and what changed."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from accounts.councils.rulebook import Rulebook, shipped
from accounts.councils.statements import changes_between, titles_together, together
from accounts.dates import today
from accounts.people.models import Person
from councilsm.forms import when_in_words
from tests.accounts.changing import NEW_POST, RULES_PAGE, changing
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]


def test_history_says_who_when_why_and_what(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(NEW_POST, changing(cast.ashford, new_office="Deputy Clerk"))
    page = as_(cast.ana).get(f"{RULES_PAGE}history/").content.decode()
    assert page.index("Version 2") < page.index("Version 1")
    newest = page[: page.index("Version 1")]
    assert "Adam," in newest
    assert "The clerk asked for help." in newest
    assert when_in_words(today()) in newest
    before, after = newest.index("Before"), newest.index("After")
    assert before < newest.index("Town Clerk", before) < after
    assert "Events Officer or Deputy Clerk" in newest[after:]
    assert "Office added" in newest
    assert "Not in force yet" not in page


def test_one_answer_to_several_rules_is_one_change() -> None:
    old = shipped("starter")
    rules = old.model_dump(mode="json")
    for name in ("authorise_reply", "authorise_share"):
        rules["rules"][name] = chosen({"offices": ["chair"]})
    (change,) = together(changes_between(old, Rulebook.model_validate(rules)))
    assert change.title == "Who authorises a reply or share of what others posted"


def test_history_shows_what_is_to_come_as_such(cast: Cast, as_: As) -> None:
    as_(cast.adam).post(NEW_POST, changing(cast.ashford, today() + timedelta(days=3)))
    assert "Not in force yet" in as_(cast.ana).get(f"{RULES_PAGE}history/").content.decode()


def test_history_is_paged_without_losing_a_change(cast: Cast, as_: As) -> None:
    for number in range(30):
        a_rulebook(cast.ashford, **RULES | {"team_name": chosen(f"Team {number}")})
    browser = as_(cast.ana)
    first = browser.get(f"{RULES_PAGE}history/")
    assert first.content.decode().count("What the admin team is called") == 25
    older = browser.get(f"{RULES_PAGE}history/{first.context['page'].older_url}")
    assert older.content.decode().count("What the admin team is called") == 5


def test_titles_are_written_together() -> None:
    assert titles_together(["Who signs a letter"]) == "Who signs a letter"
    assert titles_together(["Who signs a letter", "Who signs a lease"]) == (
        "Who signs a letter or lease"
    )
    assert titles_together(["Dogs", "Cats", "Cows"]) == "Dogs, Cats or Cows"


def test_an_added_clause_is_a_change() -> None:
    old = shipped("starter")
    new = old.model_copy(update={"clauses": {"1": "One"}})
    assert [change.added for change in changes_between(old, new)] == ["1: One"]
