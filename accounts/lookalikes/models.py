"""Lookalike cases, what was done about them, and the separate decision to warn the public."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class LookalikeQuerySet(models.QuerySet["Lookalike"]):
    def open(self) -> "LookalikeQuerySet":
        return self.filter(closed_at__isnull=True)

    def with_next(self) -> "LookalikeQuerySet":
        """With `tried_on` and `ask_again_on` of the latest effort, none where nothing was done."""
        latest = Effort.objects.filter(lookalike=OuterRef("pk"))
        return self.annotate(
            tried_on=Subquery(latest.values("made_on")[:1]),
            ask_again_on=Subquery(latest.values("follow_up_on")[:1]),
        )

    def due(self, day: date) -> "LookalikeQuerySet":
        """Open cases in which nothing was done yet, or whose day to ask again has come."""
        waits = Q(tried_on__isnull=True) | Q(ask_again_on__lte=day)
        return self.open().with_next().filter(waits)

    def still_warned_of(self) -> "LookalikeQuerySet":
        """Closed cases of which the public is still warned."""
        warning = PublicWarning.objects.filter(lookalike=OuterRef("pk"), ended_at__isnull=True)
        return self.filter(Exists(warning), closed_at__isnull=False)


class Lookalike(models.Model):
    """An account that a reader could take for the council's. It never stands on a public list."""

    class Kind(models.TextChoices):
        FAKE = "fake", "Pretends to be the council"
        SATIRE = "satire", "Satire or parody"
        UNCONTROLLED = "uncontrolled", "Ours by right, not under our control"

    class Outcome(models.TextChoices):
        TAKEN_DOWN = "taken_down", "Taken down"
        HANDED_OVER = "handed_over", "Handed over to the council"
        CHANGED = "changed", "Changed so that nobody is misled"
        LEFT = "left", "Left as it is"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="lookalikes"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    url = models.URLField(max_length=300, verbose_name="address")
    seen_on = models.DateField()
    note = models.CharField(max_length=2000, blank=True)
    #: Of satire: whether, and how, somebody would be misled by it (FTC-6.2-o).
    likely_to_mislead = models.CharField(max_length=500, blank=True)
    capture = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_note = models.CharField(max_length=500, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = LookalikeQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                "council",
                Lower("url"),
                condition=Q(closed_at__isnull=True),
                name="lookalike_open_once",
            ),
            models.UniqueConstraint(
                fields=["council", "number"], name="lookalike_number_once_per_council"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["fake", "satire", "uncontrolled"]),
                name="lookalike_kind_valid",
            ),
            models.CheckConstraint(
                condition=~Q(kind="satire") | ~Q(likely_to_mislead=""),
                name="lookalike_satire_says_whether_it_misleads",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="lookalike_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("lookalikes:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"K-{self.number:04}"


class Effort(models.Model):
    """One thing done to have a lookalike suspended, deleted or handed over (FTC-6.2-o)."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="lookalike_efforts"
    )
    lookalike = models.ForeignKey(Lookalike, on_delete=models.PROTECT, related_name="efforts")
    made_on = models.DateField()
    #: For example the platform's form, its help line, the police.
    channel = models.CharField(max_length=120)
    reference = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=2000, blank=True)
    #: When to ask again; none when there is nothing to wait for.
    follow_up_on = models.DateField(null=True)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: Of the page that it comes from, so that a page sent twice records it once.
    form_key = models.UUIDField(null=True)

    append_only = AppendOnly(keys=(("id",), ("form_key", "made_by_id", "council_id")))

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "made_by", "council"],
                condition=Q(form_key__isnull=False),
                name="lookalike_effort_once_per_form",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel}, {self.lookalike}"


class PublicWarning(models.Model):
    """The council's decision to warn the public of an impersonation. Never of satire."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="public_warnings"
    )
    lookalike = models.ForeignKey(Lookalike, on_delete=models.PROTECT, related_name="warnings")
    #: Of the case, which never changes; here so that the database refuses one of satire.
    kind = models.CharField(max_length=12, choices=Lookalike.Kind)
    words = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lookalike"],
                condition=Q(ended_at__isnull=True),
                name="public_warning_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["fake", "uncontrolled"]),
                name="public_warning_never_of_satire",
            ),
        ]

    def __str__(self) -> str:
        return f"Warning of {self.lookalike.name}"
