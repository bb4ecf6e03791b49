"""What is kept of a report from whom it is about, and from those who may not read its case."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from accounts.clock.hearers import Hearers
from accounts.people.models import Membership, Office, Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from moderation.cases.actions import add_reader, open_case, say_whom_it_concerns
from moderation.cases.models import CaseEntry
from moderation.cases.questions import visible_to as cases_of
from moderation.evidence.models import Evidence
from moderation.sightings.actions import (
    add_to_sighting,
    close_sighting,
    hand_on,
    make_case_of,
    make_draft_of,
    make_enquiry_of,
    put_in_log,
    take_over,
    take_sighting,
)
from moderation.sightings.deadlines import to_take, to_take_now
from moderation.sightings.models import Sighting
from tests.cast import Cast, a_member
from tests.councilsm.files.samples import picture, upload
from tests.moderation.capturing import address
from tests.moderation.conducting import managed_by
from tests.moderation.logging_ import by_the_book
from tests.moderation.reporting import LINK, NEW, a_report, routed

As = Callable[[Person], Client]
WORDS = "He stalks my daughter"


def opens(as_: As, sighting: Sighting, *people: Person) -> list[str]:
    """Who of them finds the report."""
    address = sighting.get_absolute_url()
    return [one.name for one in people if as_(one).get(address).status_code == 200]


def office(cast: Cast, key: str) -> Office:
    return Office.objects.get(council=cast.ashford, key=key)


@pytest.fixture
def about_priya(cast: Cast) -> Sighting:
    """A report about the clerk, which Cora has taken: her office covers the clerk's."""
    routed(cast, cover=["comms-officer"])
    sighting = a_report(cast, "newsworthy", words=WORDS, sentiment="negative", about_clerk=True)
    return take_sighting(sighting=sighting, actor=cast.cora)


# --- About the clerk ----------------------------------------------------------------------------


def test_a_report_about_the_clerk_becomes_nothing_that_the_clerk_reads(
    cast: Cast, as_: As, about_priya: Sighting
) -> None:
    placed = {"platform": "facebook", "account": None, "elsewhere": "x", "kind": "post"}
    asked = {"subject": "The market", "topic": None, "posted_at": None}
    for act in (
        lambda: put_in_log(sighting=about_priya, handle="", words="", actor=cast.cora, **placed),
        lambda: make_enquiry_of(sighting=about_priya, kind="complaint", actor=cast.cora, **asked),
        lambda: make_draft_of(sighting=about_priya, actor=cast.cora),
    ):
        with pytest.raises(RuleBroken, match="who would read it there"):
            act()
    page = as_(cast.cora).get(about_priya.get_absolute_url()).content.decode()
    assert "Close with an answer" in page and "Open a restricted case" in page
    for gone in ("Raise an enquiry", "Put it in the moderation log", "Start a draft"):
        assert gone not in page
    case = make_case_of(sighting=about_priya, kind="crime", actor=cast.cora)
    assert (case.about, case.about_clerk) == (cast.priya, True)
    assert as_(cast.priya).get(case.get_absolute_url()).status_code == 404


def test_mail_and_reminders_of_it_are_kept_from_the_clerk_and_the_trail(cast: Cast) -> None:
    routed(cast, cover=["comms-officer"])
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        a_report(cast, "abuse", about_clerk=True, monitoring="mo@kent.example")
        a_report(cast, "misuse", about_clerk=True)
    kept = set(OutboxMessage.objects.values_list("recipient", "apart_from"))
    assert {to for to, _ in kept} == {cast.cora.email, "mo@kent.example"}
    assert {apart for _, apart in kept} == {cast.priya.pk}
    councils, day = [cast.ashford.pk], timezone.localdate()
    told = [*to_take_now(councils, day), *to_take(councils, day)]
    assert {one.apart_from for one in told} == {cast.priya.pk} and len(told) == 2
    assert all(one.discreet and one.office_id == office(cast, "comms-officer").pk for one in told)


def test_a_suspended_clerk_and_one_who_shares_the_office_see_nothing_of_it(
    cast: Cast, as_: As
) -> None:
    routed(cast, cover=["administrator"])
    pat = a_member(cast.ashford, "Pat", "town-clerk")
    seat = Membership.objects.get(council=cast.ashford, person=cast.priya)
    Membership.objects.filter(pk=seat.pk).update(closes_at=timezone.now() - timedelta(hours=1))
    sighting = a_report(cast, "abuse", words="The clerk threatened me", about_clerk=True)
    Membership.objects.filter(pk=seat.pk).update(closes_at=None)
    assert sighting.case is not None
    for clerk in (cast.priya, pat):
        member = Person.objects.get(pk=clerk.pk).membership_at(cast.ashford)
        assert member is not None and not cases_of(member).filter(pk=sighting.case.pk).exists()
    assert opens(as_, sighting, cast.ana, cast.priya, pat, cast.adam) == ["Ana", "Adam"]
    assert not OutboxMessage.objects.filter(recipient__in=[pat.email, cast.priya.email]).exists()


