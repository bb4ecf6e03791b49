"""Restricted cases: opened by anybody, and read by whom the rules name."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.cases.models import Case, CaseEntry
from tests.cast import RULES, Cast, a_rulebook, chosen
from tests.moderation.casing import CASES, THREAT, form, logged, moment, opened

As = Callable[[Person], Client]


@pytest.mark.clause("LTC-4.2.3-b")
def test_threat_is_told_at_once_and_shows_the_minutes(cast: Cast, as_: As) -> None:
    """The clerk hears without any detail, and reads how long it took."""
    times = moment("seen_at", "3 3 2026 2:10am") | moment("reported_at", "3 3 2026 2:17am")
    sent = as_(cast.ana).post(f"{CASES}new/", form(seen="earlier", what="A threat.", **times))
    case = Case.objects.get()
    assert sent.url == f"{CASES}RC-0001/"
    mail = OutboxMessage.objects.get()
    assert mail.recipient == cast.priya.email
    for word in ("threat", "abuse", "Ana", "RC-0001 "):
        assert word not in f"{mail.subject} {mail.body}"
    page = as_(cast.priya).get(case.get_absolute_url()).content.decode()
    assert "7 minutes after it was seen" in page
    assert "A threat." in page
    assert "Rule not set" in page


def test_opener_who_may_not_read_it_sees_that_it_was_received(cast: Cast, as_: As) -> None:
    as_(cast.ana).post(f"{CASES}new/", form(what="Seen by the bins."))
    page = as_(cast.ana).get(f"{CASES}RC-0001/", follow=True).content.decode()
    assert "Received" in page
    assert "RC-0001" in page
    assert "It is with: Town Clerk" in page
    assert "by the bins" not in page
    assert as_(cast.cora).get(f"{CASES}RC-0001/received/").status_code == 404
    assert "RC-0001" in as_(cast.ana).get("/c/ashford/report/mine/").text
    assert "RC-0001" not in as_(cast.cora).get("/c/ashford/report/mine/").text


def test_whoever_opens_a_case_of_abuse_is_asked_whom_it_met(cast: Cast, as_: As) -> None:
    """Only who is named reads the advice."""
    ana = as_(cast.ana)
    asked = ana.post(f"{CASES}new/", form(whom=""))
    assert asked.status_code == 422 and "was it you?" in asked.text
    assert ana.post(f"{CASES}new/", form(whom="somebody")).status_code == 422
    link = "https://www.facebook.com/jo/posts/1?access_token=abc"
    saved = ana.post(f"{CASES}new/", form(whom="me", url=link), follow=True).text
    assert Case.objects.get().affected == cast.ana
    assert "What happened to you" in saved and "It was taken out before" in saved
    assert ana.post(f"{CASES}new/", form(kind="crime", whom="")).status_code == 302


def test_a_hijacked_account_is_marked_and_who_keeps_it_is_let_in(cast: Cast, as_: As) -> None:
    cast.page.owner = cast.ashford.offices.get(key="comms-officer")
    cast.page.save()
    case = opened(cast, "hijack", by=cast.cora, account=cast.page)
    clerk = as_(cast.priya)
    page = clerk.get(case.get_absolute_url()).text
    assert f"/c/ashford/accounts/{cast.page.pk}/state/" in page
    assert "Cora keeps this account" in page
    member = cast.cora.memberships.get(council=cast.ashford)
    offer = f"{CASES}RC-0001/people/?person={member.pk}"
    assert offer in page
    assert clerk.get(offer).context["form"]["person"].value() == str(member.pk)
    clerk.post(offer, {"person": member.pk, "reason": "She secures it."})
    cast.page.status = "lost"
    cast.page.save()
    page = clerk.get(case.get_absolute_url()).text
    assert "keeps this account" not in page and "/state/" not in page


def test_nobody_else_learns_of_a_case(cast: Cast, as_: As) -> None:
    """Not on its pages, the list, Home, or the trail; nor by its item on the log."""
    item = logged(cast)
    opened(cast, item=item)
    for person in (cast.cora, cast.adam, cast.rita, cast.dev, cast.oscar):
        for step in ("", "note/", "referral/", "close/", "people/", "referrals.csv", "received/"):
            assert as_(person).get(f"{CASES}RC-0001/{step}").status_code == 404, (person, step)
        if person != cast.oscar:
            assert "RC-0001" not in as_(person).get(CASES).content.decode()
            assert "restricted case" not in as_(person).get("/c/ashford/home/").content.decode()
    assert as_(cast.cora).get(f"/c/ashford/moderation/{item.reference}/").status_code == 404
    trail = as_(cast.rita).get("/c/ashford/trail/").content.decode()
    assert "RC-0001" not in trail
    assert item.reference not in trail
    assert "1 restricted case is open" in as_(cast.priya).get("/c/ashford/home/").content.decode()


def test_case_page_shows_what_the_log_hides(cast: Cast, as_: As, queries: Any) -> None:
    item = logged(cast)
    opened(cast, item=item)
    browser = as_(cast.priya)
    browser.get(f"{CASES}RC-0001/")
    with queries(at_most=14):
        page = browser.get(f"{CASES}RC-0001/").content.decode()
    assert THREAT in page
    assert "jo_smith" in page


def test_item_belongs_to_one_case(cast: Cast, as_: As) -> None:
    item = logged(cast)
    opened(cast, item=item)
    assert as_(cast.cora).get(f"{CASES}new/?item={item.number}").status_code == 404
    assert as_(cast.ana).get(f"{CASES}new/?item={item.number}").status_code == 404


@pytest.mark.clause("LLTC-10.4-a", "DTC-2.1-c")
def test_safeguarding_is_with_its_contact_alone(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"safeguarding": chosen("comms-officer")})
    opened(cast, "safeguarding")
    assert OutboxMessage.objects.get().recipient == cast.cora.email
    assert as_(cast.cora).get(f"{CASES}RC-0001/").status_code == 200
    assert as_(cast.priya).get(f"{CASES}RC-0001/").status_code == 404


def test_vacant_contact_leaves_it_to_the_clerk(cast: Cast, as_: As) -> None:
    a_rulebook(cast.ashford, **RULES | {"safeguarding": chosen("events-officer")})
    cast.ana.memberships.get().appointments.update(ends_on="2026-01-01")
    opened(cast, "safeguarding", by=cast.dev)
    assert OutboxMessage.objects.get().recipient == cast.priya.email
    assert as_(cast.priya).get(f"{CASES}RC-0001/").status_code == 200


def test_somebody_reads_it_by_name_until_that_is_taken_away(cast: Cast, as_: As) -> None:
    opened(cast)
    clerk, member = as_(cast.priya), cast.rita.memberships.get().pk
    assert clerk.post(f"{CASES}RC-0001/people/", {"person": member}).status_code == 422
    added = {"person": member, "reason": "She advises on law."}
    assert clerk.post(f"{CASES}RC-0001/people/", added).status_code == 302
    assert as_(cast.rita).get(f"{CASES}RC-0001/").status_code == 200
    assert "1 restricted case is open" in as_(cast.rita).get("/c/ashford/home/").content.decode()
    assert clerk.post(f"{CASES}RC-0001/people/", added).status_code == 409
    reader = Case.objects.get().readers.get()
    end = f"{CASES}RC-0001/people/{reader.pk}/end/"
    assert clerk.get(end).status_code == 405
    assert as_(cast.cora).post(end).status_code == 404
    assert clerk.post(end).status_code == 302
    assert as_(cast.rita).get(f"{CASES}RC-0001/").status_code == 404


def test_trail_and_mails_say_nothing_of_it(cast: Cast, as_: As) -> None:
    """Whatever is done, no word and no name of a case goes there."""
    opened(cast, affected=cast.dev, about=cast.cora, words="Vile words", handle="jo_smith")
    clerk = as_(cast.priya)
    member = cast.rita.memberships.get().pk
    base = f"{CASES}RC-0001/"
    clerk.post(f"{base}note/", {"words": "Secret note", "when": "now"})
    clerk.post(f"{base}people/", {"person": member, "reason": "Secret reason"})
    clerk.post(f"{base}referral/", {"body": "police", "reference": "Secret ref", "when": "now"})
    clerk.post(f"{base}advice/", {"words": "Secret advice"})
    clerk.post(f"{base}close/", {"outcome": "advised", "words": "Secret outcome"})
    details = " ".join(
        f"{event.detail.label} {event.detail.old} {event.detail.new}"
        for event in AuditEvent.objects.filter(council_id=cast.ashford.pk).select_related("detail")
    )
    mails = " ".join(f"{mail.subject} {mail.body}" for mail in OutboxMessage.objects.all())
    for word in ("Secret", "threatened", "Vile", "jo_smith", "Rita", "Cora", "Dev", "advised"):
        assert word not in details, word
        assert word not in mails, word
    assert Case.objects.get().closed_at


def test_page_sent_twice_does_one_thing(cast: Cast, as_: As) -> None:
    key = "5f0f3f0e-8a3b-4b7e-9d62-0d7f4d4f9a11"
    for _ in range(2):
        sent = as_(cast.priya).post(f"{CASES}new/", form(form_key=key))
        assert sent.url == f"{CASES}RC-0001/"
        note = {"words": "Once.", "when": "now", "form_key": key}
        assert as_(cast.priya).post(f"{CASES}RC-0001/note/", note).status_code == 302
    other = as_(cast.priya).post(f"{CASES}RC-0001/note/", note | {"words": "Another note."})
    assert other.status_code == 409 and "Another note." in other.text
    assert other.context["form"].non_field_errors() == ["This is on the case already."]
    assert "on the case already" in other.text
    assert Case.objects.count() == 1
    assert CaseEntry.objects.filter(kind="note").count() == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": ""}, "Select what it is"),
        ({"what": " "}, "Say what happened"),
        ({"seen": "earlier"}, "Enter when it was seen"),
        ({"concerns": "yes"}, "Choose who"),
    ],
)
def test_what_is_missing_is_said_and_nothing_lost(
    cast: Cast, as_: As, changes: dict[str, str], says: str
) -> None:
    page = as_(cast.ana).post(f"{CASES}new/", form(**{"words": "Typed words"} | changes))
    assert page.status_code == 422
    assert says in page.content.decode()
    assert "Typed words" in page.content.decode()


def test_time_to_come_is_refused(cast: Cast, as_: As) -> None:
    times = moment("seen_at", "3 3 2099 2:10am")
    page = as_(cast.ana).post(f"{CASES}new/", form(seen="earlier", **times))
    assert page.status_code == 409
    assert not Case.objects.exists()


def test_database_keeps_what_was_written(cast: Cast, as_: As) -> None:
    case = opened(cast)
    entry = case.entries.get()
    for change in (
        lambda: CaseEntry.objects.filter(pk=entry.pk).update(words="Other"),
        lambda: Case.objects.filter(pk=case.pk).update(seen_at=case.opened_at),
        lambda: CaseEntry.objects.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_lists_are_quick(cast: Cast, as_: As, queries: Any) -> None:
    for _ in range(4):
        opened(cast)
    browser = as_(cast.priya)
    browser.get(CASES)
    with queries(at_most=10):
        assert browser.get(CASES).content.decode().count("/RC-000") == 4
