"""From a refusal, a finding, a decision and the rules to the clause as it stood that day."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from accounts.councils.actions import create_council
from accounts.councils.models import Council, RulebookVersion
from accounts.councils.rulebook import Rulebook
from accounts.dates import today
from accounts.people.models import Person
from councilsm.refusals import RuleBroken, refuse
from councilsm.templatetags.clauses import pattern_of
from moderation.checks.content import Content
from moderation.drafts.actions import create_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.log.models import ModerationAction
from policies.documents.models import Policy
from tests.cast import RULES, AccountFactory, Cast, a_member, a_version
from tests.moderation.blocking import decided
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import approved, waiting
from tests.moderation.logging_ import log
from tests.policies.writing import a_clause, a_policy, an_adopted_version

As = Callable[[Person], Client]
Queries = Callable[..., AbstractContextManager[None]]
CLAUSES = {"AT-2": "Who lets posts out", "AT-3": "Abuse comes down", "AT-4": "Nothing misleads"}
#: The day on which Ashford's rulebook began to cite its policy, and the policy's words changed.
CHANGED = date(2026, 6, 1)
PAGE = "/c/ashford/policies/clauses/"


def by_clauses(council: Council, **rules: Any) -> RulebookVersion:
    """The next rulebook, from the day of the change, with rules that cite clauses."""
    version = a_version(council, council.rulebook_versions.count() + 1, RULES)
    values = version.rulebook.model_dump(mode="json")
    values["clauses"] = CLAUSES
    values["rules"] |= rules
    version.values = Rulebook.model_validate(values).model_dump_json()
    version.digest = version.digest_of(version.values)
    version.in_force_from = CHANGED
    version.save()
    council.refresh_from_db()
    return version


@pytest.fixture
def policy(cast: Cast) -> Policy:
    """Ashford's policy, whose second version names the deputy too; the rules cite it since then."""
    policy = a_policy(cast.ashford, carries_rules=True)
    an_adopted_version(
        policy, "v.1", clauses=[a_clause("AT-2", "Who lets posts out", words="The clerk alone.")]
    )
    an_adopted_version(
        policy,
        "v.2",
        effective_from=CHANGED,
        minute="26/55",
        clauses=[
            a_clause("AT-2", "Who lets posts out", section="4.2", words="The clerk or deputy."),
            a_clause("AT-3", "Abuse comes down"),
            a_clause("AT-4", "Nothing misleads"),
        ],
    )
    clerk = {"value": {"offices": ["town-clerk"]}, "clause": "AT-2"}
    abuse = {"code": "abuse", "label": "Abuse or a threat", "clause": "AT-3"}
    misleading = {"code": "misleading", "label": "False or misleading", "clause": "AT-4"}
    by_clauses(
        cast.ashford,
        authorise_new_post=clerk,
        removal_reasons={"value": [abuse], "clause": "AT-3"},
        draft_refusal_reasons={"value": [misleading], "clause": "AT-4"},
    )
    return policy


def read(browser: Client, ref: str, on: str = "", status: int = 200) -> str:
    response = browser.get(f"{PAGE}{ref}/", {"on": on} if on else {})
    assert response.status_code == status
    return " ".join(unescape(response.content.decode()).split())


def link(ref: str, day: date, council: str = "ashford") -> str:
    return f'href="/c/{council}/policies/clauses/{ref}/?on={day.isoformat()}">{ref}'


def test_a_clause_is_shown_as_it_stood_that_day(cast: Cast, policy: Policy, as_: As) -> None:
    ana = as_(cast.ana)
    then = read(ana, "AT-2", "2026-05-31")
    assert "The clerk alone." in then and "The clerk or deputy." not in then
    assert "What it said on 31 May 2026" in then and "versions/v-1/" in then
    assert "It reads otherwise today" in then
    # The rules of that day did not cite it yet.
    assert "No rule of" in then and "version 1 of the rules" in then
    since = read(ana, "AT-2", "2026-06-01")
    assert "The clerk or deputy." in since and "Section 4.2 of" in since and "26/55" in since
    assert "It says the same today" in since
    assert "Who authorises a new post" in since and "Town Clerk" in since
    assert "Version 2 of the rules" in since
    assert "What it says" in read(ana, "AT-2")


def test_a_clause_without_a_version_is_the_rulebooks(cast: Cast, as_: As) -> None:
    by_clauses(cast.ashford)
    page = read(as_(cast.ana), "AT-4")
    assert "Nothing misleads" in page and "No version of a policy that lists it" in page
    assert "Neither a policy nor the rules here had it" in read(as_(cast.ana), "AT-4", "2026-05-31")


def test_a_clause_of_nobody_is_not_found(cast: Cast, policy: Policy, as_: As) -> None:
    read(as_(cast.ana), "AT-9", status=404)
    assert as_(cast.oscar).get("/c/barham/policies/clauses/AT-2/").status_code == 404
    assert as_(cast.oscar).get(f"{PAGE}AT-2/").status_code == 404
    assert Client().get(f"{PAGE}AT-2/").status_code == 302
    for typed, words in (("31/02/2026", "Enter a real date"), ("2199-01-01", "Enter today or")):
        assert words in read(as_(cast.ana), "AT-2", typed, status=422)


