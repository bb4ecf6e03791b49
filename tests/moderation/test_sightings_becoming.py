"""What becomes of a report: part of the log, an enquiry, a case, a draft."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Office, Person
from councilsm.inbox.models import OutboxMessage
from moderation.cases.models import Case
from moderation.drafts.models import Draft
from moderation.enquiries.models import Enquiry
from moderation.items.models import Item
from moderation.sightings.actions import hand_on, take_sighting
from moderation.sightings.deadlines import to_take, to_take_now
from moderation.sightings.models import Sighting
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload
from tests.moderation.drafting import posted
from tests.moderation.reporting import LINK, NEW, a_report, routed, taken

As = Callable[[Person], Client]


def page_of(sighting: Sighting, step: str = "") -> str:
    return f"{sighting.get_absolute_url()}{step}"


def by_cora(cast: Cast, as_: As, kind: str = "harmful", **typed: str) -> Sighting:
    """The clerk hands it on to Cora, who logs moderation and takes it."""
    sent = {"kind": kind, "url": LINK, "captures": upload(picture(), "it.jpg"), **typed}
    as_(cast.ana).post(NEW, sent)
    sighting = Sighting.objects.latest("pk")
    office = Office.objects.get(council=cast.ashford, key="comms-officer")
    hand_on(sighting=sighting, office=office, note="", actor=cast.priya)
    return take_sighting(sighting=sighting, actor=cast.cora)


def test_it_is_put_in_the_log_with_its_pictures_and_done_about_next(cast: Cast, as_: As) -> None:
    sighting, cora = by_cora(cast, as_), as_(cast.cora)
    step = page_of(sighting, "log/")
    assert "Facebook" in cora.get(step).content.decode()
    typed = {"platform": "facebook", "kind": "post", "handle": "angry.bob", "words": "Bad words"}
    assert cora.post(step, typed).status_code == 422
    answer = cora.post(step, typed | {"elsewhere": "Ashford Friends"})
    item = Item.objects.get()
    assert answer.headers["Location"] == f"/c/ashford/moderation/{item.reference}/action/"
    assert cora.get(answer.headers["Location"]).status_code == 200
    assert (item.found, item.evidence.count()) == ("staff", 1)
    sighting.refresh_from_db()
    assert (sighting.outcome, sighting.item) == ("logged", item)
    assert OutboxMessage.objects.filter(recipient=cast.ana.email).exists()
    assert cora.post(step, typed | {"elsewhere": "Ashford Friends"}).status_code == 409
    # What is in the log under this address already is that item.
    second = by_cora(cast, as_)
    cora.post(page_of(second, "log/"), typed | {"elsewhere": "Ashford Friends"})
    second.refresh_from_db()
    assert Item.objects.count() == 1 and second.item == item


def test_who_does_not_log_hands_it_on(cast: Cast, as_: As) -> None:
    sighting = taken(cast)
    assert as_(cast.priya).get(page_of(sighting, "log/")).status_code == 403


@pytest.mark.clause("FTC-6.4-b")
def test_damage_becomes_an_enquiry_with_a_clock(cast: Cast, as_: As) -> None:
    sighting = by_cora(cast, as_, "damage", what="damage")
    step = page_of(sighting, "enquiry/")
    assert as_(cast.cora).get(step).context["form"]["kind"].value() == "report"
    assert as_(cast.cora).post(step, {"kind": "report"}).status_code == 422
    sent = as_(cast.cora).post(step, {"kind": "report", "subject": "A swing is cracked"})
    enquiry = Enquiry.objects.get()
    assert sent.status_code == 302 and enquiry.item is not None
    sighting.refresh_from_db()
    assert (sighting.outcome, sighting.enquiry) == ("enquiry", enquiry)


def test_it_becomes_a_restricted_case(cast: Cast, as_: As) -> None:
    sighting = by_cora(cast, as_)
    as_(cast.cora).post(page_of(sighting, "case/"), {"kind": "crime"})
    case = Case.objects.get()
    sighting.refresh_from_db()
    assert (sighting.outcome, sighting.case, sighting.restricted) == ("case", case, True)
    assert as_(cast.rita).get(page_of(sighting)).status_code == 404
    assert case.items.get().item.restricted


def test_something_newsworthy_becomes_a_draft(cast: Cast, as_: As) -> None:
    sighting = by_cora(cast, as_, "newsworthy", sentiment="positive", words="The fair was full")
    answer = as_(cast.cora).post(page_of(sighting, "draft/"))
    draft = Draft.objects.get()
    assert answer.headers["Location"] == f"/c/ashford/drafts/{draft.reference}/edit/"
    assert "The fair was full" in as_(cast.cora).get(answer.headers["Location"]).content.decode()


@pytest.mark.clause("FTC-A-4")
def test_a_risk_to_reputation_reaches_the_clerk_and_is_logged_with_its_time(
    cast: Cast, as_: As
) -> None:
    routed(cast, report_disrepute={"offices": ["town-clerk"]})
    sighting = a_report(cast, "disrepute", by=cast.cora)
    assert OutboxMessage.objects.get().recipient == cast.priya.email
    page = as_(cast.priya).get(page_of(sighting)).content.decode()
    assert "Reported" in page and sighting.reported_at is not None


def test_the_clock_tells_of_what_nobody_took(cast: Cast) -> None:
    councils, day = [cast.ashford.pk], timezone.localdate()
    with time_machine.travel(timezone.now() - timedelta(hours=3)):
        harmful, other = a_report(cast), a_report(cast, "mistake")
        assert not list(to_take_now(councils, day))
    [urgent] = list(to_take_now(councils, day))
    assert urgent.now and harmful.reference in urgent.text
    [later] = list(to_take(councils, day))
    assert not later.now and other.reference in later.text
    take_sighting(sighting=harmful, actor=cast.priya)
    assert not list(to_take_now(councils, day))


def test_the_link_stands_on_every_page_and_keeps_the_post(cast: Cast, as_: As) -> None:
    post = posted(cast)
    here = post.get_absolute_url()
    ana = as_(cast.ana)
    assert f"{NEW}?from={here}" in ana.get(here).content.decode()
    page = ana.get(NEW, {"from": here}).content.decode()
    assert f"{here}mistake/" in page
    ana.post(NEW, {"kind": "mistake", "words": "A wrong date", "page": here})
    assert Sighting.objects.get().page == here
    ana.post(NEW, {"kind": "mistake", "words": "Again", "page": "https://evil.example/"})
    assert Sighting.objects.latest("pk").page == ""
