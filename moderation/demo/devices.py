"""Devices of a demonstration council: one of its own, and a personal one that is asked for."""

from accounts.councils.models import Council
from accounts.devices.actions import add_device
from accounts.devices.models import Device
from accounts.people.models import Membership


def device_at(council: Council, clerk: Membership) -> None:
    """The laptop in the office."""
    add_device(
        council=council,
        name="Office laptop",
        kind=Device.Kind.LAPTOP,
        belongs=Device.Belongs.COUNCIL,
        holder=clerk,
        starts_on=clerk.starts_on,
        asset_number="L-07",
        actor=clerk.person,
    )


def personal_device(holder: Membership) -> None:
    """Somebody's own telephone; nobody has permitted it yet."""
    add_device(
        council=holder.council,
        name="Own telephone",
        kind=Device.Kind.PHONE,
        belongs=Device.Belongs.PERSONAL,
        holder=holder,
        starts_on=holder.starts_on,
        actor=holder.person,
    )
