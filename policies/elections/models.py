"""Pre-election periods, and profiles of those who stand or sit."""

from datetime import date
from hashlib import sha256

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class PeriodQuerySet(models.QuerySet["Period"]):
    def standing(self) -> "PeriodQuerySet":
        """Those that were not called off."""
        return self.filter(called_off_on__isnull=True)

    def within(self, first: date, last: date) -> "PeriodQuerySet":
        """Standing ones that share a day with these, both inclusive (London)."""
        return self.standing().filter(notice_on__lte=last, poll_on__gte=first)


class Period(models.Model):
    """From the notice of an election or referendum to the close of its poll, both inclusive.

    Days are London days. Local Government Act 1986 s.2 and s.4; Code of Recommended Practice on
    Local Authority Publicity.
    """

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "Our own ordinary election"
        BY_ELECTION = "by_election", "By-election"
        PRINCIPAL = "principal", "Election to the county, district or unitary council"
        PARLIAMENTARY = "parliamentary", "Parliamentary election"
        MAYORAL = "mayoral", "Election of a mayor"
        POLICE = "police", "Election of a police and crime commissioner"
        REFERENDUM = "referendum", "Referendum or parish poll"

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="election_periods",
        db_index=False,
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=15, choices=Kind)
    #: The ward or area; empty for all of it.
    area = models.CharField(max_length=120, blank=True)
    #: The day on which the notice was, or will be, published; said by a human, never computed.
    notice_on = models.DateField()
    poll_on = models.DateField()
    note = models.TextField(blank=True)
    called_off_on = models.DateField(null=True)
    why_called_off = models.CharField(max_length=300, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: When its days were set last: what was approved before must be looked at again.
    dates_set_at = models.DateTimeField()
    form_key = models.UUIDField(null=True)

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=("council_id", "number", "recorded_by_id", "recorded_at", "form_key"),
        once=("called_off_on",),
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        ordering = ["poll_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="period_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="period_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(poll_on__gte=models.F("notice_on")), name="period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("ordinary", "by_election", "principal", "parliamentary"),
                        *("mayoral", "police", "referendum"),
                    ]
                ),
                name="period_kind_valid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "poll_on"],
                condition=Q(called_off_on__isnull=True),
                name="period_standing",
            )
        ]

    def __str__(self) -> str:
        where = f", {self.area}" if self.area else ""
        return f"{self.get_kind_display()}{where}"

    def get_absolute_url(self) -> str:
        return reverse("elections:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"PE-{self.number:04}"

    @property
    def shown(self) -> str:
        """What tells a page that shows it from how it stands after somebody changed it."""
        said = [self.kind, self.area, self.notice_on.isoformat(), self.poll_on.isoformat()]
        return sha256("\n".join([*said, self.note]).encode()).hexdigest()

    def holds_on(self, day: date) -> bool:
        """Whether a London day lies in it."""
        return self.called_off_on is None and self.notice_on <= day <= self.poll_on


class Profile(models.Model):
    """A profile or page of a councillor or candidate, which the council does not promote then.

    HLTC-resp-12, LTC-4.2.2-g.
    """

    class Who(models.TextChoices):
        COUNCILLOR = "councillor", "Councillor"
        CANDIDATE = "candidate", "Candidate"

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="politicians_profiles",
        db_index=False,
    )
    who = models.CharField(max_length=12, choices=Who)
    name = models.CharField(max_length=120)
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    #: As people write it: "@cllrsmith", or the address of the page.
    handle = models.CharField(max_length=200)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "council",
                "platform",
                Lower("handle"),
                condition=Q(ended_on__isnull=True),
                name="profile_once_per_platform",
            ),
            models.CheckConstraint(
                condition=Q(who__in=["councillor", "candidate"]), name="profile_who_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.handle}"
