"""Devices: whose they are, permission for a personal one, and a lost one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.models import Device, DevicePermission, LostDevice
from accounts.devices.questions import permitted
from accounts.people.models import Membership, Person
from accounts.register.models import Opening, WayIn
from councilsm.audit.models import AuditEvent
from councilsm.inbox.models import OutboxMessage
from tests.accounts.changing import in_boxes
from tests.accounts.granting import granted
from tests.accounts.teaming import (
    NEXT_YEAR,
    TOMORROW,
    YESTERDAY,
    a_device,
    a_loss,
    a_permission,
    flitwick,
    named,
    of,
)
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
LIST, ASHFORD = "/c/flitwick/devices/", "/c/ashford/devices/"


@pytest.fixture
def council(db: None) -> Council:
    return flitwick()


@pytest.fixture
def phone(council: Council, as_: As) -> Device:
    """Mo's own telephone, entered by Mo."""
    answer = as_(named("Mo Manager")).post(f"{LIST}new/", phone_typed())
    assert answer.status_code == 302
    return Device.objects.get()


def phone_typed(**typed: Any) -> dict[str, Any]:
    return {"name": "Mo’s phone", "kind": "phone", **in_boxes("starts_on", today()), **typed}


def permitting(**typed: Any) -> dict[str, Any]:
    return {**in_boxes("starts_on", today()), **in_boxes("ends_on", NEXT_YEAR), **typed}


def refused(answer: Any) -> str:
    assert answer.status_code == 409
    return str(answer.content.decode())


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


def test_a_device_goes_out_of_use(cast: Cast, as_: As) -> None:
    device = a_device(cast)
    url, adam = f"{ASHFORD}{device.pk}/end/", as_(cast.adam)
    assert adam.post(url, in_boxes("ends_on", YESTERDAY)).status_code == 409
    assert adam.post(url, in_boxes("ends_on", TOMORROW)).status_code == 409
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


# --- Permission ---------------------------------------------------------------------------------


@pytest.mark.clause("FTC-6.7-b", "FTC-6.7-c", "FTC-6.7-d")
def test_a_personal_device_counts_once_its_owner_accepts_the_terms(phone: Device, as_: As) -> None:
    manager, deputy = as_(named("Mo Manager")), as_(named("Dan Deputy"))
    assert not permitted(of("Mo Manager"), today())
    home = "/c/flitwick/home/"
    assert any("personal device" in one.text for one in deputy.get(home).context["due"])
    url = f"{LIST}{phone.pk}/permit/"
    assert manager.post(url, permitting()).status_code == 403
    assert deputy.post(url, permitting()).status_code == 302
    permission = DevicePermission.objects.get()
    assert permission.office and permission.office.key == "deputy-town-clerk"
    assert "Nobody else uses this device." in permission.commitments
    assert "at least 6 characters" in permission.commitments
    assert "No login to the council’s accounts is saved on it." in permission.commitments
    assert not permitted(of("Mo Manager"), today())
    accept = f"{LIST}permissions/{permission.pk}/accept/"
    assert any(one.url == accept for one in manager.get(home).context["due"])
    boxes = {f"line_{number}": "on" for number in range(4)}
    for left_out in boxes:
        some = {name: value for name, value in boxes.items() if name != left_out}
        assert manager.post(accept, some).status_code == 422
    assert not permitted(of("Mo Manager"), today())
    assert manager.post(accept, boxes).status_code == 302
    assert permitted(of("Mo Manager"), today())
    assert permitted(of("Mo Manager"), NEXT_YEAR)
    assert not permitted(of("Mo Manager"), NEXT_YEAR + timedelta(days=1))
    assert manager.post(accept, boxes).status_code == 409


@pytest.mark.clause("FTC-6.7-d")
def test_the_length_of_the_pin_is_the_councils_own(cast: Cast) -> None:
    rule = {"use": "with_permission", "permission_from": ["town-clerk"], "shortest_pin": 8}
    a_rulebook(cast.ashford, **RULES | {"devices": chosen(rule)})
    assert "at least 8 characters" in a_permission(cast).commitments


def test_a_permission_always_has_an_end(phone: Device, as_: As) -> None:
    deputy, url = as_(named("Dan Deputy")), f"{LIST}{phone.pk}/permit/"
    assert deputy.post(url, in_boxes("starts_on", today())).status_code == 422
    assert deputy.post(url, permitting(**in_boxes("ends_on", YESTERDAY))).status_code == 422
    Membership.objects.filter(pk=of("Mo Manager").pk).update(ends_on=TOMORROW)
    assert "Mo Manager leaves on" in refused(deputy.post(url, permitting()))
    assert not DevicePermission.objects.exists()


