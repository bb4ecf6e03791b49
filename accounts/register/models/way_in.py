"""How people get into an account: a login, a business portfolio, a tool, a telephone number."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.register.models.account import OfficialAccount


class WayInQuerySet(models.QuerySet["WayIn"]):
    def in_use(self) -> "WayInQuerySet":
        return self.filter(ended_on__isnull=True)


class WayIn(models.Model):
    """One way in. It may open several properties, and a property may have several ways in.

    No secret is ever kept here: `password_kept` says where it is, never what it is (FTC-6.2-e).
    """

    class Kind(models.TextChoices):
        LOGIN = "login", "Login"
        PORTFOLIO = "portfolio", "Business portfolio"
        TOOL = "tool", "Scheduling tool"
        PHONE = "phone", "Telephone number"

    class TwoFactor(models.TextChoices):
        UNKNOWN = "unknown", "Not known"
        OFF = "off", "Off"
        TEXT = "text", "Code by text message"
        APP = "app", "Code from an app"
        KEY = "key", "Passkey or security key"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="ways_in"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(
        max_length=120, help_text="For example Meta Business Suite, or social@flitwick.example"
    )
    #: The platform it belongs to; empty for a tool that opens several.
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform, blank=True)
    opens = models.ManyToManyField(OfficialAccount, through="Opening", related_name="ways_in")
    #: Several people use the same name and password, whatever the policy says of that.
    is_shared = models.BooleanField(default=False)
    recovery_email = models.EmailField(blank=True)
    #: Who holds the telephone to which a code is sent: an office or a person, in words.
    recovery_phone_held_by = models.CharField(max_length=120, blank=True)
    two_factor = models.CharField(max_length=10, choices=TwoFactor, default=TwoFactor.UNKNOWN)
    password_kept = models.CharField(
        max_length=120, blank=True, verbose_name="where the password is kept"
    )
    password_changed_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    objects = WayInQuerySet.as_manager()

    class Meta:
        verbose_name = "way in"
        verbose_name_plural = "ways in"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "council", "kind", Lower("name"), name="way_in_once_per_council"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["login", "portfolio", "tool", "phone"]),
                name="way_in_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(two_factor__in=["unknown", "off", "text", "app", "key"]),
                name="way_in_two_factor_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} “{self.name}”"

    def get_absolute_url(self) -> str:
        return reverse("register:way_in", args=[self.council.slug, self.pk])


class Opening(models.Model):
    """That a way in opens a property."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="openings"
    )
    way_in = models.ForeignKey(WayIn, on_delete=models.PROTECT, related_name="openings")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="openings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["way_in", "account"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.way_in} opens {self.account}"
