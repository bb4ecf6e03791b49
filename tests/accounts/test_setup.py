"""A council is set up: one question a page, by its own policy or by its own decision."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.councils.actions import change_rules
from accounts.councils.models import Council
from accounts.councils.questions import BY_KEY, QUESTIONS
from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.forms import when_in_words
from tests.accounts.setting_up import (
    ANSWERS,
    DECISION,
    LATER,
    POLICY,
    SETUP,
    a_council,
    asked,
    before_setup,
    latest,
    rule,
)
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen

As = Callable[[Person], Client]


@pytest.fixture
def new(cast: Cast) -> Council:
    return before_setup(cast)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (POLICY, {"clause": "6.3", "minute": "", "decided_on": None}),
        (DECISION, {"clause": "", "minute": "26/7", "decided_on": "2026-05-12"}),
    ],
    ids=["policy", "decision"],
)
def test_a_question_is_answered(
    cast: Cast, as_: As, new: Council, question: Any, source: dict[str, str], origin: dict[str, Any]
) -> None:
    typed, value = ANSWERS[question.key]
    browser = as_(cast.adam)
    path = f"{SETUP}{question.key}/"
    assert browser.get(path).status_code == 200
    response = browser.post(path, asked(new, **typed, **source))
    assert response.status_code == 302
    new.refresh_from_db()
    assert question.key not in new.setup_left
    for name in question.rules:
        assert rule(new, name).model_dump(mode="json") == {"value": value, **origin}
    if source is POLICY:
        assert latest(new).rulebook.clauses == {"6.3": "Who does what"}
    version = latest(new)
    assert (version.number, version.made_by) == (3, cast.adam)
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == ["rules.changed", "setup.answered"]
    # The answered question says so, and leads to Rules.
    page = browser.get(path).content.decode()
    assert f"/c/ashford/rules/{question.rules[0].replace('_', '-')}/" in page
    assert "<form" not in page.partition("<main")[2]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.key)
def test_a_question_is_put_off_and_answered_later(
    cast: Cast, as_: As, new: Council, question: Any
) -> None:
    typed, value = ANSWERS[question.key]
    browser = as_(cast.adam)
    path = f"{SETUP}{question.key}/"
    # What was typed beside it is not meant, however wrong it is.
    wrong = {"months": "many", "offices": ["mayor"], "decided_on_day": "x"}
    response = browser.post(path, asked(new, **LATER, **wrong), follow=True)
    assert f"Left for later: {question.title}" in response.content.decode()
    new.refresh_from_db()
    assert question.key not in new.setup_left
    assert latest(new).number == 2
    assert not any(rule(new, name).is_set for name in question.rules)
    assert browser.post(path, asked(new, **LATER)).status_code == 302
    assert browser.post(path, asked(new, **typed, **DECISION)).status_code == 302
    assert rule(new, question.rules[0]).model_dump(mode="json")["value"] == value


def test_setup_goes_on_where_it_stopped_and_ends(cast: Cast, as_: As, new: Council) -> None:
    browser = as_(cast.adam)
    assert "0 of 12 questions done" in browser.get(SETUP).content.decode()
    keys = [question.key for question in QUESTIONS]
    for key, following in zip(keys, [*keys[1:], ""], strict=True):
        response = browser.post(f"{SETUP}{key}/", asked(new, **LATER))
        assert response.headers["Location"] == f"{SETUP}{following}{'/' if following else ''}"
        if key == "review":
            page = browser.get(SETUP).content.decode()
            assert "9 of 12 questions done" in page
            assert f'href="{SETUP}caretaker/">' in "".join(page.split("\n"))
    assert "Setup is finished" in browser.get(SETUP).content.decode()
    assert AuditEvent.objects.filter(verb="setup.finished").count() == 1


def test_a_council_may_choose_that_nothing_needs_a_second_person(
    cast: Cast, as_: As, new: Council
) -> None:
    browser = as_(cast.adam)
    path = f"{SETUP}second-person/"
    empty = browser.post(path, asked(new, **DECISION))
    assert empty.status_code == 422
    assert "Select an answer" in empty.content.decode()
    none = browser.post(path, asked(new, **DECISION, second_person="none", kinds=["new_post"]))
    assert none.status_code == 302
    assert rule(new, "second_person").value == ()


def test_an_office_is_added_with_the_answer(cast: Cast, as_: As, new: Council) -> None:
    browser = as_(cast.adam)
    typed = {"offices": ["town-clerk"], "new_office": "Deputy Clerk"}
    browser.post(f"{SETUP}blocks/", asked(new, **DECISION, **typed))
    assert rule(new, "decide_blocks").value.offices == ("town-clerk", "deputy-clerk")
    assert latest(new).rulebook.title("deputy-clerk") == "Deputy Clerk"
    assert Office.objects.get(council=new, key="deputy-clerk").title == "Deputy Clerk"
    assert AuditEvent.objects.filter(verb="office.created").count() == 1
    # The same title in another question means the same office.
    browser.post(f"{SETUP}unblocks/", asked(new, **DECISION, new_office="deputy clerk"))
    assert rule(new, "decide_unblocks").value.offices == ("deputy-clerk",)
    browser.post(f"{SETUP}caretaker/", asked(new, **DECISION, office="+", new_office="Chair"))
    assert rule(new, "caretaker").value == "chair"
    assert Office.objects.filter(council=new).count() == 7


def test_what_the_policy_says_is_kept(cast: Cast, as_: As) -> None:
    council = a_council("ludlow")
    browser = as_(a_member(council, "Lou", "town-clerk"))
    path = "/c/ludlow/setup/who-authorises/"
    page = browser.get(path).content.decode()
    assert "LTC-4.2-a: The Town Clerk or a designated officer approves whatever goes out" in page
    assert "Keep this" in page
    assert browser.post(path, asked(council, **LATER)).status_code == 302
    council.refresh_from_db()
    assert "who-authorises" not in council.setup_left
    assert latest(council).number == 1
    overview = browser.get("/c/ludlow/setup/").content.decode()
    assert "1 of 12 questions done" in overview
    assert "Town Clerk or Designated officer" in overview


def test_a_listed_clause_is_cited(cast: Cast, as_: As) -> None:
    council = a_council("ludlow")
    browser = as_(a_member(council, "Lou", "town-clerk"))
    path = "/c/ludlow/setup/blocks/"
    cited = asked(council, source="clause", clause="LTC-4.2.3-b", offices=["town-clerk"])
    both = browser.post(path, cited | {"clause_number": "9", "clause_words": "More"})
    assert both.status_code == 422
    again = browser.post(path, cited | {"clause": "", **POLICY, "clause_number": "LTC-4.2.3-b"})
    assert "LTC-4.2.3-b is listed above" in again.content.decode()
    assert browser.post(path, cited).status_code == 302
    assert rule(council, "decide_blocks").clause == "LTC-4.2.3-b"


def test_an_answer_leaves_alone_what_the_policy_says(cast: Cast, as_: As, new: Council) -> None:
    kept = {name: RULES[name] for name in ("manage_people", "manage_rules", "authorise_reply")}
    a_rulebook(new, **kept)
    browser = as_(cast.adam)
    path = f"{SETUP}who-authorises/"
    assert "Your answer is for what is not set yet" in browser.get(path).content.decode()
    assert browser.post(path, asked(new, **DECISION, offices=["auditor"])).status_code == 302
    assert rule(new, "authorise_reply").value.offices == ("town-clerk",)
    assert rule(new, "authorise_share").value.offices == ("auditor",)


def test_an_answer_waits_for_a_change_made_before_it(cast: Cast, as_: As, new: Council) -> None:
    day = today() + timedelta(days=9)
    changes = {"team_name": chosen("Web team")}
    change_rules(
        council=new, changes=changes, in_force_from=day, why="Later.", based_on=2, actor=cast.adam
    )
    browser = as_(cast.adam)
    page = browser.get(f"{SETUP}blocks/").content.decode()
    assert f"waiting for {when_in_words(day)}" in page
    browser.post(f"{SETUP}blocks/", asked(new, **DECISION, offices=["auditor"]))
    assert (latest(new).number, latest(new).in_force_from) == (4, day)


@pytest.mark.clause("HLTC-gap-a")
def test_what_heanor_loscoes_policy_leaves_open_is_listed_not_assumed(cast: Cast, as_: As) -> None:
    council = a_council("heanor-loscoe")
    browser = as_(a_member(council, "Hal", "town-clerk"))
    overview = browser.get("/c/heanor-loscoe/setup/").content.decode()
    for key in ("who-authorises", "unblocks", "review"):
        assert BY_KEY[key].title in overview
        question = browser.get(f"/c/heanor-loscoe/setup/{key}/").content.decode()
        assert "checked" not in question
    assert overview.count("Unanswered") == len(QUESTIONS)
    set_by_it = {name for name, rule in latest(council).rulebook.each() if rule.is_set}
    assert set_by_it == {"report_abuse", "no_promotion"}
    rules = browser.get("/c/heanor-loscoe/rules/").content.decode()
    assert rules.count("Not set\n") + rules.count("Not set<") >= len(BY_KEY)
    # Drafts wait with the clerk, who cannot let one out: tests/moderation/test_refusals.py.
    assert browser.get("/c/heanor-loscoe/approvals/").status_code == 200


@pytest.mark.parametrize("path", ["", "who-authorises/", "devices/", "particulars/"])
def test_setup_stays_within_its_queries(
    cast: Cast, as_: As, new: Council, queries: Callable[..., Any], path: str
) -> None:
    browser = as_(cast.adam)
    with queries(at_most=8):
        assert browser.get(f"{SETUP}{path}").status_code == 200
