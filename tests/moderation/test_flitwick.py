"""Flitwick's own rulebook through the front door."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.councils.actions import create_council
from accounts.councils.rulebook import shipped
from accounts.people.models import Person
from moderation.checks.content import Content
from moderation.drafts.actions import create_draft, submit_draft
from moderation.drafts.models import Decision, Draft
from tests.cast import AccountFactory, a_member

As = Callable[[Person], Client]
REASONS = {
    reason.code: reason for reason in shipped("flitwick").rules.draft_refusal_reasons.value or ()
}


@pytest.fixture
def draft(db: None) -> Draft:
    """A councillor's draft, waiting in Flitwick."""
    council = create_council(
        name="Flitwick", slug="flitwick", email="o@example.org", rulebook="flitwick", actor=None
    )
    a_member(council, "Clerk", "town-clerk")
    author = a_member(council, "Cllr Author", category="councillor")
    draft = create_draft(council=council, title="Notice", working_copy={}, actor=author)
    content = Content("new_post", "Notice", {AccountFactory(council=council): "Notice."})
    submit_draft(draft=draft, content=content, version=1, actor=author)
    draft.refresh_from_db()
    return draft


def rejection(draft: Draft, code: str, note: str) -> dict[str, str]:
    assert draft.current
    return {
        "outcome": "reject",
        "digest": draft.current.digest,
        "reject_reason": code,
        "reject_note": note,
    }


@pytest.mark.parametrize(
    "code",
    [
        pytest.param(code, marks=pytest.mark.clause(reason.clause))
        for code, reason in REASONS.items()
    ],
)
def test_a_draft_is_rejected_for_each_of_the_policys_reasons(
    draft: Draft, as_: As, code: str
) -> None:
    clerk = as_(Person.objects.get(name="Clerk"))
    decide = f"/c/flitwick/drafts/{draft.reference}/decide/"
    assert clerk.post(decide, rejection(draft, code, "")).status_code == 422
    assert not Decision.objects.exists()
    assert clerk.post(decide, rejection(draft, code, "Because of this.")).status_code == 302
    decision = Decision.objects.get()
    assert (decision.reason_code, decision.reason) == (code, REASONS[code].label)
    page = as_(draft.author).get(draft.get_absolute_url()).content.decode()
    assert "Because of this." in page
    assert decision.reason.replace("'", "&#x27;") in page


@pytest.mark.clause("FTC-8-b")
def test_a_councillor_may_write_but_not_decide_even_as_clerk(draft: Draft, as_: As) -> None:
    councillor = a_member(draft.council, "Cllr Acting", "town-clerk", category="councillor")
    response = as_(councillor).post(
        f"/c/flitwick/drafts/{draft.reference}/decide/",
        {"outcome": "approve", "digest": draft.current and draft.current.digest},
    )
    assert response.status_code == 409
    assert "FTC-8-b" in response.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.clause("FTC-6.3-a")
def test_a_team_member_posts_on_their_own_authority(draft: Draft, as_: As) -> None:
    member = a_member(draft.council, "Member", team=True)
    response = as_(member).post(
        f"/c/flitwick/drafts/{draft.reference}/decide/",
        {"outcome": "approve", "digest": draft.current and draft.current.digest},
    )
    assert response.status_code == 302
    decision = Decision.objects.get()
    assert (decision.office, decision.source.split(":")[0]) == (None, "FTC-6.3-a")
