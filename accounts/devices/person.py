"""One person's devices, on their record."""

from datetime import date

from django.db.models import OuterRef, Q, Subquery

from accounts.devices.models import Device, DevicePermission
from accounts.devices.questions import rule_of
from accounts.people.sections import Line, Section, Subject, period, tells_person
from councilsm.forms import when_in_words


@tells_person(20)
def devices(of: Subject) -> Section:
    """Devices they use or used for official accounts, with permission for their own (a query)."""
    begun = Q(accepted_on__lte=of.day, starts_on__lte=of.day, ends_on__gte=of.day)
    kept = Q(withdrawn_on=None) | Q(withdrawn_on__gt=of.day)
    permitted = DevicePermission.objects.filter(begun, kept, device=OuterRef("pk"))
    until = Subquery(permitted.order_by("-ends_on").values("ends_on")[:1])
    found = of.membership.devices.annotate(permitted_until=until).order_by("-starts_on", "-pk")
    lines = [_line(of, device, device.permitted_until) for device in found]
    return Section("Devices", lines, "No device is on record.")


def _line(of: Subject, device: Device, until: date | None) -> Line:
    device.council = of.council
    label, colour = _state(of, device, permitted=until is not None)
    facts = [f"{device.get_belongs_display()}. {period(device.starts_on, device.ends_on)}"]
    if until:
        facts.append(f"Permitted until {when_in_words(until)}")
    return Line(str(device), device.get_absolute_url(), label, colour, facts)


def _state(of: Subject, device: Device, *, permitted: bool) -> tuple[str, str]:
    rule = rule_of(of.council)
    if device.ends_on and device.ends_on < of.day:
        return "Out of use", "grey"
    if device.belongs == Device.Belongs.COUNCIL or rule is None or rule.use == "allowed":
        return "In use", "green"
    if rule.use == "never":
        return "Not allowed", "red"
    return ("Permitted", "green") if permitted else ("Not permitted", "red")
