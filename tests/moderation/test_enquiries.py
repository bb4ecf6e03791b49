"""What people report and ask is raised, owned, dealt with and closed, and never deleted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Membership, Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken, Stale
from moderation.enquiries.actions import (
    acknowledge,
    add_note,
    close_enquiry,
    draft_reply,
    move_to_private,
    raise_enquiry,
    reassign,
    reopen_enquiry,
)
from moderation.enquiries.models import Enquiry, EnquiryEntry
from moderation.evidence.erasing import erase_words
from moderation.items.actions import restrict_item
from moderation.items.models import Item
from moderation.log.models import ModerationAction
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.enquiring import (
    SWING,
    a_topic,
    an_enquiry,
    an_item,
    at,
    newly_raised,
    office,
)

As = Callable[[Person], Client]


def url(enquiry: Enquiry | str = "", step: str = "") -> str:
    where = f"{enquiry.reference}/" if isinstance(enquiry, Enquiry) else enquiry
    return f"/c/ashford/enquiries/{where}{f'{step}/' if step else ''}"


def entries(enquiry: Enquiry) -> list[str]:
    return list(enquiry.entries.values_list("what", flat=True))


@pytest.mark.clause("FTC-A-17")
def test_a_report_in_a_comment_has_an_owner_and_a_day(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES, notice_served=chosen(True), reply_days=chosen(5))
    topic = a_topic(cast, office=office(cast, "events-officer"))
    item = an_item(cast)
    cora = as_(cast.cora)
    address = url("new/") + f"?item={item.reference}"
    assert SWING in cora.get(address).content.decode()
    sent = {"kind": "report", "topic": topic.pk, "subject": "Cracked swing"}
    answer = cora.post(address, sent, follow=True)
    page = answer.content.decode()
    enquiry = Enquiry.objects.get()
    assert enquiry.is_notice and enquiry.clock_from == item.posted_at
    assert (enquiry.office, enquiry.item) == (topic.office, item)
    assert "Notice served" in page and "N-0001 goes to Events Officer. Due by" in page
    assert "5 working days after" in page
    told = OutboxMessage.objects.get()
    assert told.recipient == cast.ana.email
    again = cora.post(address, sent)
    assert again["Location"] == url(enquiry) and Enquiry.objects.count() == 1
    other = cora.post(address, sent | {"subject": "Broken swing"})
    assert other.status_code == 409 and "Broken swing" in other.text
    assert "jo.reed" not in told.body and "swing" not in f"{told.subject}{told.body}".lower()


def test_one_by_itself_is_written_down_with_what_was_posted(cast: Cast, as_: As) -> None:
    ana = as_(cast.ana)
    key = uuid4()
    sent = newly_raised(cast, form_key=str(key))
    sent["url"] = "https://www.facebook.com/ashfordcouncil/posts/77?access_token=abc"
    for _ in range(2):  # sent twice, it is one
        answer = ana.post(url("new/"), sent)
        assert answer.status_code == 302 and answer["Location"] == url("N-0001/")
    assert "It was taken out before" in ana.get(url("N-0001/")).text
    enquiry = Enquiry.objects.get()
    assert (enquiry.item.words if enquiry.item else "") == SWING
    assert (enquiry.owned, enquiry.due_on) == ("Town Clerk", None)
    assert "No target is set" in enquiry.clock_in_words
    assert Item.objects.count() == 1
    assert ana.get(url(enquiry)).status_code == 200  # she raised it
    assert ana.get(url(enquiry, "acknowledge")).status_code == 403
    with pytest.raises(RuleBroken, match="belongs to Town Clerk"):
        acknowledge(enquiry=enquiry, actor=cast.ana)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": ""}, "Select what it is"),
        ({"subject": ""}, "Say what it is about"),
        ({"place": "elsewhere"}, "Choose the platform"),
        ({"kind": "safeguarding"}, "Do not keep the concern here"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    cast: Cast, as_: As, changes: dict[str, str], said: str
) -> None:
    answer = as_(cast.cora).post(url("new/"), newly_raised(cast, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode() and "will get hurt" in answer.content.decode()
    assert not Enquiry.objects.exists() and not Item.objects.exists()


def test_a_time_to_come_is_refused(cast: Cast, as_: As) -> None:
    later = timezone.now() + timedelta(days=2)
    answer = as_(cast.cora).post(url("new/"), newly_raised(cast, **at("seen_at", later)))
    assert answer.status_code == 409 and "in the future" in answer.content.decode()


def test_a_comment_on_the_log_already_is_not_written_down_twice(cast: Cast) -> None:
    address = "https://www.facebook.com/ashfordcouncil/posts/7?comment_id=8"
    first = an_enquiry(cast, item={"url": address})
    second = an_enquiry(cast, "question", item={"url": address})
    assert first.item == second.item and Item.objects.count() == 1


def test_a_safeguarding_concern_is_not_kept_here(cast: Cast, as_: As) -> None:
    cora = as_(cast.cora)
    sent = newly_raised(cast, kind="safeguarding", words="", handle="", subject="A child at risk")
    page = cora.post(url("new/"), sent, follow=True).content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.subject, enquiry.item, enquiry.words) == ("Safeguarding concern", None, "")
    assert "What you typed of the concern is not kept here" in page
    assert "The concern itself is not kept here" in page and "A child at risk" not in page
    refused = cora.post(url(enquiry, "note"), {"words": "He said that"})
    assert refused.status_code == 409 and "restricted case" in refused.content.decode()
    close = url(enquiry, "close")
    assert cora.post(close, {"case_reference": "the red folder"}).status_code == 409
    assert cora.post(close, {"case_reference": "rc-0004"}).status_code == 302
    assert Enquiry.objects.get().case_reference == "RC-0004"


def test_what_a_restricted_case_keeps_is_not_shown(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast)
    assert enquiry.item
    close_enquiry(enquiry=enquiry, outcome="none", words="Not for us", actor=cast.cora)
    asked = timezone.now()
    reopen_enquiry(enquiry=enquiry, words="And the slide?", asked_at=asked, actor=cast.cora)
    restrict_item(item=enquiry.item, actor=cast.cora)
    cora = as_(cast.cora)
    page = cora.get(url(enquiry)).content.decode()
    assert "kept apart" in page and enquiry.item.reference not in page
    for address in (url(enquiry), url(enquiry, "reply"), url()):
        page = cora.get(address).content.decode()
        assert enquiry.reference in page  # it is answered in time all the same
        assert SWING not in page and "jo.reed" not in page and "And the slide" not in page
    assert cora.get(url("new/") + f"?item={enquiry.item.reference}").status_code == 404
    with pytest.raises(Stale, match="not on the log any more"):  # their page showed it still
        raise_enquiry(
            council=cast.ashford, kind="foi", subject="x", item=enquiry.item, actor=cast.cora
        )


def test_a_reply_to_what_is_kept_apart_is_written_down_here_alone(cast: Cast) -> None:
    enquiry = an_enquiry(cast)
    assert enquiry.item
    restrict_item(item=enquiry.item, actor=cast.cora)
    move_to_private(enquiry=enquiry, replied_at=timezone.now(), actor=cast.cora)
    draft = draft_reply(enquiry=enquiry, words="We look into it.", actor=cast.cora)
    assert not ModerationAction.objects.exists()
    assert draft.working_copy["answers_url"] == draft.working_copy["accounts"] == []


def test_erasing_what_was_posted_erases_what_is_quoted_of_it(cast: Cast) -> None:
    """All but the action taken, for which the council answers."""
    enquiry = an_enquiry(cast)
    assert enquiry.item
    add_note(enquiry=enquiry, words=f"They wrote: {SWING}", actor=cast.cora)
    close_enquiry(enquiry=enquiry, outcome="acted", words="Seat replaced", actor=cast.cora)
    reopen_enquiry(enquiry=enquiry, words=SWING, asked_at=timezone.now(), actor=cast.cora)
    with transaction.atomic():
        erase_words(enquiry.item)
    kept = dict(enquiry.entries.values_list("what", "words"))
    assert kept == {"raised": "", "note": "", "closed": "Seat replaced", "reopened": ""}


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


def test_its_address_says_on_which_account_it_was(cast: Cast, as_: As) -> None:
    cora = as_(cast.cora)
    ours = "https://www.facebook.com/ashfordcouncil/posts/7?comment_id=8"
    cora.post(url("new/"), newly_raised(cast, place="", url=ours))
    assert Item.objects.get().account == cast.page
    nowhere = cora.post(url("new/"), newly_raised(cast, place="", url="https://example.org/1"))
    assert nowhere.status_code == 422 and "Select where it was" in nowhere.content.decode()


def test_it_turns_out_to_be_a_freedom_of_information_request(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast, "question")
    cora = as_(cast.cora)
    cora.post(url(enquiry, "kind"), {"kind": "foi"})
    enquiry.refresh_from_db()
    assert enquiry.kind == "foi" and enquiry.due_on
    assert enquiry.item and enquiry.clock_from == enquiry.item.posted_at
    assert "Question until then" in cora.get(url(enquiry)).content.decode()
    assert cora.post(url(enquiry, "kind"), {"kind": "safeguarding"}).status_code == 422


def test_the_list_shows_overdue_ones_first_and_filters(
    cast: Cast, as_: As, queries: Callable[..., Any]
) -> None:
    soon = a_topic(cast, "Bins", target_days=1, office=office(cast, "events-officer"))
    late = an_enquiry(cast, subject="Late", topic=soon)
    Enquiry.objects.filter(pk=late.pk).update(due_by=timezone.localdate() - timedelta(days=1))
    for number in range(27):
        an_enquiry(cast, "question", subject=f"Question {number}")
    closed = an_enquiry(cast, subject="Done with")
    close_enquiry(enquiry=closed, outcome="acted", words="Emptied", actor=cast.cora)
    cora = as_(cast.cora)
    with queries(at_most=12):
        page = cora.get(url()).content.decode()
    assert page.index("N-0001") < page.index("N-0002") and "Overdue" in page
    assert "Showing 25 of 28" in page and "Done with" not in page
    for asked, found in (
        ("show=overdue", ["Late"]),
        ("show=closed", ["Done with"]),
        (f"kind=report&office={office(cast, 'events-officer').pk}", ["Late"]),
        ("kind=foi", []),
        ("show=nonsense", ["Late"]),
    ):
        page = cora.get(url() + f"?{asked}").content.decode()
        for subject in ("Late", "Done with"):
            assert (f"<bdi>{subject}</bdi>" in page) == (subject in found), asked
    ana = as_(cast.ana)
    with queries(at_most=12):
        assert "Late" in ana.get(url() + "?mine=on").content.decode()
    assert "Late" not in as_(cast.adam).get(url()).content.decode()  # nothing of his


def test_another_councils_enquiry_is_not_there(cast: Cast, as_: As) -> None:
    enquiry = an_enquiry(cast)
    assert as_(cast.oscar).get(url(enquiry)).status_code == 404
    theirs = f"/c/barham/enquiries/{enquiry.reference}/"
    assert as_(cast.oscar).get(theirs).status_code == 404
    assert as_(cast.oscar).get("/c/barham/enquiries/new/?item=M-0001").status_code == 404


def test_the_page_of_one_asks_little(cast: Cast, as_: As, queries: Callable[..., Any]) -> None:
    enquiry = an_enquiry(cast)
    reassign(enquiry=enquiry, office=office(cast, "auditor"), actor=cast.cora)
    close_enquiry(enquiry=enquiry, outcome="acted", words="Mended", actor=cast.cora)
    reopen_enquiry(enquiry=enquiry, words="Again", asked_at=timezone.now(), actor=cast.cora)
    cora = as_(cast.cora)
    with queries(at_most=12):
        assert cora.get(url(enquiry)).status_code == 200
