"""The conduct of the council's own people: what was posted, and to whom it was passed.

A pointer and no dossier: no assessment, no finding, no list by person, no search by name. Of a
councillor the Monitoring Officer judges (Localism Act 2011, s.28); of an employee the council's own
procedures, outside councilsm.
"""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from moderation.items.models import Item


class ConductQuerySet(models.QuerySet["Conduct"]):
    def open(self) -> "ConductQuerySet":
        return self.filter(closed_at__isnull=True)


class Conduct(models.Model):
    """One post or profile of somebody of the council. What it began with never changes."""

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", "An employee’s own account or post"
        COUNCILLOR = "councillor", "A councillor’s conduct"

    class Example(models.TextChoices):
        """What kind of thing a complaint about a councillor would be about; no finding."""

        RESPECT = "respect", "Disrespect, bullying or discrimination"
        CONFIDENTIAL = "confidential", "Giving away something confidential"
        DISREPUTE = "disrepute", "Harm to the good name of the office or the council"
        POSITION = "position", "Misuse of the position or of the council’s resources"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="conduct", db_index=False
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    #: Whose conduct it is. They never see it here.
    about = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="of_conduct")
    #: Of an employee: on which ground it was looked at, as it stood that day.
    ground = models.CharField(max_length=300, blank=True)
    #: The clause or minute the ground comes from; empty while the rule was not set.
    ground_source = models.CharField(max_length=250, blank=True)
    example = models.CharField(max_length=12, choices=Example, blank=True)
    #: The office that deals with it; None where it goes to the Monitoring Officer, by whoever
    #: recorded it.
    goes_to = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Of an employee: their line manager's office as it was then.
    line_manager = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    #: Of the page that it comes from, so that a page sent twice records it once.
    form_key = models.UUIDField(null=True)
    #: The Monitoring Officer has it since, under this reference if they gave one.
    referred_on = models.DateField(null=True)
    officer_reference = models.CharField(max_length=120, blank=True)
    #: When the Monitoring Officer decided. What they decided is not kept here.
    outcome_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = ConductQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key"), ("item_id",)),
        columns=(
            *("council_id", "number", "kind", "about_id", "item_id", "ground", "ground_source"),
            *("example", "goes_to_id", "line_manager_id", "recorded_by_id", "office_id"),
            *("recorded_at", "form_key"),
        ),
        once=("referred_on", "outcome_on", "closed_at"),
        said_later=("officer_reference",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="conduct_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="conduct_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(kind="employee") & ~Q(ground="") & Q(example="")
                | Q(kind="councillor", ground="", line_manager__isnull=True) & ~Q(example=""),
                name="conduct_employee_has_ground",
            ),
            models.CheckConstraint(
                condition=~Q(about=F("recorded_by")), name="conduct_about_another"
            ),
            models.CheckConstraint(
                condition=Q(outcome_on__isnull=True)
                | Q(referred_on__isnull=False, outcome_on__gte=F("referred_on")),
                name="conduct_outcome_after_referral",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("conduct:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"CO-{self.number:04}"

    @property
    def for_monitoring_officer(self) -> bool:
        """Whether the Monitoring Officer gets it: a councillor's conduct, or no office has it."""
        return self.kind == self.Kind.COUNCILLOR or self.goes_to_id is None


class RemovalRequestQuerySet(models.QuerySet["RemovalRequest"]):
    def open(self) -> "RemovalRequestQuerySet":
        """Not answered yet, and its record is not closed."""
        return self.filter(outcome="", conduct__closed_at__isnull=True)


class RemovalRequest(models.Model):
    """Somebody was asked to take a post down (LLTC-9.5-a, HLTC-conduct-5)."""

    class Asked(models.TextChoices):
        EMPLOYEE = "employee", "The employee"
        COUNCILLOR = "councillor", "The councillor"
        OTHER = "other", "Somebody else, such as who runs the group"

    class Outcome(models.TextChoices):
        REMOVED = "removed", "Removed"
        REFUSED = "refused", "Refused"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    conduct = models.ForeignKey(Conduct, on_delete=models.PROTECT, related_name="removals")
    asked = models.CharField(max_length=10, choices=Asked)
    asked_on = models.DateField()
    due_on = models.DateField()
    asked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    #: What they said, in short.
    answer = models.CharField(max_length=500, blank=True)
    answered_on = models.DateField(null=True)
    #: To whom a refusal was referred, and when.
    referred_to = models.CharField(max_length=120, blank=True)
    referred_on = models.DateField(null=True)

    objects = RemovalRequestQuerySet.as_manager()

    append_only = AppendOnly(
        columns=(
            *("council_id", "conduct_id", "asked", "asked_on", "due_on", "asked_by_id"),
            *("office_id", "recorded_at"),
        ),
        once=("answered_on", "referred_on"),
        said_later=("outcome", "answer", "referred_to"),
    )

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("asked_on")), name="removal_due_once_asked"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_on__isnull=True)
                | ~Q(outcome="") & Q(answered_on__gte=F("asked_on")),
                name="removal_answered_once_asked",
            ),
            models.CheckConstraint(
                condition=Q(referred_on__isnull=True, referred_to="")
                | Q(outcome="refused", referred_on__isnull=False) & ~Q(referred_to=""),
                name="removal_refusal_referred",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(outcome=""), name="removal_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.conduct}: removal asked for"
