"""What setup does not take: answers that do not fit, late ones, and other people's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.councils.models import Council
from accounts.councils.questions import QUESTIONS
from accounts.people.models import Office, Person
from tests.accounts.setting_up import (
    DECISION,
    LATER,
    POLICY,
    SETUP,
    asked,
    before_setup,
    latest,
    rule,
)
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]


@pytest.fixture
def new(cast: Cast) -> Council:
    return before_setup(cast)


def test_a_refused_answer_adds_no_office(cast: Cast, as_: As, new: Council) -> None:
    browser = as_(cast.adam)
    typed = {"new_office": "Deputy Clerk", "based_on": 1}
    browser.post(f"{SETUP}blocks/", asked(new, **LATER))
    browser.post(f"{SETUP}blocks/", asked(new, **DECISION, offices=["auditor"]))
    assert browser.post(f"{SETUP}blocks/", {**DECISION, **typed}).status_code == 409
    assert not Office.objects.filter(council=new, key="deputy-clerk").exists()


BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "no way chosen": ("blocks", {"offices": ["town-clerk"]}, "Select what your policy"),
    "unknown way": ("blocks", {"source": "guess"}, "Select one of the choices"),
    "nobody": ("blocks", DECISION, "Select at least one office, or the team"),
    "unknown office": ("blocks", {**DECISION, "offices": ["mayor"]}, "There is a problem"),
    "no minute": ("blocks", {**DECISION, "minute": " "}, "Enter the reference of the minute"),
    "no date": ("blocks", {**DECISION, "decided_on_day": ""}, "The date must include a day"),
    "no date at all": (
        "blocks",
        {"source": "minute", "minute": "1"},
        "Enter the day the council decided",
    ),
    "a date to come": (
        "blocks",
        {**DECISION, "decided_on_year": "2099"},
        "cannot be in the future",
    ),
    "no clause": ("blocks", {"source": "clause"}, "Say which clause"),
    "no clause number": (
        "blocks",
        {**POLICY, "clause_number": ""},
        "Enter the number of the clause",
    ),
    "no clause words": ("blocks", {**POLICY, "clause_words": ""}, "Enter what the clause says"),
    "some of nothing": (
        "second-person",
        {**DECISION, "second_person": "some"},
        "Select what needs a second person",
    ),
    "no name": ("team-name", DECISION, "Enter a name"),
    "no approval": ("new-accounts", DECISION, "or a meeting"),
    "no reasons": ("removal-reasons", {**DECISION, "reasons": " \n"}, "Enter at least one reason"),
    "a long reason": (
        "removal-reasons",
        {**DECISION, "reasons": "x" * 121},
        "120 characters or fewer",
    ),
    "too many reasons": (
        "removal-reasons",
        {**DECISION, "reasons": "\n".join(f"Reason {n}" for n in range(31))},
        "Enter 30 reasons or fewer",
    ),
    "no review": ("review", DECISION, "Select an answer"),
    "no months": ("review", {**DECISION, "review": "months"}, "Enter a number of months"),
    "no such month": (
        "review",
        {**DECISION, "review": "due", "due": "Smarch 2029"},
        "Enter a month such as April 2029",
    ),
    "too many months": ("review", {**DECISION, "review": "months", "months": "500"}, "120"),
    "no caretaker": ("caretaker", DECISION, "Select an office"),
    "an unnamed office": ("caretaker", {**DECISION, "office": "+"}, "Enter the title"),
    "no days": ("working-days", DECISION, "Select at least one day"),
    "no device answer": ("devices", DECISION, "Select an answer"),
    "nobody permits": (
        "devices",
        {**DECISION, "use": "with_permission"},
        "Select whose permission is needed",
    ),
    "a null byte": ("team-name", {**DECISION, "name": "a\x00b"}, "Null characters"),
}


@pytest.mark.parametrize(("question", "typed", "words"), BAD.values(), ids=list(BAD))
def test_a_bad_answer_is_refused_and_kept(
    cast: Cast, as_: As, new: Council, question: str, typed: dict[str, Any], words: str
) -> None:
    response = as_(cast.adam).post(f"{SETUP}{question}/", asked(new, **typed))
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert words in page
    if "26/7" in typed.values():
        assert 'value="26/7"' in page
    new.refresh_from_db()
    assert question in new.setup_left
    assert latest(new).number == 2


@pytest.mark.parametrize("number", ["", "x", "0", "20992099209920992099"])
def test_a_page_must_say_which_version_it_showed(
    cast: Cast, as_: As, new: Council, number: str
) -> None:
    typed = {**DECISION, "offices": ["auditor"], "based_on": number}
    assert as_(cast.adam).post(f"{SETUP}blocks/", typed).status_code == 422


def test_a_second_tab_is_told(cast: Cast, as_: As, new: Council) -> None:
    browser = as_(cast.adam)
    page = asked(new, **DECISION, offices=["town-clerk"])
    assert browser.post(f"{SETUP}blocks/", page).status_code == 302
    for late in (page | {"offices": ["auditor"], "minute": "26/99"}, page | LATER):
        response = browser.post(f"{SETUP}blocks/", late)
        assert response.status_code == 409
        assert "This question was answered already" in response.content.decode()
        assert f'value="{late["minute"]}"' in response.content.decode()
    assert rule(new, "decide_blocks").value.offices == ("town-clerk",)
    # Another question's page shown before is still good: its own rules are as it showed them.
    other = page | {"offices": ["auditor"]}
    assert browser.post(f"{SETUP}unblocks/", other).status_code == 302


def test_rules_changed_meanwhile_are_shown_first(cast: Cast, as_: As, new: Council) -> None:
    browser = as_(cast.adam)
    page = asked(new, **DECISION, offices=["auditor"])
    rules = {name: RULES[name] for name in ("manage_people", "manage_rules")}
    a_rulebook(new, **rules, decide_blocks=chosen({"offices": ["town-clerk"]}))
    response = browser.post(f"{SETUP}blocks/", page)
    assert response.status_code == 409
    assert "changed while your page was open" in response.content.decode()
    assert f'name="based_on" value="{latest(new).number}"' in response.content.decode()


def test_only_who_manages_rules_sets_up(cast: Cast, as_: As, new: Council) -> None:
    for path in (SETUP, f"{SETUP}blocks/", f"{SETUP}particulars/"):
        for person, status in ((cast.ana, 403), (cast.oscar, 404), (cast.leo, 404)):
            assert as_(person).get(path).status_code == status
            assert as_(person).post(path, asked(new, **LATER)).status_code == status
    new.refresh_from_db()
    assert len(new.setup_left) == len(QUESTIONS)


def test_there_is_no_other_question(cast: Cast, as_: As) -> None:
    assert as_(cast.adam).get(f"{SETUP}who-sings/").status_code == 404
