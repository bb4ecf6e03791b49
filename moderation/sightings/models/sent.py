"""To whom a report went, the captures that came with it, and what was added to it later."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.evidence.models import Evidence
from moderation.sightings.models.sighting import Sighting


class SentTo(models.Model):
    """One of those to whom a report went: all at once, and the first to take it owns it."""

    class Way(models.TextChoices):
        OFFICE = "office", "Office"
        TEAM = "team", "The team"
        GROUP_LEADER = "group_leader", "Political group leader"
        MONITORING = "monitoring", "Monitoring Officer"
        POLICE = "police", "Police"

    class Why(models.TextChoices):
        RULE = "rule", "By the council’s rules"
        LINE_MANAGER = "line_manager", "Line manager"
        NO_MANAGER = "no_manager", "No line manager is recorded"
        NOT_SET = "not_set", "Rule not set"
        NOBODY_THERE = "nobody_there", "Nobody holds the office it would go to"
        NOT_CLERK = "not_clerk", "In place of the proper officer, whom it is about"
        CHOSEN = "chosen", "Chosen by whoever reported it"
        HANDED_ON = "handed_on", "Handed on"

    #: To somebody of the council, who can take it.
    INSIDE = (Way.OFFICE, Way.TEAM)

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="sent_to")
    way = models.CharField(max_length=12, choices=Way)
    why = models.CharField(max_length=12, choices=Why)
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Of somebody without a sign-in, who gets a mail without any detail.
    email = models.EmailField(blank=True)
    #: The police's, where they gave one.
    reference = models.CharField(max_length=120, blank=True)
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("sighting_id", "office_id")))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sighting", "office"],
                condition=Q(office__isnull=False),
                name="sighting_sent_once_to_office",
            ),
            models.UniqueConstraint(
                fields=["sighting", "way"],
                condition=Q(office__isnull=True),
                name="sighting_sent_once_each_way",
            ),
            models.CheckConstraint(
                condition=Q(way="office", office__isnull=False, email="")
                | Q(way__in=["team", "police"], office__isnull=True, email="")
                | Q(way__in=["group_leader", "monitoring"], office__isnull=True) & ~Q(email=""),
                name="sighting_sent_some_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sighting} to {self.office or self.get_way_display()}"


class SightingCapture(models.Model):
    """A capture that came with a report, until the log or a case takes it over."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="came_with")
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="sighting")

    append_only = AppendOnly(keys=(("id",), ("evidence_id",)))

    def __str__(self) -> str:
        return f"{self.evidence} of {self.sighting}"


class Addition(models.Model):
    """What was said about a report after it was sent, by whoever may see it."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    sighting = models.ForeignKey(Sighting, on_delete=models.PROTECT, related_name="additions")
    #: Empty once they were erased.
    words = models.TextField(blank=True)
    added_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        columns=("council_id", "sighting_id", "added_by_id", "added_at"), erasable=("words",)
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.added_by} on {self.sighting}"
