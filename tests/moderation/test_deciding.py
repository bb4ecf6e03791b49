"""The clerk reads a draft and decides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.drafts.models import Decision
from tests.cast import RULES, Cast, a_member, a_rulebook, chosen
from tests.moderation.deciding import decision
from tests.moderation.drafting import waiting

As = Callable[[Person], Client]
DECIDE = "/c/ashford/drafts/D-0001/decide/"


@pytest.mark.clause("FTC-6.3-a")
def test_the_clerk_approves_exactly_what_was_shown(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    assert as_(cast.priya).post(DECIDE, decision(draft)).status_code == 302
    draft.refresh_from_db()
    made = Decision.objects.get()
    assert draft.status == "approved"
    assert draft.current and draft.current.targets.get().state == "to_post"
    assert (made.revision, made.decider, made.outcome) == (draft.current, cast.priya, "approved")
    assert made.office and made.office.key == "town-clerk"
    assert made.rulebook_version.number == 1
    assert made.source == "the council's decision of 12 May 2026, minute 24/101"
    event = AuditEvent.objects.about(draft).last()
    assert event and (event.verb, event.office_id) == ("draft.approved", made.office_id)
    told = set(
        OutboxMessage.objects.filter(subject__startswith="Approved").values_list(
            "recipient", flat=True
        )
    )
    assert told == {cast.ana.email, cast.cora.email}


REFUSED = {"ana": 403, "cora": 403, "adam": 403, "rita": 403, "dev": 403, "leo": 404, "oscar": 404}


@pytest.mark.clause("FTC-6.3-a", "FTC-8-b", "LLTC-9.3-g")
@pytest.mark.parametrize(("name", "status"), REFUSED.items())
def test_nobody_else_approves(cast: Cast, as_: As, name: str, status: int) -> None:
    draft = waiting(cast)
    assert as_(getattr(cast, name)).post(DECIDE, decision(draft)).status_code == status
    draft.refresh_from_db()
    assert draft.status == "waiting"
    assert not Decision.objects.exists()


def test_the_author_cannot_approve_where_a_second_person_is_required(cast: Cast, as_: As) -> None:
    draft = waiting(cast, author=cast.priya)
    browser = as_(cast.priya)
    assert "someone else must decide it" in browser.get(DECIDE).content.decode()
    response = browser.post(DECIDE, decision(draft))
    assert response.status_code == 409
    assert "minute 24/101" in response.content.decode()
    assert not Decision.objects.exists()


def test_a_sole_officer_posts_on_their_own_authority(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"second_person": chosen([])})
    draft = waiting(cast, author=cast.priya)
    assert as_(cast.priya).post(DECIDE, decision(draft)).status_code == 302
    assert Decision.objects.get().own_authority is True


def test_a_councillor_in_the_office_is_refused_by_law(cast: Cast, as_: As) -> None:
    vera = a_member(cast.ashford, "Cllr Vera", "town-clerk", category="councillor")
    draft = waiting(cast)
    response = as_(vera).post(DECIDE, decision(draft))
    assert response.status_code == 409
    assert "Local Government Act 1972 s.101" in response.content.decode()
    assert not Decision.objects.exists()


def test_an_unset_rule_lets_nothing_out_but_keeps_the_draft(cast: Cast, as_: As) -> None:
    rules = {name: rule for name, rule in RULES.items() if name != "authorise_new_post"}
    a_rulebook(cast.ashford, **rules)
    draft = waiting(cast)
    page = as_(cast.priya).get(DECIDE).content.decode()
    assert "has not yet said who authorises a new post" in page
    assert as_(cast.priya).post(DECIDE, decision(draft)).status_code == 409
    draft.refresh_from_db()
    assert draft.status == "waiting"


def test_changes_are_requested_with_words_the_author_reads(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    posted = decision(draft, "changes", changes_note="Add the date.")
    assert as_(cast.priya).post(DECIDE, posted).status_code == 302
    draft.refresh_from_db()
    assert draft.status == "changes"
    assert "Add the date." in as_(cast.ana).get("/c/ashford/drafts/D-0001/").content.decode()
    assert OutboxMessage.objects.filter(
        recipient=cast.ana.email, subject__startswith="Changes requested"
    ).exists()


def test_a_rejection_gives_one_of_the_councils_reasons(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    browser = as_(cast.priya)
    without = browser.post(DECIDE, decision(draft, "reject", reject_note="It is not so."))
    assert without.status_code == 422
    assert "It is not so." in without.content.decode()
    unknown = decision(draft, "reject", reject_note="No.", reject_reason="because")
    assert browser.post(DECIDE, unknown).status_code == 422
    assert not Decision.objects.exists()
    good = decision(draft, "reject", reject_note="It is not so.", reject_reason="misleading")
    assert browser.post(DECIDE, good).status_code == 302
    made = Decision.objects.get()
    assert (made.reason_code, made.note) == ("misleading", "It is not so.")


def test_without_a_list_of_reasons_words_are_enough(cast: Cast, as_: As) -> None:
    a_rulebook(
        cast.ashford,
        **{name: rule for name, rule in RULES.items() if name != "draft_refusal_reasons"},
    )
    draft = waiting(cast)
    browser = as_(cast.priya)
    assert browser.get(DECIDE).status_code == 200
    refused = browser.post(DECIDE, decision(draft, "reject", reject_note="It is not so."))
    assert refused.status_code == 302
    assert (Decision.objects.get().reason_code, Decision.objects.get().note) == (
        "",
        "It is not so.",
    )


INCOMPLETE = {
    "nothing chosen": ({"outcome": ""}, "Choose approve, request changes or reject"),
    "an unknown choice": ({"outcome": "burn"}, "Choose approve, request changes or reject"),
    "changes without words": ({"outcome": "changes"}, "Say what the author should change"),
    "no digest": ({"outcome": "approve", "digest": ""}, "There is a problem"),
}


@pytest.mark.parametrize(("changes", "words"), INCOMPLETE.values(), ids=list(INCOMPLETE))
def test_an_incomplete_decision_is_not_taken(
    cast: Cast, as_: As, changes: dict[str, Any], words: str
) -> None:
    draft = waiting(cast)
    response = as_(cast.priya).post(DECIDE, {**decision(draft), **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Decision.objects.exists()


def test_a_stale_page_is_refused_and_shows_the_new_words(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    old = decision(draft)
    ana = as_(cast.ana)
    ana.post("/c/ashford/drafts/D-0001/take-back/")
    draft.refresh_from_db()
    changed = {
        "title": "Road closure",
        "kind": "new_post",
        "accounts": [cast.page.pk],
        "text": "High Street is closed on Saturday.",
        "version": draft.version,
        "do": "submit",
    }
    ana.post("/c/ashford/drafts/D-0001/edit/", changed)
    response = as_(cast.priya).post(DECIDE, old)
    page = response.content.decode()
    assert response.status_code == 409
    assert "changed while your page was open" in page
    assert "closed on Saturday" in page
    assert not Decision.objects.exists()
    draft.refresh_from_db()
    # The page now carries the new digest, so the clerk may decide what is shown.
    assert draft.current and draft.current.digest in page


def test_deciding_twice_says_who_decided_and_when(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    browser = as_(cast.priya)
    browser.post(DECIDE, decision(draft))
    again = browser.post(DECIDE, decision(draft, "changes", changes_note="My long thought."))
    page = again.content.decode()
    assert again.status_code == 409
    assert "Priya already decided D-0001 on" in page
    assert "My long thought." in page
    assert Decision.objects.count() == 1


def test_a_window_that_passed_cannot_be_approved(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        response = as_(cast.priya).post(DECIDE, decision(draft))
    assert response.status_code == 409
    assert "has passed" in response.content.decode()


def test_after_a_decision_comes_the_next_in_the_queue(cast: Cast, as_: As) -> None:
    later = waiting(cast, title="Later", not_after=timezone.now() + timedelta(days=3))
    sooner = waiting(cast, title="Sooner", not_after=timezone.now() + timedelta(days=1))
    browser = as_(cast.priya)
    queue = browser.get("/c/ashford/approvals/").content.decode()
    assert queue.index("Sooner") < queue.index("Later")
    response = browser.post(
        f"/c/ashford/drafts/{sooner.reference}/decide/", decision(sooner), follow=True
    )
    assert response.redirect_chain[-1][0].endswith(f"/{later.reference}/decide/")
    done = '<a class="govuk-link govuk-link--no-visited-state" href="/c/ashford/drafts/D-0002/">'
    assert f"{done}D-0002</a> approved. Next: D-0001." in response.content.decode()
    last = browser.post(
        f"/c/ashford/drafts/{later.reference}/decide/", decision(later), follow=True
    )
    assert "Queue clear" in last.content.decode()


def test_skipping_goes_to_the_one_after_and_round(cast: Cast, as_: As) -> None:
    first = waiting(cast, title="First", not_after=timezone.now() + timedelta(days=1))
    second = waiting(cast, title="Second", not_after=timezone.now() + timedelta(days=2))
    browser = as_(cast.priya)
    go = browser.get(f"/c/ashford/approvals/next/?after={first.number}")
    assert second.reference in go.headers["Location"]
    go = browser.get(f"/c/ashford/approvals/next/?after={second.number}")
    assert first.reference in go.headers["Location"]


@pytest.mark.database
def test_the_database_refuses_an_author_deciding_unmarked(cast: Cast) -> None:
    draft = waiting(cast)
    refused = pytest.raises(IntegrityError, match="decision_by_another_unless_marked")
    with refused, transaction.atomic():
        Decision.objects.create(
            council=cast.ashford,
            draft=draft,
            revision=draft.current,
            outcome="approved",
            decider=cast.ana,
            author=cast.ana,
            rulebook_version_id=cast.ashford.rulebook_id,
        )


@pytest.mark.database
def test_the_database_refuses_a_second_decision_on_one_revision(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    as_(cast.priya).post(DECIDE, decision(draft))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            council=cast.ashford,
            draft=draft,
            revision=draft.current,
            outcome="rejected",
            note="No.",
            decider=cast.priya,
            author=cast.ana,
            rulebook_version_id=cast.ashford.rulebook_id,
        )


def test_approve_stays_within_its_queries(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    approval = decision(waiting(cast))
    browser = as_(cast.priya)
    with queries(at_most=21):
        assert browser.post(DECIDE, approval).status_code == 302


def test_a_page_that_is_stale_and_incomplete_says_first_that_it_is_stale(
    cast: Cast, as_: As
) -> None:
    draft = waiting(cast)
    posted = {**decision(draft, "changes"), "digest": "0" * 64}
    response = as_(cast.priya).post(DECIDE, posted)
    assert response.status_code == 409
    assert "changed while your page was open" in response.content.decode()


def test_a_leaver_gets_no_more_mail_about_their_draft(cast: Cast, as_: As) -> None:
    draft = waiting(cast)
    cast.ana.memberships.update(ends_on=today() - timedelta(days=1))
    as_(cast.priya).post(DECIDE, decision(draft))
    assert not OutboxMessage.objects.filter(recipient=cast.ana.email).exists()
