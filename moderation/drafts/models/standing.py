"""A standing approval: words with blanks, approved once for a time and for some accounts."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.dates import today
from councilsm.audit.canonical import canonical, sha256
from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.draft import KINDS


class StandingApprovalQuerySet(models.QuerySet["StandingApproval"]):
    def in_force(self) -> "StandingApprovalQuerySet":
        day = today()
        return self.filter(
            status=StandingApproval.Status.APPROVED, starts_on__lte=day, ends_on__gte=day
        )


class StandingApproval(models.Model):
    """Words with blanks that an approver allows until a day, within twelve months."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting for approval"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Not approved"
        ENDED = "ended", "Ended early"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="standing_approvals"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=KINDS)
    #: The words; a blank stands as {date}, {place}, {link} or {time}.
    words = models.TextField()
    #: Host names that {link} may lead to, one a line.
    sites = models.TextField(blank=True)
    #: What {place} may say, one a line.
    places = models.TextField(blank=True)
    accounts = models.ManyToManyField("accounts.OfficialAccount", related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    #: SHA-256 over all that the approval binds.
    digest = models.CharField(max_length=64)
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decider = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    own_authority = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)
    #: Of the page that it comes from, so that a page sent twice asks once.
    form_key = models.UUIDField(null=True)

    objects = StandingApprovalQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("form_key", "author_id", "council_id")),
        columns=(
            *("council_id", "number", "title", "kind", "words", "sites", "places"),
            *("starts_on", "ends_on", "digest", "author_id"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="standing_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["form_key", "author", "council"],
                condition=Q(form_key__isnull=False),
                name="standing_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="standing_period_valid"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "approved", "refused", "ended"]),
                name="standing_status_valid",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "refused", "ended"])
                | Q(decider__isnull=False, decided_at__isnull=False),
                name="standing_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("author")) | Q(own_authority=True),
                name="standing_by_another_unless_marked",
            ),
            models.CheckConstraint(
                condition=~Q(status="ended") | (Q(ended_by__isnull=False) & ~Q(end_reason="")),
                name="standing_end_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="refused") | ~Q(note=""),
                name="standing_refusal_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("drafts:standing", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"SA-{self.number:04}"

    @property
    def in_force(self) -> bool:
        """Whether it may be used today."""
        return self.status == self.Status.APPROVED and self.starts_on <= today() <= self.ends_on

    @property
    def tag(self) -> dict[str, str]:
        """The state as people see it, with its colour."""
        match self.status:
            case self.Status.APPROVED if today() > self.ends_on:
                return {"label": "Its time is over", "colour": "grey"}
            case self.Status.APPROVED if today() < self.starts_on:
                return {"label": "Approved, not begun", "colour": "teal"}
            case self.Status.APPROVED:
                return {"label": "In force", "colour": "green"}
            case self.Status.REFUSED:
                return {"label": "Not approved", "colour": "red"}
            case self.Status.ENDED:
                return {"label": "Ended early", "colour": "grey"}
        return {"label": "Waiting for approval", "colour": "yellow"}

    def bound_digest(self, account_ids: Iterable[int]) -> str:
        """SHA-256 over all that the approval binds: words, kind, accounts, places, sites, days."""
        bound: dict[str, Any] = {
            "accounts": sorted(account_ids),
            "ends_on": self.ends_on.isoformat(),
            "kind": self.kind,
            "places": self.places,
            "sites": self.sites,
            "starts_on": self.starts_on.isoformat(),
            "title": self.title,
            "words": self.words,
        }
        return sha256(canonical(bound))


class Series(models.Model):
    """Several dated drafts made together, each decided on its own."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=120)
    made_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("drafts:series", args=[self.council.slug, self.pk])
