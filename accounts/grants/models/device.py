"""From which devices access may be used."""

from django.db import models

from accounts.devices.models import Device
from accounts.grants.models.grant import AccessGrant


class GrantDevice(models.Model):
    """That a grant may be used from a device (LLTC-12.1-e)."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="grant_devices"
    )
    grant = models.ForeignKey(AccessGrant, on_delete=models.PROTECT, related_name="grant_devices")
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="grant_devices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "device"], name="grant_device_once")
        ]

    def __str__(self) -> str:
        return f"{self.grant} from {self.device}"
