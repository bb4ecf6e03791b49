"""One person's access to one account, or to one way in."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.dates import in_force
from accounts.devices.models import Device
from accounts.grants.models.held import ROW, GrantStatus, Held, HeldRow
from accounts.people.models import Membership, Office
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
            Q(status__in=AccessGrant.GIVES_NOTHING) | Q(past, status=AccessGrant.Status.GRANTED)
        )

    def reaching(self, account: OfficialAccount) -> "AccessGrantQuerySet":
        """Access to an account: by itself, or by a way in that opens it and is in use."""
        opened = Opening.objects.filter(account=account, way_in__ended_on__isnull=True)
        return self.filter(Q(account=account) | Q(way_in__in=opened.values("way_in")))

    def there(self) -> "AccessGrantQuerySet":
        """What exists on the platform as far as is known: found or confirmed, and not removed.

        What goes on as another grant is there as that one.
        """
        return self.filter(removed_on__isnull=True, continued_as__isnull=True).filter(
            Q(status=AccessGrant.Status.FOUND) | Q(confirmed_on__isnull=False)
        )

    def ending_by(self, day: date, last: date) -> "AccessGrantQuerySet":
        """In force on a day, with its own last day by another: to extend, or to let end."""
        return self.in_force(day).filter(ends_on__lte=last)

    def ran_out(self, day: date) -> "AccessGrantQuerySet":
        """Granted, past their last day or their member's, and nobody has been told so."""
        return self._not_told_over().filter(Q(ends_on__lt=day) | Q(membership__ends_on__lt=day))

    def ran_out_in_order(self, day: date) -> list[int]:
        """The ids of those, council by council. Each half has an index of its own."""
        rows = self._not_told_over().order_by().values_list("council", "pk")
        own, left = rows.filter(ends_on__lt=day), rows.filter(membership__ends_on__lt=day)
        return [pk for _, pk in own.union(left).order_by("council", "pk").iterator()]

    def _not_told_over(self) -> "AccessGrantQuerySet":
        return self.decided().filter(over_told_on__isnull=True)

    def to_remove(self, day: date) -> "AccessGrantQuerySet":
        """Over here, and nobody has said that it is gone from the platform, or never was there."""
        rows = self.filter(removed_on__isnull=True, continued_as__isnull=True)
        return rows.over_by(day).exclude(status=AccessGrant.Status.REFUSED)

    def done_by(self, day: date) -> "AccessGrantQuerySet":
        """Over here and on the platform, or refused: nothing is left to do about it."""
        done = Q(removed_on__isnull=False) | Q(continued_as__isnull=False)
        rows = self.over_by(day).exclude(status=AccessGrant.Status.SUSPENDED)
        return rows.filter(done | Q(status=AccessGrant.Status.REFUSED))

    def to_confirm(self, day: date) -> "AccessGrantQuerySet":
        """In force here, and nobody has said that the platform shows it."""
        return self.in_force(day).filter(confirmed_on__isnull=True)

    def to_tell(self, day: date) -> "AccessGrantQuerySet":
        """Granted, now or to come, and its holder has not been told so in writing (LLTC-12.1-c)."""
        rows = self.decided().filter(basis=AccessGrant.Basis.REQUEST, told="")
        return rows.exclude(ends_on__lt=day).exclude(membership__ends_on__lt=day)

    def shown(self) -> "AccessGrantQuerySet":
        """With all that a row of a list shows."""
        return self.select_related("membership__person", "account", "way_in")

    def light(self, council_slug: str) -> list[HeldRow]:
        """Of one council, in plain values, for pages that judge many at once."""
        return [HeldRow(council_slug, *values) for values in self.values_list(*ROW)]


class AccessGrant(Held, models.Model):  # noqa: DJ008 (as `Held` has it)
    """A person's access: decided here (who, when, on what authority), confirmed on the platform.

    What was already there when the council took stock is `found`, with no granter invented. What
    an office carries by itself is recorded as standing on the clause, not granted.
    """

    Status = GrantStatus

    class Basis(models.TextChoices):
        REQUEST = "request", "Asked for here"
        FOUND = "found", "Found on the platform"
        OFFICE = "office", "Held by the office"

    class Told(models.TextChoices):
        MAIL = "mail", "By e-mail"
        PAPER = "paper", "On paper"

    #: Gives nothing, and can give something again only by a decision.
    GIVES_NOTHING = (Status.REFUSED, Status.SUSPENDED, Status.ENDED)

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
    #: Of access held by an office: which one, and the clause on which it stands.
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    clause = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    #: The day on which its passing last day went on the trail and its holder was told. Nobody
    #: decided that, so there is no decision and it stays granted: over by its date, as before.
    over_told_on = models.DateField(null=True)

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
    #: It was over here, nobody took it off the platform, and then the same was granted anew.
    continued_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="continues"
    )
    continued_on = models.DateField(null=True)

    objects = AccessGrantQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["account", "status"], name="grant_of_account"),
            models.Index(fields=["way_in", "status"], name="grant_of_way_in"),
            models.Index(fields=["membership", "status"], name="grant_of_member"),
            models.Index(fields=["council", "status", "ends_on"], name="grant_by_end"),
            # For the question of every night, in all councils: what ended, and who of those that
            # left still has something. Hardly any row is in the first that is not its answer.
            models.Index(
                fields=["ends_on", "council"],
                condition=Q(status="granted", over_told_on__isnull=True, ends_on__isnull=False),
                name="grant_to_end",
            ),
            models.Index(
                fields=["membership", "council"],
                condition=Q(status="granted", over_told_on__isnull=True),
                name="grant_to_end_with_member",
            ),
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
                condition=Q(continued_as__isnull=True, continued_on__isnull=True)
                | Q(
                    continued_as__isnull=False, continued_on__isnull=False, removed_on__isnull=True
                ),
                name="grant_continued_whole",
            ),
            models.CheckConstraint(
                condition=Q(status="found", basis="found")
                | ~Q(status="found") & (~Q(basis="office") | ~Q(clause="")),
                name="grant_basis_valid",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("grants:detail", args=[self.council.slug, self.number])

    @property
    def who(self) -> str:
        return str(self.membership.person) if self.membership else self.found_name

    @property
    def what(self) -> str:
        return str(self.account or self.way_in)

    @property
    def leaves_on(self) -> date | None:
        """The last day of its member at the council, where that is known."""
        return self.membership.ends_on if self.membership else None
