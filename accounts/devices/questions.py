"""Which devices somebody may use for the council, and what its rules say of their own."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Devices
from accounts.councils.wording import either
from accounts.dates import in_force, today
from accounts.devices.models import Device, DevicePermission
from accounts.people.models import Membership


def rule_of(council: Council) -> Devices | None:
    """What the council's rules say of personal devices; None while they say nothing."""
    value: Devices | None = council.rulebook.rules.devices.value
    return value


def permitted(membership: Membership, day: date) -> bool:
    """Whether somebody may reach official accounts from a device of their own on a day.

    Where the rules ask for no permission, or say nothing yet, nobody is stopped.
    """
    rule = rule_of(membership.council)
    if rule is None or rule.use == "allowed":
        return True
    if rule.use == "never":
        return False
    own = membership.devices.filter(in_force(day), belongs=Device.Belongs.PERSONAL)
    permissions = DevicePermission.objects.filter(device__in=own)
    return any(permission.in_force_on(day) for permission in permissions)


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
    """Personal devices in use that were entered and that nobody has decided about."""
    decided = DevicePermission.objects.filter(device=OuterRef("pk"))
    personal = council.devices.filter(in_force(today()), belongs=Device.Belongs.PERSONAL)
    return personal.filter(~Exists(decided))