def test_of_two_clerks_neither_hears_of_a_report_about_one_of_them(cast: Cast, as_: As) -> None:
    routed(cast, cover=["administrator"])
    pat = a_member(cast.ashford, "Pat", "town-clerk", "administrator")
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        case = a_report(cast, "abuse", words="The clerk threatened me", about_clerk=True).case
        sighting = a_report(cast, "newsworthy", sentiment="negative", about_clerk=True)
    assert case is not None
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)
    book, day = cast.ashford.rulebook, timezone.localdate()
    for on in (day, day + timedelta(days=30)):
        hearers = Hearers(cast.ashford, book, on)
        for due in (*to_take_now([cast.ashford.pk], on), *to_take([cast.ashford.pk], on)):
            assert {one.pk for one in hearers.of(due)} == {cast.adam.pk}
            assert not {one.pk for one in hearers.next_to(due)} & {pat.pk, cast.priya.pk}
    with pytest.raises(RuleBroken, match="concerns them"):
        add_reader(case=case, person=pat, reason="Cover", actor=cast.adam)
    for clerk, sees in ((pat, False), (cast.priya, False), (cast.adam, True)):
        for there in (sighting, case):
            asked = {"reference": there.reference}
            found = as_(clerk).get("/c/ashford/find/", asked, follow=True)
            assert found.status_code == (200 if sees else 404)
        home = as_(clerk).get("/c/ashford/home/").content.decode()
        assert ("report for you" in home and "message" in home) == sees
    unsent = as_(pat).get("/c/ashford/undelivered/")
    assert unsent.status_code == 200 and "S-000" not in unsent.content.decode()
    assert "S-000" in as_(cast.adam).get("/c/ashford/undelivered/").content.decode()


def test_who_was_the_clerk_may_not_take_it_later(cast: Cast, about_priya: Sighting) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    seat = Membership.objects.get(council=cast.ashford, person=cast.priya)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        cast.ashford.appointments.filter(membership=seat).update(
            ends_on=yesterday + timedelta(days=2)
        )
        cast.ashford.appointments.create(
            office=office(cast, "comms-officer"), membership=seat, starts_on=timezone.localdate()
        )
        priya = Person.objects.get(pk=cast.priya.pk)
        with pytest.raises(RuleBroken, match="did not go to you"):
            take_over(sighting=about_priya, reason="Mine", actor=priya)


# --- What a case keeps --------------------------------------------------------------------------


def test_once_it_is_a_case_its_readers_and_its_reporter_alone_read_it(cast: Cast, as_: As) -> None:
    routed(cast, report_harmful={"offices": ["comms-officer"]})
    carl = a_member(cast.ashford, "Carl", "comms-officer")
    sent = {"kind": "harmful", "words": WORDS, "captures": upload(picture(), "it.jpg")}
    as_(cast.ana).post(NEW, sent)
    sighting = take_sighting(sighting=Sighting.objects.get(), actor=cast.cora)
    assert opens(as_, sighting, cast.ana, cast.cora, carl) == ["Ana", "Cora", "Carl"]
    case = make_case_of(sighting=sighting, kind="crime", actor=cast.cora)
    people = (cast.ana, cast.priya, cast.cora, carl)
    assert opens(as_, sighting, *people) == ["Ana", "Priya"]
    # It turns out to concern the clerk.
    add_reader(case=case, person=cast.cora, reason="She took it", actor=cast.priya)
    say_whom_it_concerns(case=case, about=cast.priya, words="Hers", actor=cast.cora)
    assert opens(as_, sighting, *people) == ["Ana", "Cora"]
    evidence = Evidence.objects.get()
    assert as_(cast.priya).get(address("", evidence)).status_code == 404
    assert as_(cast.cora).get(address("", evidence)).status_code == 200


