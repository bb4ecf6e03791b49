"""From a clause of the five councils to what the app does about it, and where."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.councils.rulebook import shipped
from accounts.dates import today
from accounts.people.models import Person
from policies.documents.carried_out import carried_out
from policies.documents.deeds import deeds, done_about
from tests.cast import a_member
from tests.clauses import rows
from tests.policies.writing import a_clause, an_adopted_version

As = Callable[[Person], Client]
ROOT = Path(__file__).resolve().parents[2]
COUNCILS = ("dunstable", "leighton-linslade", "flitwick", "heanor-loscoe", "ludlow")
#: What no release does yet: everything about somebody handed over as one file.
LATER = {"HLTC-capture-3"}
CURRENT = re.compile(r'href="([^"]*)"\s+aria-current="true"')
#: A clause id as code has it, which is not as words about the code have it.
CITED = re.compile(r'"((?:DTC|LLTC|FTC|HLTC|LTC)-[A-Za-z0-9.]+-[a-z0-9]+)"')


def given(name: str) -> Council:
    """A council that was set up from a shipped rulebook; its page is its first letter."""
    return create_council(name=name, slug=name[0], email="o@example.org", rulebook=name, actor=None)


def clerk_of(council: Council) -> Person:
    return a_member(council, "Tessa Clerk", council.rulebook.proper_officer)


@pytest.mark.parametrize("name", COUNCILS)
def test_of_every_duty_it_is_said_what_the_app_does(name: str) -> None:
    book = shipped(name)
    (code,) = {ref.partition("-")[0] for ref in book.clauses}
    duties = {row["id"] for row in rows() if (row["council"], row["level"]) == (code, "MUST")}
    assert duties <= set(book.clauses)  # so each has its page
    silent = {ref for ref in duties if not done_about(ref) and not carried_out(book, ref)}
    assert silent == LATER & duties


def test_what_code_cites_is_said_on_its_clause() -> None:
    books = [shipped(name) for name in COUNCILS]
    cited = {
        ref
        for app in ("accounts", "policies", "moderation")
        for path in (ROOT / app).rglob("*.py")
        if "demo" not in path.parts
        for ref in CITED.findall(path.read_text())
    }
    assert len(cited) > 40
    said = {ref for ref in cited if any(carried_out(book, ref) for book in books)}
    assert cited == said | {ref for ref in cited if done_about(ref)}


def test_the_list_names_clauses_that_there_are() -> None:
    known = {ref for name in COUNCILS for ref in shipped(name).clauses}
    assert {ref for deed in deeds() for ref in deed.clauses} <= known
    assert all(deed.does.endswith(".") and deed.clauses for deed in deeds())


def test_a_clause_leads_to_where_it_is_done_and_to_nobody_elses_page(db: None, as_: As) -> None:
    council = given("leighton-linslade")
    clerk = as_(clerk_of(council))
    councillor = as_(a_member(council, "Cllr Cole", category="councillor"))
    page, does = "/c/l/policies/clauses/LLTC-9.3-c/", "is listed as a lookalike"
    shown = " ".join(clerk.get(page).text.split())
    assert does in shown and 'Under <a class="govuk-link" href="/c/l/lookalikes/">' in shown
    assert "No rule of" in shown and "is done by people" not in shown
    # What the app does is no secret; that page is for whoever keeps the register.
    shown = councillor.get(page).text
    assert does in shown and "/c/l/lookalikes/" not in shown


def test_of_other_words_it_is_said_that_it_speaks_of_those_that_were_shipped(
    db: None, as_: As
) -> None:
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        council = given("flitwick")
    clerk, page = as_(clerk_of(council)), "/c/f/policies/clauses/FTC-4-b/"
    shipped_line = shipped("flitwick").clauses["FTC-4-b"]
    said, does = f"came with councilsm: “{shipped_line}”", "one login may open several accounts"
    assert does in clerk.get(page).text and "came with councilsm" not in clerk.get(page).text
    policy = council.policies.get()
    for days, title, words in ((1, "Nobody lists", ""), (0, shipped_line, "No list.")):
        clause = a_clause("FTC-4-b", title, words=words)
        first = today() - timedelta(days=days)
        an_adopted_version(policy, f"v.{days}", effective_from=first, clauses=[clause])
        shown = unescape(" ".join(clerk.get(page).text.split()))
        assert does in shown and said in shown


def test_a_clause_stands_under_policies(db: None, as_: As) -> None:
    page = as_(clerk_of(given("ludlow"))).get("/c/l/policies/clauses/LTC-header-a/").text
    assert CURRENT.findall(page) == ["/c/l/policies/manage/"]


def test_what_only_people_can_do_says_so(db: None, as_: As) -> None:
    page = as_(clerk_of(given("dunstable"))).get("/c/d/policies/clauses/DTC-4-c/").text
    assert "is done by people" in page and "What the app does about it" not in page
