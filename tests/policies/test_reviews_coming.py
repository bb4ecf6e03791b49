"""When reviews come due, and where that is seen: what calls for one, lists, Home."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.people.models import Office, Person
from councilsm.audit.models import AuditEvent
from policies.documents.models import Policy
from policies.reviews.models import Review, Trigger
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.policies.electing import a_period
from tests.policies.reviewing import (
    DAY,
    LIST,
    ONE,
    RECORD,
    TRIGGER,
    a_reviewed_policy,
    boxes,
    called,
    due,
    page,
    reviewed,
)
from tests.policies.writing import a_draft, a_policy, an_adopted_version

pytestmark = pytest.mark.django_db

As = Callable[[Person], Client]
Travel = Callable[[date], None]


@pytest.fixture(autouse=True)
def september(travel: Travel) -> Travel:
    travel(DAY)
    return travel


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return a_reviewed_policy(cast)


@pytest.mark.clause("DTC-6.1-d")
def test_a_new_law_opens_a_review_before_the_annual_date(cast: Cast, as_: As) -> None:
    policy = a_policy(cast.ashford, review_months=12)
    an_adopted_version(policy, approved_on="2026-08-01")
    assert due(cast) == "2027-08-01: In date"
    adam = as_(cast.adam)
    answer = adam.post(TRIGGER, called(), follow=True)
    assert answer.redirect_chain[-1][0] == ONE
    assert due(cast) == "2026-10-15: Due soon"
    shown = page(adam, ONE)
    assert "Called for: a new or changed law" in shown and "Data (Use and Access)" in shown
    # One that is noticed after the review is not answered by it; the earlier one is.
    later = called(what="A hoax.", kind="incident", **boxes("noticed_on", date(2026, 9, 9)))
    adam.post(TRIGGER, later | boxes("due_on", date(2026, 12, 1)))
    adam.post(RECORD, reviewed())
    law, incident = Trigger.objects.order_by("pk")
    assert (law.review, incident.review) == (Review.objects.get(), None)
    assert due(cast) == "2026-12-01: Due soon"
    assert "Answers: A new or changed law" in page(adam, ONE)
    assert AuditEvent.objects.filter(verb="policy.review_called_for").count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": " "}, "Say what it is"),
        ({"kind": "rumour"}, "Select one of the choices"),
        (boxes("noticed_on", date(2026, 9, 11)), "cannot be in the future"),
        (boxes("due_on", date(2026, 9, 9)), "cannot be in the past"),
    ],
)
def test_what_calls_for_a_review_is_said_in_full(
    cast: Cast, as_: As, policy: Policy, typed: dict[str, str], said: str
) -> None:
    answer = as_(cast.adam).post(TRIGGER, called(**typed))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Trigger.objects.exists()


def test_the_list_for_the_annual_meeting(cast: Cast, as_: As, queries: Any) -> None:
    """The most urgent first; each state in words, never by colour alone."""
    a_rulebook(cast.ashford, **RULES, review=chosen({"months": 48}))
    rules = a_policy(cast.ashford, "Rules policy", carries_rules=True)
    an_adopted_version(rules, approved_on="")
    for title, months, approved in [
        ("Late", 12, "2025-08"),
        ("Soon", 12, "2026-02-01"),
        ("In time", 24, "2026-02-01"),
        ("Never", None, "2026-02-01"),
    ]:
        an_adopted_version(
            a_policy(cast.ashford, title, review_months=months), approved_on=approved
        )
    ended = a_policy(cast.ashford, "Ended", withdrawn_on=DAY, withdrawn_minute="26/1")
    an_adopted_version(ended)
    owner = Office.objects.get(council=cast.ashford, key="auditor")
    Policy.objects.filter(title="Soon").update(owner=owner)
    client = as_(cast.adam)
    client.get(LIST)
    with queries(at_most=8):
        shown = page(client)
    parts = ["Late", "Overdue since 1 September 2026", "Soon", "Due soon", "1 February 2027"]
    parts += ["Internal Auditor", "In time", "In date", "1 February 2028"]
    parts += ["Rules policy", "Not known", "Baseline needed", "Never", "No period set"]
    places = [
        shown.index(f">{part}<") if part in {"Late", "Soon", "Never"} else shown.index(part)
        for part in parts
    ]
    assert places == sorted(places)
    assert "Ended" not in shown.split("<main")[1]
    assert "Town Clerk" in shown
    assert "print this page from your browser" in shown


@pytest.mark.clause("FTC-11-a")
def test_four_years_from_a_baseline_that_somebody_has_to_enter(
    cast: Cast, as_: As, september: Travel
) -> None:
    """Until somebody does, it is never in date, and Home says so to who keeps the policies."""
    a_rulebook(cast.ashford, **RULES, review=chosen({"months": 48}))
    policy = a_policy(cast.ashford, carries_rules=True)
    an_adopted_version(policy, approved_on="")
    adam = as_(cast.adam)
    assert due(cast) == "never: Baseline needed"
    assert "baseline needed" in page(adam, "/c/ashford/home/")
    assert "Baseline needed" in page(adam)
    adam.post(RECORD, reviewed(reviewed_on="November 2022", minute="22/80"))
    assert due(cast) == "2026-11: Due soon"
    home = page(adam, "/c/ashford/home/")
    assert "baseline needed" not in home and "Due November 2026" not in home
    september(date(2026, 10, 31))
    assert "Due November 2026" in page(as_(cast.adam), "/c/ashford/home/")
    assert due(cast, date(2026, 12, 1)) == "2026-11: Overdue since 1 December 2026"


def test_home_tells_the_office_that_sees_to_it(cast: Cast, as_: As, policy: Policy) -> None:
    """Adam keeps policies; Priya is the proper officer; for Ana it is nobody's but theirs."""
    for person, told in ((cast.adam, True), (cast.priya, True), (cast.ana, False)):
        shown = page(as_(person), "/c/ashford/home/")
        assert ("Overdue since 2 May 2026" in shown) is told
    Policy.objects.update(owner=Office.objects.get(council=cast.ashford, key="events-officer"))
    assert "Overdue since 2 May 2026" in page(as_(cast.ana), "/c/ashford/home/")
    assert "Overdue since 2 May 2026" not in page(as_(cast.priya), "/c/ashford/home/")