def test_what_a_case_took_from_the_log_is_gone_from_its_report(cast: Cast, as_: As) -> None:
    routed(cast, report_harmful={"offices": ["comms-officer"]})
    carl = a_member(cast.ashford, "Carl", "comms-officer")
    sighting = take_sighting(sighting=a_report(cast, words=WORDS), actor=cast.cora)
    item = put_in_log(
        sighting=sighting,
        platform="facebook",
        account=None,
        elsewhere="Ashford Friends",
        kind="post",
        handle="bob",
        words="I will find you",
        actor=cast.cora,
    )
    assert opens(as_, sighting, carl) == ["Carl"]
    open_case(council=cast.ashford, kind="crime", what="Stalking", item=item, actor=cast.cora)
    assert opens(as_, sighting, cast.ana, cast.priya, carl) == ["Ana", "Priya"]


def test_a_report_with_a_case_is_not_handed_on(cast: Cast, as_: As) -> None:
    sighting = a_report(cast, "abuse", by=cast.dev, words=WORDS)
    assert "Hand it on" not in as_(cast.priya).get(sighting.get_absolute_url()).content.decode()
    with pytest.raises(RuleBroken, match="restricted case"):
        hand_on(sighting=sighting, office=office(cast, "events-officer"), note="", actor=cast.priya)


@pytest.mark.clause("LTC-4.2.3-b", "DTC-1.2-l")
def test_abuse_reaches_clerk_and_line_manager_and_who_takes_it_reads_its_case(
    cast: Cast, as_: As
) -> None:
    by_the_book(cast, "ludlow")
    managed_by(cast, cast.ana, "administrator")
    sighting = a_report(cast, "abuse", words=WORDS)
    assert sighting.case is not None
    told = OutboxMessage.objects.filter(subject__contains=sighting.reference)
    assert {one.recipient for one in told} == {cast.priya.email, cast.adam.email}
    assert as_(cast.adam).get(sighting.case.get_absolute_url()).status_code == 200
    taken = take_sighting(sighting=sighting, actor=cast.adam)
    assert close_sighting(sighting=taken, answer="Advised.", actor=cast.adam).outcome == "case"


def test_what_is_added_reaches_the_case(cast: Cast, as_: As) -> None:
    sighting = a_report(cast, "abuse", words=WORDS)
    more = {"words": "He came again", "captures": upload(picture(), "again.jpg")}
    assert as_(cast.ana).post(f"{sighting.get_absolute_url()}add/", more).status_code == 302
    entry = CaseEntry.objects.latest("pk")
    assert entry.kind == "said" and "He came again" in entry.words
    evidence = Evidence.objects.get()
    assert evidence.item is not None and evidence.item.restricted
    assert as_(cast.cora).get(address("", evidence)).status_code == 404
    again = {"captures": upload(picture(), "again.jpg")}
    assert as_(cast.ana).post(f"{sighting.get_absolute_url()}add/", again).status_code == 302
    assert sighting.came_with.count() == 1


def test_what_nobody_may_keep_is_not_added_either(cast: Cast, as_: As) -> None:
    sighting = a_report(cast)
    typed = {"words": "It shows a child", "prohibited": "child"}
    page = as_(cast.ana).post(f"{sighting.get_absolute_url()}add/", typed)
    assert page.status_code == 422 and "Internet Watch Foundation" in page.content.decode()
    assert not sighting.additions.exists()
    as_(cast.ana).post(NEW, {"kind": "harmful", "url": LINK, **typed})
    assert Sighting.objects.latest("pk").words == ""


def test_a_reporter_who_logs_does_not_take_their_own(cast: Cast, as_: As) -> None:
    own = a_report(cast, "mistake", by=cast.cora)
    assert "Take it" not in as_(cast.cora).get(own.get_absolute_url()).content.decode()
    with pytest.raises(RuleBroken, match="did not go to you"):
        take_sighting(sighting=own, actor=cast.cora)


# --- The database's last line -------------------------------------------------------------------


def test_a_report_that_was_sent_is_not_rewritten(cast: Cast) -> None:
    sighting = a_report(cast, "abuse", words=WORDS, about_clerk=False)
    add_to_sighting(sighting=sighting, words="More", captures=(), actor=cast.ana)
    rows = Sighting.objects.filter(pk=sighting.pk)
    for change in (
        {"words": "Something else"},
        {"url": "https://example.org/"},
        {"kind": "safeguarding"},
        {"reported_by": cast.dev},
        {"restricted": False},
        {"case": None},
        {"seen_at": timezone.now()},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    for forget in (
        rows.delete,
        sighting.sent_to.all().delete,
        lambda: sighting.sent_to.update(office=office(cast, "administrator")),
        lambda: sighting.additions.update(words="Less"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forget()
    rows.update(words="")
    sighting.additions.update(words="")
