"""Permission for a personal device: its terms, who gives it, and when it is over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.councils.models import Council
from accounts.dates import today
from accounts.devices.actions import permit_device
from accounts.devices.models import Device, DevicePermission
from accounts.grants.lacking import lacking
from accounts.grants.models import AccessGrant
from accounts.people.actions import end_membership
from accounts.people.models import Membership, Person
from councilsm.inbox.models import OutboxMessage
from councilsm.refusals import RuleBroken
from tests.accounts.changing import in_boxes
from tests.accounts.teaming import (
    a_device,
    a_loss,
    a_permission,
    flitwick,
    mos_phone,
    named,
    next_year,
    of,
    phone_typed,
    refused,
    tomorrow,
    verbs_of,
    yesterday,
)
from tests.cast import RULES, Cast, a_rulebook, chosen

As = Callable[[Person], Client]
LIST, ASHFORD = "/c/flitwick/devices/", "/c/ashford/devices/"


@pytest.fixture
def council(db: None) -> Council:
    return flitwick()


@pytest.fixture
def phone(council: Council, as_: As) -> Device:
    return mos_phone(as_)


def permitting(**typed: Any) -> dict[str, Any]:
    return {**in_boxes("starts_on", today()), **in_boxes("ends_on", next_year()), **typed}


def counts(device: Device) -> bool:
    """Whether access that is tied to a device lacks no permission for it today."""
    device = Device.objects.select_related("holder").get(pk=device.pk)
    grant = AccessGrant(council=Council.objects.get(pk=device.council_id), membership=device.holder)
    return f"permission for {device}" not in [one.what for one in lacking(grant, [device])]


WITH_PERMISSION = {"use": "with_permission", "permission_from": ["town-clerk"]}


def needs_permission(cast: Cast) -> None:
    """The Town Clerk of Ashford permits personal devices."""
    a_rulebook(cast.ashford, **RULES | {"devices": chosen(WITH_PERMISSION)})
    cast.priya.refresh_from_db()


@pytest.mark.clause("FTC-6.7-b", "FTC-6.7-c", "FTC-6.7-d")
def test_a_personal_device_counts_once_its_owner_accepts_the_terms(phone: Device, as_: As) -> None:
    manager, deputy = as_(named("Mo Manager")), as_(named("Dan Deputy"))
    assert not counts(phone)
    home = "/c/flitwick/home/"
    (due,) = [one for one in deputy.get(home).context["due"] if "personal device" in one.text]
    assert deputy.get(due.url).context["page"].items == [phone]
    url = f"{LIST}{phone.pk}/permit/"
    assert manager.post(url, permitting()).status_code == 403
    assert deputy.post(url, permitting()).status_code == 302
    permission = DevicePermission.objects.get()
    assert permission.office and permission.office.key == "deputy-town-clerk"
    assert "Nobody else uses this device." in permission.commitments
    assert "at least 6 characters" in permission.commitments
    assert "No login to the council’s accounts is saved on it." in permission.commitments
    assert deputy.get(due.url).context["page"].items == []
    assert not counts(phone)
    accept = f"{LIST}permissions/{permission.pk}/accept/"
    assert any(one.url == accept for one in manager.get(home).context["due"])
    boxes = {f"line_{number}": "on" for number in range(4)}
    for left_out in boxes:
        some = {name: value for name, value in boxes.items() if name != left_out}
        assert manager.post(accept, some).status_code == 422
    assert not counts(phone)
    assert manager.post(accept, boxes).status_code == 302
    assert counts(phone)
    permission.refresh_from_db()
    assert permission.in_force_on(next_year())
    assert not permission.in_force_on(next_year() + timedelta(days=1))
    assert manager.post(accept, boxes).status_code == 409


@pytest.mark.clause("FTC-6.7-d")
def test_the_length_of_the_pin_is_the_councils_own(cast: Cast) -> None:
    rule = {**WITH_PERMISSION, "shortest_pin": 8}
    a_rulebook(cast.ashford, **RULES | {"devices": chosen(rule)})
    assert "at least 8 characters" in a_permission(cast).commitments


def test_a_permission_always_has_an_end(phone: Device, as_: As) -> None:
    deputy, url = as_(named("Dan Deputy")), f"{LIST}{phone.pk}/permit/"
    assert deputy.post(url, in_boxes("starts_on", today())).status_code == 422
    assert deputy.post(url, permitting(**in_boxes("ends_on", yesterday()))).status_code == 422
    Membership.objects.filter(pk=of("Mo Manager").pk).update(ends_on=tomorrow())
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
    # Nobody holds the duty any more, and the action refuses whoever would.
    assert as_(cast.priya).get(f"{ASHFORD}{device.pk}/permit/").status_code == 403
    with pytest.raises(RuleBroken, match="never used for the council"):
        permit_device(device=device, starts_on=today(), ends_on=next_year(), actor=cast.priya)


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
    url = f"{ASHFORD}{permission.device.pk}/permit/"
    assert as_(cast.priya).post(url, permitting()).status_code == 302


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
    with time_machine.travel(next_year() + timedelta(days=1), tick=False):
        assert not permission.in_force
        assert permission.is_over


def accepted(cast: Cast, as_: As) -> DevicePermission:
    """Ana's telephone is permitted, and she accepted the terms."""
    needs_permission(cast)
    permission = a_permission(cast)
    url = f"{ASHFORD}permissions/{permission.pk}/accept/"
    as_(cast.ana).post(url, {f"line_{number}": "on" for number in range(4)})
    return DevicePermission.objects.get()


