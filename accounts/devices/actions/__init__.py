"""Devices are entered, permitted, withdrawn and lost; each step is on the council's trail."""

from accounts.devices.actions.keeping import add_device, change_device, end_device
from accounts.devices.actions.losing import close_loss, lose_device, record_password_change
from accounts.devices.actions.permitting import (
    accept_commitments,
    permit_device,
    withdraw_permission,
)

__all__ = [
    "accept_commitments",
    "add_device",
    "change_device",
    "close_loss",
    "end_device",
    "lose_device",
    "permit_device",
    "record_password_change",
    "withdraw_permission",
]
