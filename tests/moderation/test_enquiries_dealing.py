"""An enquiry once raised: handed over, noticed, closed, opened again, and never deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.inbox.models import OutboxMessage
from moderation.enquiries.actions import close_enquiry
from moderation.enquiries.models import Enquiry, EnquiryEntry
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.enquiring import a_topic, an_enquiry, at, office, url

As = Callable[[Person], Client]


def entries(enquiry: Enquiry) -> list[str]:
    return list(enquiry.entries.values_list("what", flat=True))


@pytest.mark.clause("FTC-A-17")
def test_it_is_acknowledged_passed_on_and_closed_with_the_action_taken(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES, notice_served=chosen(True))
    enquiry = an_enquiry(cast)
    cora = as_(cast.cora)
    cora.post(url(enquiry, "acknowledge"), {"words": "Under the comment"})
    again = cora.post(url(enquiry, "acknowledge"))
    assert again.status_code == 409 and "already" in again.content.decode()
    assert cora.post(url(enquiry, "pass-on"), {"to_whom": ""}).status_code == 422
    cora.post(url(enquiry, "pass-on"), {"to_whom": "Grounds team", "words": "Rang them"})
    for outcome in ("acted", "answered"):  # notice is never closed without what was done
        refused = cora.post(url(enquiry, "close"), {"outcome": outcome})
        assert refused.status_code == 409 and "Say what was done" in refused.content.decode()
    cora.post(url(enquiry, "close"), {"outcome": "acted", "words": "Seat replaced on Monday"})
    page = cora.get(url(enquiry)).content.decode()
    for said in ("Under the comment", "Grounds team", "Rang them", "Seat replaced on Monday"):
        assert said in page
    assert entries(enquiry) == ["raised", "acknowledged", "passed_on", "closed"]
    late = cora.post(url(enquiry, "pass-on"), {"to_whom": "Somebody"})
    assert late.status_code == 409 and "Reopen it first" in late.content.decode()


@pytest.mark.clause("FTC-A-17")
@pytest.mark.parametrize("model", [Enquiry, EnquiryEntry])
def test_it_is_never_deleted_or_rewritten(cast: Cast, model: type[Any]) -> None:
    an_enquiry(cast)
    rows = model.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    column = "raised_at" if model is Enquiry else "happened_at"
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(**{column: timezone.now()})
    with pytest.raises(DatabaseError), transaction.atomic():
        Enquiry.objects.update(subject="Nothing was cracked")
    if model is EnquiryEntry:
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(to_whom="Somebody else")


@pytest.mark.clause("FTC-6.4-f")
def test_a_closed_one_is_open_again_when_the_same_person_asks_again(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast, "question")
    cora = as_(cast.cora)
    unanswered = cora.post(url(enquiry, "close"), {"outcome": "answered"})
    assert unanswered.status_code == 409 and "Nobody has replied" in unanswered.content.decode()
    close_enquiry(enquiry=enquiry, outcome="none", words="Not for us", actor=cast.cora)
    asked = timezone.now().replace(second=0, microsecond=0)
    sent = {"words": "And the slide?", **at("asked_at", asked)}
    page = cora.post(url(enquiry, "reopen"), sent, follow=True).content.decode()
    assert "And the slide?" in page and "Reopened: asked again" in page
    enquiry.refresh_from_db()
    assert enquiry.closed_at is None and enquiry.clock_from == asked
    assert cora.post(url(enquiry, "reopen"), sent).status_code == 409


def test_several_reporters_are_one_notice(cast: Cast, as_: As) -> None:
    hours = timedelta(hours=1)
    first = an_enquiry(cast, item={"posted_at": timezone.now() - 5 * hours})
    later = an_enquiry(cast, item={"posted_at": timezone.now() - hours, "handle": "sam"})
    a_rulebook(cast.ashford, **RULES, notice_served=chosen(True))
    cora = as_(cast.cora)
    sent = {"outcome": "duplicate", "duplicate_of": later.reference}
    earlier = {"outcome": "duplicate", "duplicate_of": later.reference}
    refused = cora.post(url(first, "close"), earlier)
    assert refused.status_code == 409 and "came before" in refused.content.decode()
    for number, said in (("N-0099", 422), ("rubbish", 422), (later.reference, 409)):
        answer = cora.post(url(later, "close"), sent | {"duplicate_of": number})
        assert answer.status_code == said
    cora.post(url(later, "close"), sent | {"duplicate_of": first.reference})
    later.refresh_from_db()
    assert (later.duplicate_of, later.outcome) == (first, "duplicate")
    assert later.reference in cora.get(url(first)).content.decode()
    refused = cora.post(url(first, "close"), sent)
    assert refused.status_code == 409


@pytest.mark.clause("FTC-A-17")
def test_notice_rests_on_notice_alone(cast: Cast, as_: As) -> None:
    """As the same as an earlier one it is closed only where that is dealt with."""
    a_rulebook(cast.ashford, **RULES, notice_served=chosen(True))
    early = timezone.now() - timedelta(hours=5)
    question = an_enquiry(cast, "question", item={"posted_at": early, "seen_at": early})
    nothing, open_one, notice = (an_enquiry(cast, item={"handle": name}) for name in "abc")
    close_enquiry(enquiry=nothing, outcome="none", words="Not ours", actor=cast.cora)
    for first, said in ((question, 409), (nothing, 409), (open_one, 302)):
        sent = {"outcome": "duplicate", "duplicate_of": first.reference}
        answer = as_(cast.cora).post(url(notice, "close"), sent)
        assert answer.status_code == said
        assert said == 302 or "is not notice that is open" in answer.content.decode()


def test_notice_takes_another_topic_and_stays_notice(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES, notice_served=chosen(True), reply_days=chosen(9))
    enquiry = an_enquiry(cast)
    a_rulebook(cast.ashford, **RULES)  # the rule is gone, and it is notice all the same
    cora, topic = as_(cast.cora), a_topic(cast, target_days=1)
    assert cora.post(url(enquiry, "kind"), {"kind": "question"}).status_code == 409
    sent = {"kind": "report", "topic": topic.pk}
    assert cora.post(url(enquiry, "kind"), sent).status_code == 302
    enquiry.refresh_from_db()
    assert (enquiry.topic, enquiry.is_notice) == (topic, True)
    assert enquiry.item and enquiry.clock_from == enquiry.item.posted_at


def test_it_is_given_to_another_owner_who_is_told(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast)
    OutboxMessage.objects.all().delete()
    dev = Membership.objects.get(person=cast.dev)
    cora = as_(cast.cora)
    both = {"office": office(cast, "auditor").pk, "owner": dev.pk}
    assert cora.post(url(enquiry, "reassign"), both).status_code == 409
    cora.post(url(enquiry, "reassign"), {"owner": dev.pk, "words": "It is in your ward"})
    enquiry.refresh_from_db()
    assert enquiry.owner == dev and enquiry.office is None
    assert OutboxMessage.objects.get().recipient == cast.dev.email
    assert as_(cast.dev).get(url(enquiry, "acknowledge")).status_code == 200
    assert as_(cast.priya).get(url(enquiry)).status_code == 404  # neither hers nor her duty


def test_whoever_does_the_work_takes_it(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast)
    cora = as_(cast.cora)
    assert "Take it</a>" in cora.get(url(enquiry)).content.decode()
    assert cora.post(url(enquiry, "take")).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.owner and enquiry.owner.person == cast.cora
    page = cora.get(url(enquiry)).content.decode()
    assert "Take it</a>" not in page and "Given to another owner" in page
    assert cora.post(url(enquiry, "take")).status_code == 409


def test_it_turns_out_to_be_a_freedom_of_information_request(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast, "question")
    cora = as_(cast.cora)
    cora.post(url(enquiry, "kind"), {"kind": "foi"})
    enquiry.refresh_from_db()
    assert enquiry.kind == "foi" and enquiry.due_on
    assert enquiry.item and enquiry.clock_from == enquiry.item.posted_at
    assert "Question until then" in cora.get(url(enquiry)).content.decode()
    assert cora.post(url(enquiry, "kind"), {"kind": "safeguarding"}).status_code == 422
