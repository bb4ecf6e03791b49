"""Which devices somebody may use for the council, and what its rules say of their own."""

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from accounts.councils.models import Council
from accounts.councils.rulebook import Devices
from accounts.councils.wording import either
from accounts.dates import in_force, today
from accounts.devices.models import Device, DevicePermission, LostDevice
from accounts.people.models import Membership
from councilsm.forms import when_in_words


def rule_of(council: Council) -> Devices | None:
    """What the council's rules say of personal devices; None while they say nothing."""
    value: Devices | None = council.rulebook.rules.devices.value
    return value


def commitments(council: Council, *, saved_logins: bool) -> list[str]:
    """What the owner of a personal device accepts, a line each (FTC-6.7-c, FTC-6.7-d)."""
    rule = rule_of(council)
    pin = rule.shortest_pin if rule else None
    length = f" of at least {pin} characters" if pin else ""
    return [
        "Nobody else uses this device.",
        f"It is locked with a PIN or password{length}.",
        "Logins to the council’s accounts may be saved on it, for as long as this permission lasts."
        if saved_logins
        else "No login to the council’s accounts is saved on it.",
        "I tell the council at once if it is lost or stolen.",
    ]


def may_allow_saved_logins(membership: Membership) -> bool:
    """Whether somebody who permits a device may also allow logins to be saved on it (FTC-A-3)."""
    rule = rule_of(membership.council)
    named = rule.saved_logins_from if rule else ()
    return not named or bool(set(named) & set(membership.offices))


def who_allows_saved_logins(council: Council) -> str:
    """Their titles; empty where the rules name nobody of their own for it."""
    rule = rule_of(council)
    book = council.rulebook
    return either([book.title(key) for key in rule.saved_logins_from]) if rule else ""


def waiting_for_permission(council: Council) -> "QuerySet[Device]":
    """Personal devices in use that were entered and that nobody has decided about.

    Not those that are lost, nor those of people who have left.
    """
    decided = DevicePermission.objects.filter(device=OuterRef("pk"))
    lost = LostDevice.objects.filter(device=OuterRef("pk"), closed_at__isnull=True)
    here = in_force(today()) & in_force(today(), "holder__")
    personal = council.devices.filter(here, belongs=Device.Belongs.PERSONAL)
    return personal.filter(~Exists(decided), ~Exists(lost))


def permitted_in_words(membership: Membership) -> list[str]:
    """Each personal device of somebody that is permitted today and not lost, and who permitted it.

    Asks nothing where the council's rules want no permission.
    """
    rule = rule_of(membership.council)
    if rule is None or rule.use != "with_permission":
        return []
    lost = LostDevice.objects.filter(device=OuterRef("device"), closed_at__isnull=True)
    given = DevicePermission.objects.filter(~Exists(lost), device__holder=membership.pk)
    return [
        f"{one.device}: permitted by {one.given_by} on {when_in_words(localdate(one.given_at))}"
        for one in given.select_related("device__holder", "given_by")
        if one.in_force
    ]