@pytest.mark.clause("FTC-A-3")
def test_only_the_clerk_allows_saved_logins(phone: Device, as_: As) -> None:
    url = f"{LIST}{phone.pk}/permit/"
    deputys = as_(named("Dan Deputy")).post(url, permitting(saved_logins="on"))
    assert "Only the Town Clerk may allow logins to be saved" in refused(deputys)
    clerks = as_(named("Tessa Clerk")).post(url, permitting(saved_logins="on"))
    assert clerks.status_code == 302
    permission = DevicePermission.objects.get()
    assert permission.saved_logins
    assert "may be saved on it" in permission.commitments


def test_nobody_permits_their_own_device(council: Council, as_: As) -> None:
    deputy = as_(named("Dan Deputy"))
    deputy.post(f"{LIST}new/", phone_typed(belongs="personal", holder=of("Dan Deputy").pk))
    url = f"{LIST}{Device.objects.get().pk}/permit/"
    assert "somebody else must permit it" in refused(deputy.post(url, permitting()))
    assert as_(named("Tessa Clerk")).post(url, permitting()).status_code == 302


def test_where_personal_devices_are_never_used_none_is_permitted(cast: Cast, as_: As) -> None:
    device = a_device(cast)
    a_rulebook(cast.ashford, **RULES | {"devices": chosen({"use": "never"})})
    ana = Membership.objects.get(person=cast.ana)
    assert not permitted(ana, today())
    # Nobody holds the duty any more, and the action refuses whoever would.
    assert as_(cast.priya).get(f"{ASHFORD}{device.pk}/permit/").status_code == 403
    from accounts.devices.actions import permit_device
    from councilsm.refusals import RuleBroken

    with pytest.raises(RuleBroken, match="never used for the council"):
        permit_device(device=device, starts_on=today(), ends_on=NEXT_YEAR, actor=cast.priya)


def test_a_council_device_needs_no_permission(cast: Cast, as_: As) -> None:
    device = a_device(cast, name="Laptop 07", belongs="council")
    url = f"{ASHFORD}{device.pk}/permit/"
    assert "needs no permission" in refused(as_(cast.priya).post(url, permitting()))


def test_a_permission_is_withdrawn_with_a_reason(cast: Cast, as_: As) -> None:
    permission, priya = a_permission(cast), as_(cast.priya)
    url = f"{ASHFORD}permissions/{permission.pk}/withdraw/"
    assert priya.post(url, {"reason": ""}).status_code == 422
    assert priya.post(url, {"reason": "The children use it."}).status_code == 302
    permission.refresh_from_db()
    assert not permission.in_force_on(today())
    assert OutboxMessage.objects.latest("pk").body.count("The children use it.") == 1
    assert priya.post(url, {"reason": "Again."}).status_code == 409
    accept = f"{ASHFORD}permissions/{permission.pk}/accept/"
    boxes = {f"line_{number}": "on" for number in range(4)}
    assert "It was withdrawn" in refused(as_(cast.ana).post(accept, boxes))
    assert (
        permitting()
        and as_(cast.priya)
        .post(f"{ASHFORD}{permission.device.pk}/permit/", permitting())
        .status_code
        == 302
    )


def test_the_terms_are_accepted_on_paper(cast: Cast, as_: As) -> None:
    permission, priya = a_permission(cast), as_(cast.priya)
    url = f"{ASHFORD}permissions/{permission.pk}/accept/"
    assert priya.post(url, {"paper_reference": ""}).status_code == 422
    assert priya.post(url, {"paper_reference": "PIN is 482910"}).status_code == 409
    assert priya.post(url, {"paper_reference": "File 7"}).status_code == 302
    permission.refresh_from_db()
    assert (permission.accepted_on, permission.paper_reference) == (today(), "File 7")


def test_a_permission_is_over_by_its_date_alone(cast: Cast, as_: As) -> None:
    permission = a_permission(cast)
    url = f"{ASHFORD}permissions/{permission.pk}/accept/"
    as_(cast.ana).post(url, {f"line_{number}": "on" for number in range(4)})
    permission.refresh_from_db()
    assert permission.in_force
    with time_machine.travel(NEXT_YEAR + timedelta(days=1), tick=False):
        assert not permission.in_force
        assert permission.is_over


# --- Lost ---------------------------------------------------------------------------------------


def test_a_lost_device_ends_its_permission_and_asks_for_passwords(cast: Cast, as_: As) -> None:
    permission = a_permission(cast)
    url = f"{ASHFORD}{permission.device.pk}/lose/"
    typed = {"what_happened": "Left on the bus.", **in_boxes("lost_on", today())}
    ana = as_(cast.ana)
    assert ana.post(url, {**typed, "what_happened": ""}).status_code == 422
    assert ana.post(url, {**typed, **in_boxes("lost_on", TOMORROW)}).status_code == 409
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