def test_the_records_made_under_a_clause(cast: Cast, policy: Policy, as_: As) -> None:
    draft = approved(cast)
    refused = waiting(cast, title="Fête")
    rejection = decision(
        refused, "reject", reject_reason="misleading", reject_note="It is on Sunday."
    )
    assert as_(cast.priya).post(decide(refused), rejection).status_code == 302
    block = decided(cast)  # of somebody whose slur Cora hid
    entry = ModerationAction.objects.get()
    entry.item.council = cast.ashford
    ana, cora = as_(cast.ana), as_(cast.cora)
    assert draft.reference in read(ana, "AT-2") and refused.reference not in read(ana, "AT-2")
    assert f"{refused.reference}</a> rejected: False or misleading" in read(ana, "AT-4")
    under = read(cora, "AT-3")
    assert f'href="{entry.get_absolute_url()}"' in under and "hidden" in under
    assert f'href="{block.get_absolute_url()}"' in under
    # Who may not read the log or the register of blocks sees nothing of either here.
    assert "None that you may read" in read(ana, "AT-3")


def test_a_restricted_case_takes_its_entry_from_the_clause(
    cast: Cast, policy: Policy, as_: As
) -> None:
    entry = log(cast)
    assert entry.item.reference in read(as_(cast.cora), "AT-3")
    type(entry.item).objects.filter(pk=entry.item_id).update(restricted=True)
    assert entry.item.reference not in read(as_(cast.cora), "AT-3")


def test_a_decision_leads_to_the_clause_as_of_its_day(
    cast: Cast, policy: Policy, as_: As, travel: Callable[[date], None]
) -> None:
    day, later = today(), today() + timedelta(days=40)
    draft = approved(cast)
    entry = log(cast)
    travel(later)
    assert link("AT-2", day) in as_(cast.ana).get(draft.get_absolute_url()).content.decode()
    assert link("AT-3", day) in as_(cast.cora).get(entry.get_absolute_url()).content.decode()
    # The rules are those of today.
    rules = as_(cast.ana).get("/c/ashford/rules/").content.decode()
    assert link("AT-2", later) in rules and link("AT-3", later) in rules


@pytest.fixture
def flitwick(db: None) -> Draft:
    """A councillor's draft in Flitwick that shows somebody whom nobody has named."""
    council = create_council(
        name="Flitwick", slug="flitwick", email="o@example.org", rulebook="flitwick", actor=None
    )
    a_member(council, "Clerk", "town-clerk")
    author = a_member(council, "Cllr Author", category="councillor")
    draft = create_draft(council=council, title="Notice", working_copy={}, actor=author)
    words = "Mail jo.roe@example.com or ring 07700 900123."
    content = Content("new_post", "Notice", {AccountFactory(council=council): words})
    submit_draft(draft=draft, content=content, version=1, actor=author)
    draft.refresh_from_db()
    return draft


def test_a_refusal_leads_to_its_clause(flitwick: Draft, as_: As) -> None:
    councillor = a_member(flitwick.council, "Cllr Acting", "town-clerk", category="councillor")
    response = as_(councillor).post(
        f"/c/flitwick/drafts/{flitwick.reference}/decide/",
        {"outcome": "approve", "digest": flitwick.current and flitwick.current.digest},
    )
    assert response.status_code == 409
    assert link("FTC-8-b", today(), "flitwick") in response.content.decode()


def test_a_finding_leads_to_its_clause(flitwick: Draft, as_: As) -> None:
    clerk = as_(Person.objects.get(name="Clerk"))
    page = clerk.get(f"/c/flitwick/drafts/{flitwick.reference}/decide/").content.decode()
    assert link("FTC-6.6-e", today(), "flitwick") in page


def summary(form: forms.Form, request: Any) -> str:
    return " ".join(render_to_string("parts/error_summary.html", {"form": form}, request).split())


class Typed(forms.Form):
    reason = forms.CharField(required=False)


def test_a_refusal_on_a_form_leads_there_beside_the_field(cast: Cast, policy: Policy) -> None:
    """The words of an error are a link to its field, so the clause has a link of its own."""
    request: Any = RequestFactory().get("/")
    request.council, request.user = cast.ashford, cast.ana
    request.membership = cast.ana.membership_at("ashford")
    form = Typed({})
    refuse(form, RuleBroken("Choose one.", source="AT-3: Abuse comes down", field="reason"))
    refuse(form, RuleBroken("Not now.", source="AT-2: Who lets posts out"))
    shown = summary(form, request)
    assert "Choose one. (AT-3: Abuse comes down)</a>" in shown
    assert f'Read <a class="govuk-link" {link("AT-3", today())}' in shown
    assert shown.count("<a class") == 2 and link("AT-2", today()) in shown
    # Whoever is not of the council reads the words alone.
    request.membership = None
    shown = summary(form, request)
    assert "AT-3: Abuse comes down" in shown and "<a class" not in shown


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("FTC-6.5-a: Libel", ["FTC-6.5-a"]),
        ("No. (FTC-6.5-ab: Longer)", ["FTC-6.5-ab"]),
        ("FTC-6.5-a, FTC-6.5-ab.", ["FTC-6.5-a", "FTC-6.5-ab"]),
        ("XFTC-6.5-a and FTC-6.5-abc", []),
        ("the council's decision of 6.3 May, minute 6.3", []),
        ("6.3: Who posts; 4: What", ["6.3", "4"]),
        ("Sent at 6.3: no", []),
    ],
)
def test_only_a_clause_is_taken_for_one(words: str, found: list[str]) -> None:
    known = ("FTC-6.5-a", "FTC-6.5-ab", "6.3", "4")
    assert pattern_of(known).findall(words) == found


def test_the_page_of_a_clause_asks_little(
    cast: Cast, policy: Policy, as_: As, queries: Queries
) -> None:
    for number in range(3):
        an_adopted_version(a_policy(cast.ashford, f"Policy {number}"))
        log(cast, url=f"https://www.facebook.com/ashfordcouncil/posts/{number}")
    cora = as_(cast.cora)
    cora.get(f"{PAGE}AT-3/")
    with queries(at_most=12):
        cora.get(f"{PAGE}AT-3/", {"on": "2026-06-02"})
