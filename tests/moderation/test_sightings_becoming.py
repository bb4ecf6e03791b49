"""What becomes of a report: part of the log, an enquiry, a case, a draft."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.people.models import Office, Person
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.templatetags.govuk import when
from moderation.cases.models import Case
from moderation.conduct.models import Conduct
from moderation.drafts.models import Draft
from moderation.enquiries.models import Enquiry
from moderation.items.models import Item
from moderation.sightings.actions import hand_on, take_sighting
from moderation.sightings.deadlines import to_take, to_take_now
from moderation.sightings.models import Sighting
from tests.cast import Cast
from tests.councilsm.files.samples import picture, upload
from tests.moderation.drafting import posted
from tests.moderation.logging_ import by_the_book
from tests.moderation.reporting import LINK, NEW, a_report, taken

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


def test_a_closed_report_opens_no_form_and_history_says_where_it_went(cast: Cast, as_: As) -> None:
    sighting, cora = by_cora(cast, as_), as_(cast.cora)
    typed = {"platform": "facebook", "kind": "post", "elsewhere": "Ashford Friends"}
    cora.post(page_of(sighting, "log/"), typed)
    for step in ("log/", "case/", "close/", "hand-on/"):
        back = cora.get(page_of(sighting, step), follow=True)
        assert back.redirect_chain[-1][0] == page_of(sighting), step
        assert "Cora closed S-0001 on" in back.text
    assert "To: Communications Officer" in back.text and "Became M-0001" in back.text


def test_it_is_not_handed_on_to_an_office_that_has_it(cast: Cast, as_: As) -> None:
    sighting = a_report(cast)
    offered = as_(cast.priya).get(page_of(sighting, "hand-on/")).context["form"]["office"]
    keys = {office.key for office in offered.field.queryset}
    assert "town-clerk" not in keys and "comms-officer" in keys


def test_misuse_is_recorded_as_conduct_with_what_was_captured(cast: Cast, as_: As) -> None:
    sent = {"kind": "misuse", "url": LINK, "captures": upload(picture(), "it.jpg")}
    as_(cast.rita).post(NEW, sent)
    sighting = Sighting.objects.get()
    priya = as_(cast.priya)
    priya.post(page_of(sighting, "take/"))
    step = page_of(sighting, "conduct/")
    page = priya.get(step)
    assert page.context["form"]["url"].value() == LINK and "it.jpg" in page.text
    about = cast.ana.memberships.get(council=cast.ashford).pk
    said = {"about": about, "ground_words": "It was reported", "url": "", "platform": "facebook"}
    refused = priya.post(step, said | {"told": ""})
    assert refused.status_code == 422 and "It was reported" in refused.text
    rita = cast.rita.memberships.get(council=cast.ashford).pk
    assert priya.post(step, said | {"told": "clerk", "about": rita}).status_code == 409
    saved = priya.post(step, said | {"told": "clerk"}, follow=True).text
    assert "CO-0001 recorded, with what was captured." in saved
    conduct = Conduct.objects.get()
    assert conduct.item.evidence.count() == 1 and conduct.item.restricted
    assert str(conduct.item.evidence.get().uid) in priya.get(conduct.get_absolute_url()).text
    sighting.refresh_from_db()
    assert (sighting.outcome, sighting.item) == ("conduct", conduct.item)
    seen = {
        name
        for name in ("ana", "priya", "cora", "adam", "rita", "dev")
        if as_(getattr(cast, name)).get(page_of(sighting)).status_code == 200
    }
    assert seen == {"priya", "rita"}  # who recorded it, and who reported it
    assert "CO-0001" not in as_(cast.rita).get(page_of(sighting)).text
    other = a_report(cast, "disrepute")
    assert priya.get(page_of(other, "conduct/")).status_code == 404


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
    by_the_book(cast, "flitwick")
    sighting = a_report(cast, "disrepute", by=cast.cora)
    # By the rule, and not as what no rule says anything about.
    assert list(sighting.sent_to.values_list("office__key", "why")) == [("town-clerk", "rule")]
    assert OutboxMessage.objects.get().recipient == cast.priya.email
    page = as_(cast.priya).get(page_of(sighting)).content.decode()
    assert when(sighting.reported_at) in page.partition("Reported</dt>")[2].partition("</dd>")[0]
    assert AuditEvent.objects.about(sighting).filter(verb="sighting.reported").exists()


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


@pytest.mark.clause("DTC-4-e")
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
