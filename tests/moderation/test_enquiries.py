"""What people report and ask is raised with what was posted, and found in the list."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.people.models import Person
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
from moderation.enquiries.models import Enquiry
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
    url,
)

As = Callable[[Person], Client]


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


def test_its_address_says_on_which_account_it_was(cast: Cast, as_: As) -> None:
    cora = as_(cast.cora)
    ours = "https://www.facebook.com/ashfordcouncil/posts/7?comment_id=8"
    cora.post(url("new/"), newly_raised(cast, place="", url=ours))
    assert Item.objects.get().account == cast.page
    nowhere = cora.post(url("new/"), newly_raised(cast, place="", url="https://example.org/1"))
    assert nowhere.status_code == 422 and "Select where it was" in nowhere.content.decode()


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
