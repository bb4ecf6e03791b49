"""One person's access to one account, or to one way in."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.dates import in_force, today
from accounts.devices.models import Device
from accounts.people.models import Membership
from accounts.register.levels import Level
from accounts.register.models import OfficialAccount, Opening, WayIn


class AccessGrantQuerySet(models.QuerySet["AccessGrant"]):
    def decided(self) -> "AccessGrantQuerySet":
        """Access that was granted, whatever its dates."""
        return self.filter(status=AccessGrant.Status.GRANTED)

    def in_force(self, day: date) -> "AccessGrantQuerySet":
        """Granted, its days include this one, and its member is here: what somebody may use."""
        return self.decided().filter(in_force(day), in_force(day, "membership__"))

    def over_by(self, day: date) -> "AccessGrantQuerySet":
        """Ended, suspended or refused; or granted, and its days or its member's are past."""
        past = Q(ends_on__lt=day) | Q(membership__ends_on__lt=day)
        return self.filter(
            Q(status__in=AccessGrant.CLOSED) | Q(past, status=AccessGrant.Status.GRANTED)
        )

    def reaching(self, account: OfficialAccount) -> "AccessGrantQuerySet":
        """Access to an account: by itself, or by a way in that opens it and is in use."""
        opened = Opening.objects.filter(account=account, way_in__ended_on__isnull=True)
        return self.filter(Q(account=account) | Q(way_in__in=opened.values("way_in")))

    def held_on(self, day: date) -> "AccessGrantQuerySet":
        """What somebody might use on a day that may be past, though it was ended later."""
        ended_later = Q(
            status=AccessGrant.Status.ENDED,
            decisions__outcome__in=["granted", "kept"],
            starts_on__lte=day,
            ends_on__gt=day,
        )
        return self.filter(
            Q(in_force(day), in_force(day, "membership__"), status=AccessGrant.Status.GRANTED)
            | ended_later
        ).distinct()

    def there(self, day: date) -> "AccessGrantQuerySet":
        """What exists on the platform as far as is known: found or confirmed, and not removed."""
        return self.filter(removed_on__isnull=True).filter(
            Q(status=AccessGrant.Status.FOUND) | Q(confirmed_on__isnull=False)
        )

    def to_remove(self, day: date) -> "AccessGrantQuerySet":
        """Over here and still there: ended, suspended or past its last day, not confirmed gone."""
        return self.there(day).over_by(day)

    def to_confirm(self, day: date) -> "AccessGrantQuerySet":
        """In force here, and nobody has said that the platform shows it."""
        return self.in_force(day).filter(confirmed_on__isnull=True)

    def shown(self) -> "AccessGrantQuerySet":
        """With all that a row of a list shows."""
        return self.select_related("membership__person", "account", "way_in")


