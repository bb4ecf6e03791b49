"""Adopting a version leads to the rules whose clauses it changed: each is looked at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.councils.models import Council
from accounts.councils.rulebook import Rulebook
from accounts.people.models import Person
from policies.documents.models import Policy, RuleLook, Version
from policies.documents.questions import rules_to_look_at
from tests.accounts.changing import changing
from tests.cast import RULES, Cast, a_version
from tests.policies.writing import (
    MANAGE,
    a_clause,
    a_draft,
    a_policy,
    an_adopted_version,
    on_page,
)

As = Callable[[Person], Client]
V2 = f"{MANAGE}social-media-policy/versions/v-2/"
CLAUSES = {"AT-1": "Answer in time", "AT-2": "Who lets posts out", "AT-3": "Abuse comes down"}


def citing(council: Council, **rules: Any) -> None:
    """The next rulebook, which cites these clauses."""
    version = a_version(council, council.rulebook_versions.count() + 1, RULES)
    book = version.rulebook.model_dump(mode="json")
    book |= {"clauses": CLAUSES, "rules": book["rules"] | rules}
    version.values = Rulebook.model_validate(book).model_dump_json()
    version.digest = version.digest_of(version.values)
    version.save()
    council.refresh_from_db()


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """The rules of replies and of removals rest on its clauses."""
    reasons = [{"code": "abuse", "label": "Abuse", "clause": "AT-3"}]
    citing(
        cast.ashford,
        reply_days={"value": 2, "clause": "AT-1"},
        authorise_reply={"value": {"offices": ["town-clerk"]}, "clause": "AT-2"},
        removal_reasons={"value": reasons, "minute": "1", "decided_on": "2026-05-12"},
    )
    policy = a_policy(cast.ashford, carries_rules=True)
    an_adopted_version(
        policy, "v.1", clauses=[a_clause(ref, title) for ref, title in CLAUSES.items()]
    )
    return policy


def adopt(as_: As, cast: Cast, policy: Policy) -> Version:
    """Version 2 says one day where it said two, and no longer speaks of abuse."""
    clauses = [
        a_clause("AT-1", "Answer within one day"),
        a_clause("AT-2", CLAUSES["AT-2"]),
        a_clause("AT-9", "Something new"),
    ]
    draft = a_draft(policy, "v.2", clauses=clauses)
    typed = {"approved_by": "Full Council", "approved_on": "20/04/2026", "minute": "26/041"}
    when = {"effective_from_day": "20", "effective_from_month": "4", "effective_from_year": "2026"}
    assert as_(cast.adam).post(f"{V2}adopt/", typed | when | on_page()).status_code == 302
    draft.refresh_from_db()
    return draft


def test_the_rules_to_look_at(cast: Cast, as_: As, policy: Policy) -> None:
    version = adopt(as_, cast, policy)
    assert rules_to_look_at(version) == ["removal_reasons", "reply_days"]
    adam = as_(cast.adam)
    assert "the clauses of 2 rules" in adam.get(V2).content.decode()
    page = adam.get(f"{V2}rules/")
    rows = {row["rule"].name: row for row in page.context["rows"]}
    ((ref, old, new),) = rows["reply_days"]["clauses"]
    assert (ref, old.title, new.title) == ("AT-1", "Answer in time", "Answer within one day")
    ((ref, old, new),) = rows["removal_reasons"]["clauses"]
    assert (ref, new) == ("AT-3", None)
    assert "AT-9" in page.content.decode()
    assert as_(cast.ana).get(f"{V2}rules/").status_code == 403
    assert "2 rules to look at after v.2" in adam.get("/c/ashford/home/").content.decode()
    assert "to look at after" not in as_(cast.ana).get("/c/ashford/home/").content.decode()


def test_a_rule_stays_or_was_changed(cast: Cast, as_: As, policy: Policy) -> None:
    version = adopt(as_, cast, policy)
    adam, at = as_(cast.adam), f"{V2}rules/"
    assert adam.post(at, {"rule": "reply_days", "kept": "no"}).status_code == 409  # as it was
    for wrong in ("authorise_reply", "nothing", ""):
        assert adam.post(at, {"rule": wrong, "kept": "yes"}).status_code == 409
    assert as_(cast.ana).post(at, {"rule": "reply_days", "kept": "yes"}).status_code == 403
    assert adam.post(at, {"rule": "removal_reasons", "kept": "yes"}).status_code == 302
    assert adam.post(at, {"rule": "removal_reasons", "kept": "yes"}).status_code == 409
    assert rules_to_look_at(version) == ["reply_days"]
    change = changing(cast.ashford, number="1", why="Within one day.")
    changed = adam.post("/c/ashford/rules/reply-days/", change)
    assert changed.status_code == 302
    assert adam.post(at, {"rule": "reply_days", "kept": "no"}).status_code == 302
    assert rules_to_look_at(version) == []
    assert "Every one of them was looked at" in adam.get(at).content.decode()
    assert "to look at after" not in adam.get("/c/ashford/home/").content.decode()
    looks = RuleLook.objects.order_by("rule").values_list("rule", "kept")
    assert list(looks) == [("removal_reasons", True), ("reply_days", False)]
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleLook.objects.update(kept=True)


def test_what_is_no_policy_of_the_rules_changes_none(cast: Cast, as_: As, policy: Policy) -> None:
    Policy.objects.update(carries_rules=False)
    policy.refresh_from_db()
    assert rules_to_look_at(adopt(as_, cast, policy)) == []
    draft = a_draft(policy, "v.3")
    assert as_(cast.adam).get(f"{draft.get_absolute_url()}rules/").status_code == 404
