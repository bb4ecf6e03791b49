"""The topics of enquiries: whose each is, by when, and who deals with it elsewhere."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from accounts.people.models import Membership, Person
from tests.cast import Cast
from tests.moderation.enquiring import a_topic, an_enquiry, office

As = Callable[[Person], Client]
ENQUIRIES = "/c/ashford/enquiries/"


def test_topics_are_kept_by_the_clerk(cast: Cast, as_: As) -> None:
    adam, topics = as_(cast.adam), ENQUIRIES + "topics/"
    sent = {"name": "Potholes", "office": office(cast, "events-officer").pk, "target_days": "3"}
    adam.post(topics + "new/", sent)
    page = adam.get(topics).content.decode()
    assert "Potholes" in page and "3 working days" in page
    assert adam.post(topics + "new/", sent).status_code == 409
    topic = cast.ashford.enquiry_topics.get()
    dev = Membership.objects.get(person=cast.dev)
    assert adam.post(f"{topics}{topic.pk}/", sent | {"lead": dev.pk}).status_code == 409
    adam.post(f"{topics}{topic.pk}/", sent | {"office": "", "lead": dev.pk})
    assert "Cllr Dev" in as_(cast.ana).get(topics).content.decode()
    adam.post(f"{topics}{topic.pk}/retire/")
    assert "<bdi>Potholes</bdi>" not in as_(cast.ana).get(topics).content.decode()
    assert "Potholes" not in as_(cast.cora).get(ENQUIRIES + "new/").content.decode()


def test_a_lead_councillor_who_left_owns_nothing_new(cast: Cast) -> None:
    dev = Membership.objects.get(person=cast.dev)
    topic = a_topic(cast, lead=dev)
    assert an_enquiry(cast, topic=topic).owner == dev
    dev.ends_on = timezone.localdate() - timedelta(days=1)
    dev.save(update_fields=["ends_on"])
    assert an_enquiry(cast, topic=topic).owned == "Town Clerk"


def test_whom_they_were_sent_to_is_recorded(cast: Cast, as_: As) -> None:
    topic = a_topic(cast, "Potholes", signpost="Kent Highways")
    enquiry = an_enquiry(cast, topic=topic)
    cora = as_(cast.cora)
    assert "Kent Highways" in cora.get(f"{ENQUIRIES}{enquiry.reference}/signpost/").content.decode()
    cora.post(f"{ENQUIRIES}{enquiry.reference}/signpost/", {"to_whom": "Kent Highways"})
    assert enquiry.entries.filter(what="signposted", to_whom="Kent Highways").exists()
