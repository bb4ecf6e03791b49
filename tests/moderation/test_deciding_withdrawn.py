"""An approval is taken back, with a reason, until anything is out."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.forms import when_in_words
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.actions import take_back_draft, withdraw_approval
from moderation.drafts.models import Decision, Draft, Target, Withdrawal
from tests.cast import Cast, a_member
from tests.moderation.deciding import decide, decision, submitted
from tests.moderation.drafting import approved, recorded_post
from tests.moderation.posting import address

As = Callable[[Person], Client]
WITHDRAW = "/c/ashford/drafts/D-0001/withdraw-approval/"
WHY = "The date is wrong."


def typed(draft: Draft, reason: str = WHY) -> dict[str, str]:
    assert draft.current
    return {"reason": reason, "digest": draft.current.digest}


@pytest.mark.parametrize("name", ["priya", "tom"])
def test_whoever_may_decide_it_takes_the_approval_back(cast: Cast, as_: As, name: str) -> None:
    tom = a_member(cast.ashford, "Tom", "town-clerk")
    who = tom if name == "tom" else cast.priya
    draft = approved(cast)
    browser = as_(who)
    assert WITHDRAW in browser.get(draft.get_absolute_url()).content.decode()
    assert browser.get(WITHDRAW).status_code == 200
    OutboxMessage.objects.all().delete()
    assert browser.post(WITHDRAW, typed(draft)).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "changes"
    assert draft.current and draft.current.targets.get().state == "proposed"
    made = Withdrawal.objects.get()
    assert (made.withdrawn_by, made.reason) == (who, WHY)
    assert made.office and made.office.key == "town-clerk"
    event = AuditEvent.objects.about(draft).last()
    assert event and event.verb == "approval.withdrawn"
    told = set(OutboxMessage.objects.values_list("recipient", flat=True))
    assert told == {cast.ana.email, cast.cora.email}
    mine = as_(cast.ana)
    page = mine.get(draft.get_absolute_url()).content.decode()
    assert f"{who.name} withdrew the approval" in page and WHY in page
    assert WHY in mine.get("/c/ashford/drafts/D-0001/edit/").content.decode()
    assert "Approval withdrawn" in browser.get("/c/ashford/approvals/decided/").content.decode()


def test_who_would_post_it_reads_who_withdrew_the_approval_when_and_why(
    cast: Cast, as_: As
) -> None:
    draft = approved(cast)
    as_(cast.priya).post(WITHDRAW, typed(draft))
    page = as_(cast.cora).get(address(draft)).text
    made = when_in_words(Withdrawal.objects.get().withdrawn_at)
    assert f"Priya withdrew the approval of D-0001 on {made}." in page and WHY in page
    assert "already decided" not in page and "Nothing was changed" not in page


def test_submitted_again_it_is_decided_again(cast: Cast, as_: As) -> None:
    draft = approved(cast, text="On Friday.")
    as_(cast.priya).post(WITHDRAW, typed(draft))
    draft.refresh_from_db()
    submitted(cast, draft, text="On Saturday.")
    page = as_(cast.priya).get(decide(draft)).content.decode()
    assert "What changed since version 1 (approved by Priya)" in page
    assert as_(cast.priya).post(decide(draft), decision(draft)).status_code == 302
    assert Decision.objects.count() == 2


REFUSED = {"ana": 403, "cora": 403, "adam": 403, "rita": 403, "dev": 403, "leo": 404, "oscar": 404}


@pytest.mark.parametrize(("name", "status"), REFUSED.items())
def test_nobody_else_takes_it_back(cast: Cast, as_: As, name: str, status: int) -> None:
    draft = approved(cast)
    assert as_(getattr(cast, name)).post(WITHDRAW, typed(draft)).status_code == status
    draft.refresh_from_db()
    assert draft.status == "approved"
    assert not Withdrawal.objects.exists()


def test_a_reason_is_needed(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    response = as_(cast.priya).post(WITHDRAW, typed(draft, " "))
    assert response.status_code == 422
    assert "Say why the approval is withdrawn" in response.content.decode()
    with pytest.raises(RuleBroken, match="Say why"):
        withdraw_approval(draft=draft, reason=" ", actor=cast.priya)
    assert not Withdrawal.objects.exists()


def test_not_once_it_is_posted_anywhere(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    recorded_post(cast, draft)
    assert WITHDRAW not in as_(cast.priya).get(draft.get_absolute_url()).content.decode()
    response = as_(cast.priya).post(WITHDRAW, typed(draft))
    assert response.status_code == 409
    assert "already posted on an account" in response.content.decode()
    assert WHY in response.content.decode()
    assert Target.objects.get().state == "posted"
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_only_what_was_on_the_page(cast: Cast, as_: As, digest: str) -> None:
    draft = approved(cast)
    response = as_(cast.priya).post(WITHDRAW, {"reason": WHY, "digest": digest})
    assert response.status_code == (409 if digest else 422)
    assert not Withdrawal.objects.exists()
    assert draft.status == "approved"


def test_not_twice_and_not_while_it_waits(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    browser = as_(cast.priya)
    browser.post(WITHDRAW, typed(draft))
    assert browser.post(WITHDRAW, typed(draft)).status_code == 409
    assert browser.get(WITHDRAW).status_code == 409
    assert Withdrawal.objects.count() == 1
    waiting = submitted(cast, title="Other")
    with pytest.raises(Stale):
        withdraw_approval(draft=waiting, reason=WHY, actor=cast.priya)


def test_what_is_scheduled_is_to_be_cancelled_on_the_platform(cast: Cast, as_: As) -> None:
    draft = approved(cast)
    Target.objects.update(state="scheduled")
    assert WITHDRAW in as_(cast.priya).get(draft.get_absolute_url()).content.decode()
    as_(cast.priya).post(WITHDRAW, typed(draft))
    mail = OutboxMessage.objects.filter(recipient=cast.cora.email).latest("pk")
    assert "cancel it there now" in mail.body
    assert Target.objects.get().state == "scheduled"


def test_the_author_taking_it_back_is_no_withdrawal(cast: Cast) -> None:
    draft = approved(cast)
    take_back_draft(draft=draft, actor=cast.ana)
    assert not Withdrawal.objects.exists()


@pytest.mark.database
def test_the_database_refuses_a_withdrawal_without_a_reason(cast: Cast) -> None:
    approved(cast)
    refused = pytest.raises(IntegrityError, match="withdrawal_has_reason")
    with refused, transaction.atomic():
        Withdrawal.objects.create(
            council=cast.ashford,
            decision=Decision.objects.get(),
            reason="",
            withdrawn_by=cast.priya,
        )