class AccessGrant(models.Model):
    """A person's access: decided here (who, when, on what authority), confirmed on the platform.

    What was already there when the council took stock is `found`, with no granter invented. What
    an office carries by itself is recorded as standing on the clause, not granted.
    """

    class Status(models.TextChoices):
        FOUND = "found", "Found on the platform"
        REQUESTED = "requested", "Asked for"
        REFUSED = "refused", "Refused"
        GRANTED = "granted", "Granted"
        SUSPENDED = "suspended", "Suspended"
        ENDED = "ended", "Ended"

    class Basis(models.TextChoices):
        REQUEST = "request", "Asked for and decided"
        FOUND = "found", "Found, then confirmed"
        OFFICE = "office", "Held by the office"

    class Told(models.TextChoices):
        MAIL = "mail", "By e-mail"
        PAPER = "paper", "On paper"

    #: Gives nothing, and can give something again only by a decision.
    CLOSED = (Status.REFUSED, Status.SUSPENDED, Status.ENDED)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="access_grants"
    )
    number = models.PositiveIntegerField()
    #: Whose it is; none while a name found on the platform is not matched to anybody.
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="access_grants"
    )
    #: As the platform shows the person, where it was found.
    found_name = models.CharField(max_length=120, blank=True)
    account = models.ForeignKey(
        OfficialAccount,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="access_grants",
    )
    way_in = models.ForeignKey(
        WayIn, on_delete=models.PROTECT, null=True, blank=True, related_name="access_grants"
    )
    level = models.CharField(max_length=10, choices=Level)
    #: Why the job needs it (LLTC-12.1-a).
    why = models.CharField(max_length=500, blank=True)
    direct_messages = models.BooleanField(default=False)
    why_direct_messages = models.CharField(max_length=300, blank=True)
    authorised_devices_only = models.BooleanField(default=False)
    devices = models.ManyToManyField(Device, through="GrantDevice", related_name="access_grants")

    status = models.CharField(max_length=10, choices=Status)
    basis = models.CharField(max_length=10, choices=Basis, default=Basis.REQUEST)
    #: The clause on which access held by an office stands.
    clause = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    found_on = models.DateField(null=True)
    found_source = models.CharField(max_length=200, blank=True)
    requested_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    requested_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=10, choices=Told, blank=True)
    told_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    confirmed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_how = models.CharField(max_length=500, blank=True)
    removed_on = models.DateField(null=True)
    removed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    removed_how = models.CharField(max_length=500, blank=True)
    removal_evidence = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["account", "status"], name="grant_of_account"),
            models.Index(fields=["way_in", "status"], name="grant_of_way_in"),
            models.Index(fields=["membership", "status"], name="grant_of_member"),
            models.Index(fields=["council", "status", "ends_on"], name="grant_by_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="grant_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["membership", "account", "level"],
                condition=Q(status__in=["found", "requested", "granted", "suspended"]),
                name="grant_of_account_open_once",
            ),
            models.UniqueConstraint(
                fields=["membership", "way_in", "level"],
                condition=Q(status__in=["found", "requested", "granted", "suspended"]),
                name="grant_of_way_in_open_once",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False, way_in__isnull=True)
                | Q(account__isnull=True, way_in__isnull=False),
                name="grant_of_account_or_way_in",
            ),
            models.CheckConstraint(
                condition=Q(membership__isnull=False)
                | (Q(status__in=["found", "ended"]) & ~Q(found_name="")),
                name="grant_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["found", "requested", "refused", "granted", "suspended", "ended"]
                ),
                name="grant_status_valid",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_period_valid",
            ),
            models.CheckConstraint(
                condition=Q(direct_messages=False) | ~Q(why_direct_messages=""),
                name="grant_direct_messages_say_why",
            ),
            models.CheckConstraint(
                condition=Q(status="found", basis="found")
                | ~Q(status="found") & (~Q(basis="office") | ~Q(clause="")),
                name="grant_basis_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.who}: {self.what}"

    def get_absolute_url(self) -> str:
        return reverse("grants:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"A-{self.number:04}"

    @property
    def who(self) -> str:
        return str(self.membership.person) if self.membership else self.found_name

    @property
    def what(self) -> str:
        return str(self.account or self.way_in)

    @property
    def ends_here_on(self) -> date | None:
        """The last day on which it can be used: its own, or its member's if that comes first."""
        leaves = self.membership.ends_on if self.membership else None
        return min((day for day in (self.ends_on, leaves) if day), default=None)

    def is_in_force_on(self, day: date) -> bool:
        """Whether it may be used on a London day."""
        last = self.ends_here_on
        return (
            self.status == self.Status.GRANTED
            and self.starts_on <= day
            and (last is None or day <= last)
        )

    @property
    def is_over(self) -> bool:
        """Whether it ended here, by decision or because its last day has passed."""
        last = self.ends_here_on
        past = self.status == self.Status.GRANTED and last is not None and last < today()
        return self.status == self.Status.ENDED or past

    @property
    def is_there(self) -> bool:
        """Whether it exists on the platform, as far as is known."""
        seen = self.status == self.Status.FOUND or self.confirmed_on is not None
        return seen and self.removed_on is None

    @property
    def is_to_remove(self) -> bool:
        """Over here and still there."""
        return self.is_there and (self.is_over or self.status == self.Status.SUSPENDED)

    @property
    def to_remove_since(self) -> date | None:
        """The day from which it should have gone from the platform: overdue the day after."""
        return self.ends_here_on if self.is_to_remove else None

    @property
    def tag(self) -> dict[str, str]:
        """The state as a word and a colour."""
        if self.is_to_remove:
            return {"label": "To remove", "colour": "red"}
        if self.status == self.Status.GRANTED:
            if self.is_over:
                return {"label": "Over", "colour": "grey"}
            if self.starts_on > today():
                return {"label": "To come", "colour": "blue"}
            if self.confirmed_on is None:
                return {"label": "To set up", "colour": "yellow"}
            return {"label": "In force", "colour": "green"}
        return {
            self.Status.FOUND: {"label": "Found, not confirmed", "colour": "yellow"},
            self.Status.REQUESTED: {"label": "Asked for", "colour": "yellow"},
            self.Status.REFUSED: {"label": "Refused", "colour": "red"},
            self.Status.SUSPENDED: {"label": "Suspended", "colour": "orange"},
            self.Status.ENDED: {"label": "Ended", "colour": "grey"},
        }[self.Status(self.status)]

    @property
    def state_in_words(self) -> str:
        """The state within a sentence."""
        return self.tag["label"].lower()
