"""Changes to the admin team, and undertakings. The seats themselves are `people.TeamMember`."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.people.models import Membership, Office, TeamMember
from councilsm.audit.triggers import AppendOnly


class TeamChange(models.Model):
    """One change to the team. An urgent one by a deputy waits for the clerk (FTC-6.2-g, -h)."""

    class Kind(models.TextChoices):
        APPOINTED = "appointed", "Joined the team"
        ENDED = "ended", "Left the team"

    class Review(models.TextChoices):
        NOT_NEEDED = "not_needed", "No review needed"
        AWAITING = "awaiting", "Awaiting review"
        CONFIRMED = "confirmed", "Confirmed"
        REVERSED = "reversed", "Reversed"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="team_changes"
    )
    seat = models.ForeignKey(TeamMember, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    why = models.CharField(max_length=500, blank=True)
    is_urgent = models.BooleanField(default=False)
    why_urgent = models.CharField(max_length=500, blank=True)
    why_unavailable = models.CharField(max_length=500, blank=True)
    #: The last day of the seat before it was ended, so that a review can put it back.
    ended_before = models.DateField(null=True)
    made_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    review = models.CharField(max_length=12, choices=Review, default=Review.NOT_NEEDED)
    reviewed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.CharField(max_length=500, blank=True)

    append_only = AppendOnly(
        columns=(
            *("council_id", "seat_id", "kind", "why", "is_urgent", "why_urgent"),
            *("why_unavailable", "ended_before", "made_by_id", "office_id", "made_at"),
        )
    )

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(
                fields=["council", "made_at"],
                condition=Q(review="awaiting"),
                name="team_change_awaiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["appointed", "ended"]), name="team_change_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(review__in=["not_needed", "awaiting"], reviewed_by__isnull=True)
                | Q(review__in=["confirmed", "reversed"], reviewed_by__isnull=False),
                name="team_change_review_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(reviewed_by=models.F("made_by")),
                name="team_change_not_reviewed_by_its_maker",
            ),
            models.CheckConstraint(
                condition=Q(is_urgent=False) | ~(Q(why_urgent="") | Q(why_unavailable="")),
                name="team_change_urgent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.membership.goes_by}: {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("team:list", args=[self.council.slug])

    @property
    def days_waiting(self) -> int:
        """Whole days since it was made."""
        return (timezone.now() - self.made_at).days


class UndertakingText(models.Model):
    """What a team member undertakes, in the council's words. A change makes the next version."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="undertaking_texts"
    )
    number = models.PositiveIntegerField()
    words = models.TextField()
    in_force_from = models.DateField()
    made_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("council_id", "number")))

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="undertaking_number_once_per_council"
            )
        ]

    def __str__(self) -> str:
        return f"Undertaking, version {self.number}"


class Undertaking(models.Model):
    """That a member gave the undertaking, in one version of its words (FTC-6.2-e)."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="undertakings"
    )
    text = models.ForeignKey(UndertakingText, on_delete=models.PROTECT, related_name="given")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="undertakings"
    )
    given_on = models.DateField()
    #: Where the signed paper is kept; empty when it was given here by the person.
    paper_reference = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("text_id", "membership_id")))

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["text", "membership"], name="undertaking_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership.goes_by}: {self.text}"