def test_a_permission_ends_with_its_device(cast: Cast, as_: As) -> None:
    permission = accepted(cast, as_)
    device = permission.device
    with time_machine.travel(today() + timedelta(days=3), tick=False):
        as_(cast.ana).post(f"{ASHFORD}{device.pk}/end/", in_boxes("ends_on", today()))
        assert not counts(device)
        permission.refresh_from_db()
        assert permission.withdrawn_reason == "The device is out of use."
        assert verbs_of(permission)[-1] == "device.permission_withdrawn"


def test_a_permission_ends_when_its_owner_leaves(cast: Cast, as_: As) -> None:
    device = accepted(cast, as_).device
    ana = Membership.objects.get(person=cast.ana)
    end_membership(membership=ana, ends_on=tomorrow(), actor=cast.adam)
    assert counts(device)
    with time_machine.travel(tomorrow() + timedelta(days=1), tick=False):
        assert not counts(device)


def test_terms_are_not_asked_for_a_device_out_of_use(cast: Cast, as_: As) -> None:
    needs_permission(cast)
    device, home = a_permission(cast).device, "/c/ashford/home/"
    asks = lambda: "Accept the terms" in as_(cast.ana).get(home).text  # noqa: E731
    assert asks()
    Device.objects.filter(pk=device.pk).update(ends_on=today())
    assert not asks()
    accept = f"{ASHFORD}permissions/{device.permissions.get().pk}/accept/"
    boxes = {f"line_{number}": "on" for number in range(4)}
    assert "has been out of use since" in refused(as_(cast.ana).post(accept, boxes))


def test_a_lost_device_is_not_permitted(cast: Cast, as_: As) -> None:
    url, priya = f"{ASHFORD}{a_loss(cast).device_id}/", as_(cast.priya)
    assert "Permit it" not in priya.get(url).text
    assert "is lost. Permit it once it is found" in refused(
        priya.post(f"{url}permit/", permitting())
    )


def test_who_permits_a_device_records_no_paper_of_its_owner(phone: Device, as_: As) -> None:
    clerk, deputy = as_(named("Tessa Clerk")), as_(named("Dan Deputy"))
    deputy.post(f"{LIST}{phone.pk}/permit/", permitting())
    url = f"{LIST}permissions/{phone.permissions.get().pk}/accept/"
    answer = deputy.post(url, {"paper_reference": "File 7"})
    assert "somebody else who permits devices must see the paper" in refused(answer)
    assert clerk.post(url, {"paper_reference": "File 7"}).status_code == 302
