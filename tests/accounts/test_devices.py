"""Devices: whose they are, and a lost one."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.actions import end_device
from accounts.devices.models import Device, LostDevice
from accounts.people.models import Membership, Person
from accounts.register.models import Opening, WayIn
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.granting import granted
from tests.accounts.teaming import (
    a_device,
    a_loss,
    a_permission,
    flitwick,
    mos_phone,
    named,
    of,
    phone_typed,
    refused,
    tomorrow,
    verbs_of,
    yesterday,
)
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
LONG_AGO = date(1900, 1, 1)
LIST, ASHFORD = "/c/flitwick/devices/", "/c/ashford/devices/"


@pytest.fixture
def council(db: None) -> Council:
    return flitwick()


@pytest.fixture
def phone(council: Council, as_: As) -> Device:
    return mos_phone(as_)


# --- The register -------------------------------------------------------------------------------


@pytest.mark.clause("FTC-4-c")
def test_a_device_is_the_councils_or_personal(council: Council, as_: As) -> None:
    clerk = as_(named("Tessa Clerk"))
    asked = clerk.post(f"{LIST}new/", phone_typed())
    assert asked.status_code == 422
    assert "Select whether it is the council’s or personal" in asked.content.decode()
    nobodys = clerk.post(f"{LIST}new/", phone_typed(belongs="personal"))
    assert "Select whose device it is" in nobodys.content.decode()
    assert nobodys.status_code == 422
    laptop = phone_typed(name="Laptop 07", belongs="council", asset_number="FTC 7")
    assert clerk.post(f"{LIST}new/", laptop).status_code == 302
    assert Device.objects.get().belongs == "council"


def test_others_enter_and_see_their_own_only(phone: Device, as_: As) -> None:
    assert (phone.belongs, phone.holder) == ("personal", of("Mo Manager"))
    manager, warden = as_(named("Mo Manager")), as_(named("Wes Warden"))
    # What the form does not ask for is not taken from the request.
    typed = phone_typed(name="Fake", belongs="council", holder=of("Tessa Clerk").pk)
    warden.post(f"{LIST}new/", typed)
    assert Device.objects.get(name="Fake").holder == of("Wes Warden")
    assert [one.name for one in manager.get(LIST).context["page"].items] == ["Mo’s phone"]
    assert warden.get(phone.get_absolute_url()).status_code == 404
    everything = as_(named("Tessa Clerk")).get(LIST).context["page"].items
    assert len(everything) == 2


def test_particulars_change_until_it_was_permitted(cast: Cast, as_: As) -> None:
    device = a_device(cast)
    url = f"{ASHFORD}{device.pk}/change/"
    typed = {"name": "Ana’s old phone", "kind": "phone"}
    assert as_(cast.ana).post(url, typed).status_code == 302
    device.refresh_from_db()
    assert device.name == "Ana’s old phone"
    a_permission(cast, device)
    whole = {**typed, "belongs": "council", "holder": ""}
    assert "enter it anew" in refused(as_(cast.adam).post(url, whole))
    assert as_(cast.rita).post(url, typed).status_code == 403


def test_the_user_of_a_council_device_only_tells_that_it_is_lost(cast: Cast, as_: As) -> None:
    laptop = a_device(cast, name="Laptop 07", belongs="council", asset_number="A7")
    url, ana = f"{ASHFORD}{laptop.pk}/", as_(cast.ana)
    typed = {"name": "Laptop 07", "kind": "laptop"}
    assert ana.post(f"{url}change/", typed).status_code == 403
    assert ana.post(f"{url}end/", in_boxes("ends_on", today())).status_code == 403
    with pytest.raises(RuleBroken, match="Whoever keeps the devices"):
        end_device(device=laptop, ends_on=today(), actor=cast.ana)
    laptop.refresh_from_db()
    assert (laptop.belongs, laptop.ends_on) == ("council", None)
    page = ana.get(url).text
    assert "It is lost or stolen" in page
    assert "Change its particulars" not in page
    lost = {"what_happened": "Left on the bus.", **in_boxes("lost_on", today())}
    shown = ana.post(f"{url}lose/", lost, follow=True).text
    assert "No password has to change" in shown
    # Who may do nothing about it is not told that they can.
    assert "What you can do" not in as_(cast.rita).get(url).text


def test_nobody_calls_their_own_device_the_councils(cast: Cast, as_: As) -> None:
    device = a_device(cast, holder=Membership.objects.get(person=cast.priya))
    url = f"{ASHFORD}{device.pk}/change/"
    typed = {"name": "Phone", "kind": "phone", "belongs": "council", "holder": device.holder_id}
    answer = as_(cast.priya).post(url, typed)
    assert "somebody else must say that it is the council’s" in refused(answer)
    assert as_(cast.adam).post(url, typed).status_code == 302
    # Where nobody else keeps the devices, she may.
    Device.objects.update(belongs="personal")
    a_rulebook(cast.ashford, **RULES | {"keep_register": chosen({"offices": ["town-clerk"]})})
    assert as_(cast.priya).post(url, typed).status_code == 302


def test_a_page_sent_twice_enters_one_device(council: Council, as_: As) -> None:
    manager = as_(named("Mo Manager"))
    key = manager.get(f"{LIST}new/").context["form"]["form_key"].value()
    answers = [manager.post(f"{LIST}new/", phone_typed(form_key=key)) for _ in range(2)]
    device = Device.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [device.get_absolute_url()] * 2


def test_a_device_goes_out_of_use(cast: Cast, as_: As) -> None:
    device = a_device(cast)
    url, adam = f"{ASHFORD}{device.pk}/end/", as_(cast.adam)
    assert adam.post(url, in_boxes("ends_on", yesterday())).status_code == 409
    assert adam.post(url, in_boxes("ends_on", tomorrow())).status_code == 409
    assert adam.post(url, in_boxes("ends_on", today())).status_code == 302
    assert adam.post(url, in_boxes("ends_on", today())).status_code == 409
    assert adam.get(ASHFORD).context["page"].items == []
    (gone,) = adam.get(ASHFORD, {"show": "gone"}).context["page"].items
    assert gone == device


def test_another_councils_device_is_not_found(cast: Cast, as_: As) -> None:
    oscars = Membership.objects.get(person=cast.oscar)
    device = a_device(cast, council=cast.barham, holder=oscars)
    for path in ("", "change/", "end/", "permit/", "lose/"):
        assert as_(cast.priya).get(f"{ASHFORD}{device.pk}/{path}").status_code == 404


def test_the_list_stays_within_its_queries(cast: Cast, as_: As, queries: Any) -> None:
    for number in range(12):
        a_device(cast, name=f"Phone {number}")
    a_permission(cast, Device.objects.all()[0])
    adam = as_(cast.adam)
    adam.get(ASHFORD)  # reads the rules once a process
    with queries(at_most=7):
        adam.get(ASHFORD)


# --- Lost ---------------------------------------------------------------------------------------


def test_a_lost_device_ends_its_permission_and_asks_for_passwords(cast: Cast, as_: As) -> None:
    permission = a_permission(cast)
    url = f"{ASHFORD}{permission.device.pk}/lose/"
    typed = {"what_happened": "Left on the bus.", **in_boxes("lost_on", today())}
    ana = as_(cast.ana)
    assert ana.post(url, {**typed, "what_happened": ""}).status_code == 422
    assert ana.post(url, {**typed, **in_boxes("lost_on", tomorrow())}).status_code == 409
    assert "came into use on" in refused(ana.post(url, {**typed, **in_boxes("lost_on", LONG_AGO)}))
    assert ana.post(url, typed).status_code == 302
    permission.refresh_from_db()
    assert permission.withdrawn_reason == "The device was lost."
    assert ana.post(url, typed).status_code == 409
    told = OutboxMessage.objects.get(subject__startswith="Change passwords today")
    assert told.recipient == cast.adam.email


def test_each_password_is_changed_one_by_one_then_it_closes(cast: Cast, as_: As) -> None:
    lost, adam = a_loss(cast), as_(cast.adam)
    page = f"{ASHFORD}lost/{lost.pk}/"
    (due,) = [one for one in adam.get("/c/ashford/home/").context["due"] if "lost" in one.text]
    assert due.text == "Ana’s phone lost: 1 password to change"
    closing = {"found": "no", "outcome": "Not found."}
    secret = {**closing, "outcome": "The password is Xy7!kLm9#pQ"}
    assert "looks like a password" in refused(adam.post(f"{page}close/", secret))
    assert "Change these passwords first" in refused(adam.post(f"{page}close/", closing))
    change = lost.password_changes.get()
    done = f"{page}passwords/{change.pk}/"
    assert as_(cast.ana).post(done).status_code == 403
    assert adam.post(done).status_code == 302
    assert adam.post(done).status_code == 409
    assert WayIn.objects.get().password_changed_on == today()
    assert adam.post(f"{page}close/", {"found": "no", "outcome": ""}).status_code == 422
    assert adam.post(f"{page}close/", closing).status_code == 302
    assert adam.post(f"{page}close/", closing).status_code == 409
    assert Device.objects.get().ends_on == today()
    verbs = AuditEvent.objects.about(lost).order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["device.lost", "password_change.recorded", "device.loss_closed"]
    assert verbs_of(change.way_in) == ["password_change.recorded"]
    assert verbs_of(lost.device) == ["device.changed"]


def test_a_device_that_was_found_stays_in_use(cast: Cast, as_: As) -> None:
    lost, adam = a_loss(cast), as_(cast.adam)
    page = f"{ASHFORD}lost/{lost.pk}/"
    adam.post(f"{page}passwords/{lost.password_changes.get().pk}/")
    adam.post(f"{page}close/", {"found": "yes", "outcome": "Handed in at the depot."})
    assert Device.objects.get().ends_on is None
    assert LostDevice.objects.get().outcome == "Handed in at the depot."


def test_another_councils_loss_is_not_found(cast: Cast, as_: As) -> None:
    lost = a_loss(cast)
    for path in ("", "close/", f"passwords/{lost.password_changes.get().pk}/"):
        assert as_(cast.oscar).post(f"/c/barham/devices/lost/{lost.pk}/{path}").status_code == 404


def test_whatever_its_holder_reaches_has_to_change(cast: Cast, as_: As) -> None:
    logins = [
        WayIn.objects.create(council=cast.ashford, kind="login", name=f"{name}@ashford.example")
        for name in ("events", "social", "parks")
    ]
    Opening.objects.create(council=cast.ashford, way_in=logins[1], account=cast.page)
    device = a_device(cast)
    url = f"{ASHFORD}{device.pk}/lose/"
    assert as_(cast.ana).get(url).context["ways"] == []
    granted(cast, cast.ana)
    typed = {"what_happened": "Left on the bus.", **in_boxes("lost_on", today())}
    assert as_(cast.ana).post(url, typed).status_code == 302
    changes = LostDevice.objects.get().password_changes.all()
    assert [change.way_in for change in changes] == [logins[1]]
