"""Devices, permission to use one's own, and what happens when one is lost."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership, Office
from accounts.register.models import WayIn


class Device(models.Model):
    """A telephone, tablet or computer from which official accounts are reached (FTC-4-c)."""

    class Kind(models.TextChoices):
        PHONE = "phone", "Telephone"
        TABLET = "tablet", "Tablet"
        LAPTOP = "laptop", "Laptop"
        DESKTOP = "desktop", "Desktop computer"

    class Belongs(models.TextChoices):
        COUNCIL = "council", "The council’s"
        PERSONAL = "personal", "Personal"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="devices"
    )
    name = models.CharField(max_length=120, help_text="For example Laptop 07")
    kind = models.CharField(max_length=10, choices=Kind)
    belongs = models.CharField(max_length=10, choices=Belongs)
    #: Who uses it; of a personal one, whose it is. A council device may be used by several.
    holder = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="devices"
    )
    asset_number = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Of the page that it comes from, so that a page sent twice enters it once.
    form_key = models.UUIDField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "entered_by", "council"],
                condition=Q(form_key__isnull=False),
                name="device_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["phone", "tablet", "laptop", "desktop"]),
                name="device_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(belongs="council") | Q(belongs="personal", holder__isnull=False),
                name="device_personal_has_holder",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="device_period_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("devices:detail", args=[self.council.slug, self.pk])

    @property
    def last_day(self) -> date | None:
        """The last day on which it may be used: its own, or its holder's at the council."""
        ends = [self.ends_on, self.holder.ends_on if self.holder else None]
        return min((day for day in ends if day), default=None)


class DevicePermission(models.Model):
    """Permission to reach official accounts from a personal device (FTC-6.7-b to -d).

    It counts from the day its commitments are accepted, within its dates. The app never takes the
    PIN itself: only that it is long enough is declared.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="device_permissions"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="permissions")
    saved_logins = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField()
    #: What was to be accepted, in the words of that day.
    commitments = models.TextField()
    given_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)
    accepted_on = models.DateField(null=True)
    #: Where the signed paper is kept; empty when it was accepted here by the person.
    paper_reference = models.CharField(max_length=120, blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")),
                name="device_permission_period_valid",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False),
                name="device_permission_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Permission for {self.device}"

    @property
    def last_day(self) -> date:
        """The last day: its own, or before that its device's or its owner's at the council."""
        return min(self.ends_on, self.device.last_day or self.ends_on)

    def in_force_on(self, day: date) -> bool:
        """Whether the device may be used for official accounts on a London day."""
        return (
            self.accepted_on is not None
            and max(self.accepted_on, self.starts_on) <= day <= self.last_day
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )

    @property
    def in_force(self) -> bool:
        return self.in_force_on(today())

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.last_day < today()


class LostDevice(models.Model):
    """A lost or stolen device: told of, and each password that has to change."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="lost_devices"
    )
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="losses")
    lost_on = models.DateField()
    what_happened = models.CharField(max_length=2000)
    told_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-told_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["device"], condition=Q(closed_at__isnull=True), name="device_lost_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.device} lost"

    def get_absolute_url(self) -> str:
        return reverse("devices:lost", args=[self.council.slug, self.pk])


class PasswordChange(models.Model):
    """A password to change because of a lost device; done when somebody says so."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="password_changes"
    )
    lost = models.ForeignKey(LostDevice, on_delete=models.PROTECT, related_name="password_changes")
    way_in = models.ForeignKey(WayIn, on_delete=models.PROTECT, related_name="password_changes")
    done_on = models.DateField(null=True)
    done_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lost", "way_in"], name="password_change_once")
        ]

    def __str__(self) -> str:
        return f"New password for {self.way_in}"
