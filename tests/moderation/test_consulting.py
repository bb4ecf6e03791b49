"""The clerk decides after consulting the Chair: asked, kept and shown, where the rule says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.dates import today
from accounts.people.models import Appointment, Office, Person
from councilsm.audit.models import AuditDetail
from moderation.drafts.models import Consultation, Decision, Draft
from tests.accounts.changing import in_boxes
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import decide, decision
from tests.moderation.drafting import waiting
from tests.moderation.following import a_standing

As = Callable[[Person], Client]
RULE = chosen({"offices": ["town-clerk"], "consulting": ["auditor"]})
CONSULTING = RULES | {"authorise_new_post": RULE}


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """A new post, about which the clerk consults the auditor first: Rita."""
    a_rulebook(cast.ashford, **CONSULTING)
    return waiting(cast)


def asked(person: Person, days_ago: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "consulted_auditor": person.pk,
        **in_boxes("consulted_auditor_on", today() - timedelta(days=days_ago)),
        "consulted_auditor_said": "She agrees.",
        **changes,
    }


def test_an_approval_says_who_was_consulted(cast: Cast, as_: As, draft: Draft) -> None:
    priya = as_(cast.priya)
    shown = priya.get(decide(draft)).content.decode()
    assert "Whom did you consult as Internal Auditor?" in shown
    missing = priya.post(decide(draft), decision(draft))
    assert missing.status_code == 422
    assert "Say what the Internal Auditor said" in missing.content.decode()
    assert priya.post(decide(draft), decision(draft, **asked(cast.rita))).status_code == 302
    row = Consultation.objects.get()
    assert (row.person, row.office.key, row.said) == (cast.rita, "auditor", "She agrees.")
    assert row.decision == Decision.objects.get()
    assert "She agrees." in AuditDetail.objects.get(event__verb="draft.approved").new
    assert "Rita consulted on" in priya.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("who", "days_ago"), [("ana", 1), ("priya", 1), ("rita", -1)], ids=str)
def test_somebody_else_or_tomorrow_does_not_count(
    cast: Cast, as_: As, draft: Draft, who: str, days_ago: int
) -> None:
    typed = asked(getattr(cast, who), days_ago)
    response = as_(cast.priya).post(decide(draft), decision(draft, **typed))
    assert response.status_code == 422
    assert "She agrees." in response.content.decode()
    assert not Decision.objects.exists()


def test_nobody_is_asked_to_refuse(cast: Cast, as_: As, draft: Draft) -> None:
    typed = decision(draft, "reject", reject_reason="misleading", reject_note="Not true.")
    assert as_(cast.priya).post(decide(draft), typed).status_code == 302
    assert not Consultation.objects.exists()


def test_a_vacant_office_is_recorded_so(cast: Cast, as_: As, draft: Draft) -> None:
    Appointment.objects.filter(office__key="auditor").update(ends_on=today() - timedelta(days=1))
    priya = as_(cast.priya)
    assert "Nobody but you holds that office today" in priya.get(decide(draft)).content.decode()
    assert priya.post(decide(draft), decision(draft)).status_code == 302
    row = Consultation.objects.get()
    assert (row.person, row.said) == (None, "")
    assert "nobody else held it" in AuditDetail.objects.get(event__verb="draft.approved").new


def test_nobody_consults_themselves(cast: Cast, as_: As, draft: Draft) -> None:
    """The clerk holds the office too: somebody else in it is asked, or nobody is."""
    Appointment.objects.create(
        council=cast.ashford,
        office=Office.objects.get(council=cast.ashford, key="auditor"),
        membership=cast.priya.memberships.get(),
        starts_on=today(),
    )
    priya = as_(cast.priya)
    typed = decision(draft, **asked(cast.priya))
    assert priya.post(decide(draft), typed).status_code == 422
    assert priya.post(decide(draft), decision(draft, **asked(cast.rita))).status_code == 302


def test_other_kinds_ask_nobody(cast: Cast, as_: As, draft: Draft) -> None:
    reply = waiting(cast, kind="reply", title="Bins")
    assert "consult" not in as_(cast.priya).get(decide(reply)).content.decode()
    assert as_(cast.priya).post(decide(reply), decision(reply)).status_code == 302


def test_a_standing_approval_asks_too(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **CONSULTING)
    standing = a_standing(cast, decided=False)
    url = f"/c/ashford/standing-approvals/{standing.reference}/decide/"
    typed = {"outcome": "approve", "digest": standing.digest, "note": ""}
    priya = as_(cast.priya)
    assert priya.post(url, typed).status_code == 422
    assert priya.post(url, typed | asked(cast.rita)).status_code == 302
    assert "She agrees." in AuditDetail.objects.get(event__verb="standing.approved").new


def test_a_second_holder_is_offered(cast: Cast, as_: As, draft: Draft) -> None:
    a_member(cast.ashford, "Rolf", "auditor")
    shown = as_(cast.priya).get(decide(draft)).content.decode()
    assert "Rolf" in shown and "Rita" in shown
