"""Who looks at which account on which days, and when somebody last did (FTC-A-18, FTC-B-1)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.councils.wording import DAYS
from accounts.hours.models import WEEKDAYS
from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class Watch(models.Model):
    """A line of the rota: an account, who looks at it, and on which weekdays."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="account_watches"
    )
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    #: Exactly one of the two.
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    member = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Keys of `WEEKDAYS`.
    weekdays = models.JSONField(default=list)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(office__isnull=True, member__isnull=False)
                | Q(office__isnull=False, member__isnull=True),
                name="watch_by_office_or_member",
            )
        ]

    def __str__(self) -> str:
        return f"{self.who} looks at {self.account}"

    def get_absolute_url(self) -> str:
        return reverse("enquiries:looking", args=[self.council.slug])

    @property
    def who(self) -> str:
        """Who looks: the office, or the person by name."""
        return str(self.office) if self.office else str(self.member and self.member.goes_by)

    @property
    def days_in_words(self) -> str:
        """On which weekdays: "Monday, Thursday"."""
        if len(self.weekdays) == len(WEEKDAYS):
            return "Every day"
        return ", ".join(DAYS[day] for day in WEEKDAYS if day in self.weekdays)


class Look(models.Model):
    """Somebody looked at an account for what people ask and tell there."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="account_looks"
    )
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    looked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    looked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        indexes = [models.Index(fields=["account", "-looked_at"], name="look_newest")]

    def __str__(self) -> str:
        return f"{self.looked_by} looked at {self.account}"