def test_a_review_in_a_period_says_so(cast: Cast, as_: As, september: Travel) -> None:
    policy = a_policy(cast.ashford, review_months=12)
    an_adopted_version(policy, approved_on="2026-04-20")
    may = "May fall in a pre-election period, if there are elections that May"
    assert may in page(as_(cast.ana))
    a_period(cast)
    shown = page(as_(cast.ana))
    assert may not in shown
    assert "Likely to fall in a pre-election period: By-election, North ward" in shown
    Policy.objects.update(review_months=9)
    assert "pre-election period" not in page(as_(cast.ana)).split("<main")[1]


def test_what_the_sql_says_is_what_the_models_say(cast: Cast) -> None:
    """Versions to come, drafts, past ones and withdrawn policies, in one query of two councils."""
    from policies.documents.questions import in_force_on
    from policies.reviews.facts import facts_of

    first = a_reviewed_policy(cast)
    an_adopted_version(first, "v.2", effective_from=date(2026, 9, 10))
    an_adopted_version(first, "v.3", effective_from=date(2026, 9, 11))
    a_draft(first, "v.4", effective_from=date(2026, 9, 5))
    a_policy(cast.ashford, "Bare")
    an_adopted_version(a_policy(cast.barham, "Theirs"), effective_from=date(2026, 1, 1))
    a_policy(cast.ashford, "Ended", withdrawn_on=DAY, withdrawn_minute="1")
    for council in (cast.ashford, cast.barham):
        for day in (date(2025, 4, 1), date(2026, 9, 9), DAY, date(2026, 9, 11)):
            said = {one.policy: one.version for one in facts_of([council.pk], day) if one.version}
            held = in_force_on(council, day).values_list("policy", "pk")
            assert said == dict(held)
    found = {one.title: one for one in facts_of([cast.ashford.pk, cast.barham.pk], DAY)}
    assert {*found} == {"Social media policy", "Bare", "Theirs"}
    assert found["Theirs"].council_slug == "barham"
    assert found["Bare"].version is None
