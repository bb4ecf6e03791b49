"""Every refusal to authorise, beside the clause it cites: for a person to read (`pytest -rP`)."""

import csv
import re
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.councils.actions import create_council
from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from councilsm.refusals import RuleBroken
from moderation.checks.content import Content, Particulars
from moderation.drafts.actions import approve_draft, create_draft, submit_draft
from moderation.drafts.models import Draft
from moderation.posts.actions import record_outside_post
from moderation.posts.models import PostChange
from tests.cast import AccountFactory, a_member

CLAUSES = {
    row["id"]: row
    for row in csv.DictReader((Path(__file__).parents[2] / "docs/clauses.csv").open())
}
PREFIXES = {
    "dunstable": "DTC",
    "leighton-linslade": "LLTC",
    "flitwick": "FTC",
    "heanor-loscoe": "HLTC",
    "ludlow": "LTC",
    "starter": "",
}
#: What a refusal may rest on besides a clause: the law, or the absence of any rule.
OTHERWISE = ("Local Government Act 1972 s.101", "rule not set")


def corrects_something(draft: Draft, account: OfficialAccount) -> None:
    """Makes a draft the correction of a post, as its page does."""
    post = record_outside_post(
        account=account,
        url="https://www.facebook.com/somewhere/posts/1",
        words="Notise.",
        posted_at=timezone.now(),
        authority="The clerk rang.",
        poster=draft.author,
        actor=draft.author,
    )
    PostChange.objects.create(
        council=draft.council,
        post=post,
        kind=PostChange.Kind.CORRECTED,
        reason="A misspelling.",
        correction=draft,
        decider=draft.author,
    )


def refusal(council: Council, kind: Kind, approver: str) -> RuleBroken | None:
    """What somebody is told who tries to approve an officer's draft; None if they may."""
    author = a_member(council, "Officer")
    people = {
        "an officer without the office": a_member(council, "Other"),
        "a councillor": a_member(council, "Cllr", category=Membership.Category.COUNCILLOR),
        "the clerk": a_member(council, "Clerk", "town-clerk"),
    }
    account = AccountFactory(council=council)
    draft = create_draft(council=council, title="Notice", working_copy={}, actor=author)
    if kind is Kind.CORRECTION:
        corrects_something(draft, account)
    # What a share or a reply must say; a notice or a correction is not asked.
    said = Particulars(original_url="https://example.org/1", endorses=False)
    content = Content(kind=kind.value, title="Notice", texts={account: "Notice."}, particulars=said)
    revision = submit_draft(draft=draft, content=content, version=1, actor=author)
    try:
        approve_draft(draft=draft, digest=revision.digest, actor=people[approver])
    except RuleBroken as error:
        return error
    return None


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("name", PREFIXES)
@pytest.mark.parametrize("approver", ["an officer without the office", "a councillor", "the clerk"])
def test_a_refusal_cites_only_its_own_councils_policy(name: str, kind: Kind, approver: str) -> None:
    council = create_council(
        name=name.title(), slug=name, email="office@example.org", rulebook=name, actor=None
    )
    told = refusal(council, kind, approver)
    if told is None:
        assert approver == "the clerk"
        assert council.rulebook.source_of(f"authorise_{kind}") != "rule not set"
        return
    clause = re.match(r"[A-Z]+-[A-Za-z0-9.-]+", told.source)
    if clause and clause[0] in CLAUSES:
        words = CLAUSES[clause[0]]["words"]
        assert CLAUSES[clause[0]]["council"] == PREFIXES[name]
    else:
        words = "(no clause)"
        assert told.source in OTHERWISE
    print(f"\n{name}, {kind.value}, {approver}\n  {told.sentence}\n  {told.source}\n  {words}")
