"""Report something: kept in two fields, sent where the rules say, taken by the first."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from accounts.people.models import Appointment, Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from moderation.evidence.models import Evidence
from moderation.sightings.actions import take_sighting
from moderation.sightings.models import Sighting
from tests.cast import Cast
from tests.councilsm.files.samples import HTML, picture, upload
from tests.moderation.reporting import LINK, NEW, a_report, an_unfinished, routed, taken

As = Callable[[Person], Client]
MINE, FOR_ME, OPEN = f"{NEW}mine/", f"{NEW}for-me/", f"{NEW}open/"


def page_of(sighting: Sighting, step: str = "") -> str:
    return f"{sighting.get_absolute_url()}{step}"


def mails() -> list[tuple[str, str]]:
    return sorted(OutboxMessage.objects.values_list("recipient", "subject"))


def where(sighting: Sighting) -> set[tuple[str, str]]:
    """To which offices it went, or in which other ways, and why."""
    rows = sighting.sent_to.select_related("office")
    return {(one.office.key if one.office else one.way, one.why) for one in rows}


# --- Kept and sent ------------------------------------------------------------------------------


@pytest.mark.clause("HLTC-capture-4")
def test_a_link_or_a_picture_is_enough_and_the_rest_comes_later(cast: Cast, as_: As) -> None:
    ana = as_(cast.ana)
    sent = {"captures": upload(picture(), "it.jpg"), "later": "1"}
    assert ana.post(NEW, sent).headers["Location"] == MINE
    kept = Sighting.objects.get()
    assert (kept.state, kept.kind, kept.came_with.count()) == ("unfinished", "", 1)
    assert not mails()
    assert as_(cast.priya).get(page_of(kept)).status_code == 404
    assert "S-0001" in ana.get(NEW).content.decode()
    finish = page_of(kept, "finish/")
    assert ana.post(finish, {"url": LINK}).status_code == 422
    assert ana.post(finish, {"url": LINK, "kind": "harmful"}).headers["Location"] == page_of(kept)
    kept.refresh_from_db()
    assert (kept.state, kept.url, kept.came_with.count()) == ("waiting", LINK, 1)
    assert ana.get(finish).status_code == 409
    assert mails() == [(cast.priya.email, "A report waits for you (S-0001)")]


def test_nothing_at_all_is_no_report_and_what_was_typed_is_kept(cast: Cast, as_: As) -> None:
    ana = as_(cast.ana)
    assert ana.post(NEW, {"kind": "harmful"}).status_code == 422
    bad = {"url": "not a link", "words": "Seen at the market", "captures": upload(HTML, "it.png")}
    answer = ana.post(NEW, bad)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Seen at the market" in page and "not a link" in page
    late = {"kind": "harmful", "url": LINK, **on("seen_at", timezone.now() + timedelta(days=2))}
    assert ana.post(NEW, late).status_code == 422
    assert not Sighting.objects.exists()


def on(name: str, moment: Any) -> dict[str, Any]:
    return {
        f"{name}_day": moment.day,
        f"{name}_month": moment.month,
        f"{name}_year": moment.year,
        f"{name}_time": "10:00",
    }


def test_a_picture_stays_when_the_form_is_shown_again_and_the_token_goes(
    cast: Cast, as_: As
) -> None:
    ana = as_(cast.ana)
    again = ana.post(NEW, {"captures": upload(picture(), "it.jpg"), "url": LINK})
    assert again.status_code == 422
    kept = again.context["form"]["captures_kept"].value()
    url = f"{LINK}?access_token=EAAB123"
    ana.post(NEW, {"kind": "harmful", "captures_kept": kept, "url": url})
    sighting = Sighting.objects.get()
    assert (sighting.url, sighting.came_with.count()) == (LINK, 1)
    assert "taken out" in ana.get(page_of(sighting)).content.decode()
    short = {"kind": "harmful", "url": "https://bit.ly/3x"}
    assert "This is a shortened link" in ana.post(NEW, short, follow=True).text


def test_a_page_sent_twice_is_one_report(cast: Cast, as_: As) -> None:
    ana, sent = as_(cast.ana), {"kind": "harmful", "url": LINK, "form_key": str(uuid4())}
    first, second = ana.post(NEW, sent), ana.post(NEW, sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Sighting.objects.count() == 1 and len(mails()) == 1
    other = ana.post(NEW, sent | {"words": "And a second thing"})
    assert other.status_code == 409 and "And a second thing" in other.text
    assert "You have reported this already: S-0001" in other.text


def test_what_nobody_may_keep_is_not_kept_and_says_whom_to_call(cast: Cast, as_: As) -> None:
    ana = as_(cast.ana)
    sent = {"kind": "harmful", "prohibited": "child", "captures": upload(picture(), "it.jpg")}
    page = ana.post(NEW, sent, follow=True).content.decode()
    assert "Internet Watch Foundation" in page
    assert not Evidence.objects.exists()


# --- Where it goes ------------------------------------------------------------------------------


def test_without_a_rule_it_goes_to_the_proper_officer_and_says_so(cast: Cast, as_: As) -> None:
    sighting = a_report(cast)
    assert where(sighting) == {("town-clerk", "not_set")}
    assert "Rule not set" in as_(cast.priya).get(page_of(sighting)).content.decode()
    assert "Rule not set" not in as_(cast.ana).get(page_of(sighting)).content.decode()


@pytest.mark.clause("LLTC-4.2-a")
def test_it_goes_to_the_line_manager_or_says_that_none_is_recorded(cast: Cast, as_: As) -> None:
    routed(cast, report_disrepute={"line_manager": True})
    ana = cast.ashford.memberships.get(person=cast.ana)
    ana.line_manager = Office.objects.get(council=cast.ashford, key="administrator")
    ana.save()
    managed = a_report(cast, "disrepute")
    assert where(managed) == {("administrator", "line_manager")}
    assert mails() == [(cast.adam.email, "A report waits for you (S-0001)")]
    assert "S-0001" in as_(cast.adam).get(FOR_ME).content.decode()
    alone = a_report(cast, "disrepute", by=cast.rita)
    assert where(alone) == {("town-clerk", "no_manager")}
    assert "no line manager is recorded" in as_(cast.rita).get(page_of(alone)).content.decode()


def test_where_nobody_is_in_the_office_the_proper_officer_hears_too(cast: Cast) -> None:
    Appointment.objects.filter(office__key="events-officer").delete()
    routed(cast, report_harmful={"offices": ["events-officer"]})
    assert where(a_report(cast)) == {("events-officer", "rule"), ("town-clerk", "nobody_there")}


@pytest.mark.clause("LLTC-6.3-a")
def test_either_of_two_hears_and_the_first_to_take_it_owns_it(cast: Cast, as_: As) -> None:
    routed(cast, report_misuse={"offices": ["town-clerk", "administrator"]})
    sighting = a_report(cast, "misuse")
    assert {to for to, _ in mails()} == {cast.priya.email, cast.adam.email}
    assert as_(cast.dev).post(page_of(sighting, "take/")).status_code == 404
    assert as_(cast.adam).post(page_of(sighting, "take/")).status_code == 302
    late = as_(cast.priya).post(page_of(sighting, "take/"))
    assert late.status_code == 409 and "Adam took S-0001" in late.content.decode()
    assert "Adam" in as_(cast.priya).get(OPEN).content.decode()
    over = page_of(sighting, "take-over/")
    assert as_(cast.priya).post(over, {"reason": ""}).status_code == 422
    as_(cast.priya).post(over, {"reason": "Adam is on leave"})
    sighting.refresh_from_db()
    assert sighting.taken_by == cast.priya
    assert (cast.adam.email, "S-0001 was taken over") in mails()


@pytest.mark.clause("DTC-1.1-d")
def test_the_platform_is_outstanding_until_it_is_told_or_gave_no_reference(
    cast: Cast, as_: As
) -> None:
    routed(cast, report_harmful={"offices": ["comms-officer"], "platform": True})
    sighting = a_report(cast)
    assert mails() == [(cast.cora.email, "A report waits for you (S-0001)")]
    home = "/c/ashford/home/"
    assert "platform report outstanding" in as_(cast.cora).get(home).content.decode()
    assert "platform report outstanding" in as_(cast.ana).get(home).content.decode()
    step = page_of(sighting, "platform/")
    assert as_(cast.ana).post(step, {"said": "reference"}).status_code == 422
    assert as_(cast.dev).post(step, {"said": "none"}).status_code == 404
    assert as_(cast.ana).post(step, {"said": "none"}).status_code == 302
    assert as_(cast.cora).post(step, {"said": "none"}).status_code == 409
    page = as_(cast.ana).get(page_of(sighting)).content.decode()
    assert "gave no reference" in page and "outstanding" not in page
    assert "platform report outstanding" not in as_(cast.cora).get(home).content.decode()


@pytest.mark.clause("FTC-6.4-a", "FTC-6.4-b")
def test_the_team_gets_what_is_newsworthy_with_how_it_speaks(cast: Cast, as_: As) -> None:
    on_team(cast, cast.cora)
    routed(cast, report_newsworthy={"team": True}, report_damage={"team": True})
    dev = as_(cast.dev)
    sent = {"kind": "newsworthy", "url": LINK}
    assert dev.post(NEW, sent).status_code == 422
    dev.post(NEW, {**sent, "sentiment": "positive"})
    assert mails() == [(cast.cora.email, "A report waits for you (S-0001)")]
    page = as_(cast.cora).get(page_of(Sighting.objects.get())).content.decode()
    assert "Positive" in page
    assert dev.post(NEW, {"kind": "damage", "url": LINK}).status_code == 422
    for what in ("other_post", "damage", "complaint", "enquiry"):
        dev.post(NEW, {"kind": "damage", "url": LINK, "what": what})
    found = Sighting.objects.filter(kind="damage").values_list("what", flat=True)
    assert set(found) == {"other_post", "damage", "complaint", "enquiry"}


def on_team(cast: Cast, person: Person) -> None:
    seat = cast.ashford.memberships.get(person=person)
    seat.team_seats.create(council=cast.ashford, starts_on=seat.starts_on)


@pytest.mark.clause("LTC-4.2.3-b")
def test_the_minutes_from_seen_to_reported_are_shown(cast: Cast, as_: As) -> None:
    seen_at = timezone.now() - timedelta(minutes=95, seconds=10)
    sighting = a_report(cast, "abuse", seen_at=seen_at)
    page = " ".join(as_(cast.priya).get(page_of(sighting)).content.decode().split())
    assert "95" in page.partition("Minutes from seen to reported")[2].partition("</dd>")[0]


def test_it_is_handed_on_and_waits_for_the_next(cast: Cast, as_: As) -> None:
    sighting, cora = taken(cast), as_(cast.cora)
    office = Office.objects.get(council=cast.ashford, key="comms-officer")
    step = page_of(sighting, "hand-on/")
    assert as_(cast.cora).post(step, {"office": office.pk}).status_code == 409
    assert as_(cast.priya).post(step, {"office": office.pk}).status_code == 302
    assert (cast.cora.email, "A report waits for you (S-0001)") in mails()
    assert cora.post(page_of(sighting, "take/")).status_code == 302
    elsewhere = Office.objects.get(council=cast.barham, key="comms-officer")
    assert cora.post(step, {"office": elsewhere.pk}).status_code == 422


def test_it_closes_with_words_that_its_reporter_reads(cast: Cast, as_: As) -> None:
    sighting = a_report(cast)
    close = page_of(sighting, "close/")
    assert as_(cast.priya).post(close, {"answer": "Thank you."}).status_code == 409
    take_sighting(sighting=sighting, actor=cast.priya)
    ana = as_(cast.ana)
    ana.post(page_of(sighting, "add/"), {"words": "It is gone now."})
    assert (cast.priya.email, "Something was added to a report (S-0001)") in mails()
    assert as_(cast.priya).post(close, {"answer": " "}).status_code == 422
    assert as_(cast.priya).post(close, {"answer": "We asked them to stop."}).status_code == 302
    page = ana.get(page_of(sighting)).content.decode()
    assert "We asked them to stop." in page and "It is gone now." in page
    assert (cast.ana.email, "What became of your report (S-0001)") in mails()
    assert ana.post(page_of(sighting, "add/"), {"words": "More"}).status_code == 409


def test_lists_are_read_in_few_queries(cast: Cast, as_: As, queries: Any) -> None:
    an_unfinished(cast)
    for _ in range(6):
        a_report(cast)
    priya, ana = as_(cast.priya), as_(cast.ana)
    for browser, address in ((ana, MINE), (priya, FOR_ME), (priya, OPEN)):
        browser.get(address)
        with queries(at_most=10):
            page = browser.get(address).content.decode()
        assert "S-0007" in page
    with queries(at_most=16):
        priya.get(page_of(Sighting.objects.last() or a_report(cast)))


def test_mail_and_trail_hold_no_words(cast: Cast) -> None:
    a_report(cast, "abuse", words="He said he would find me")
    assert not any("find me" in mail.body for mail in OutboxMessage.objects.all())
    detail = AuditEvent.objects.select_related("detail").get(verb="sighting.reported").detail
    assert "find me" not in detail.new and detail.new == "{}"
