"""What people say of evidence: that it shows what stood there, and that it must go."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from moderation.evidence.models.evidence import Evidence
from moderation.items.models import Item


class Confirmation(models.Model):
    """A second person says that the capture shows what stood on the platform."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    evidence = models.OneToOneField(Evidence, on_delete=models.PROTECT, related_name="confirmation")
    captured_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("evidence_id",)),
        columns=(
            *("council_id", "evidence_id", "captured_by_id", "confirmed_by_id", "office_id"),
            "confirmed_at",
        ),
        erasable=("note",),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("captured_by")), name="evidence_confirmed_by_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.evidence} confirmed by {self.confirmed_by}"


class DestructionQuerySet(models.QuerySet["Destruction"]):
    def for_everyone(self) -> "DestructionQuerySet":
        """Without those of restricted cases."""
        return self.filter(Q(evidence__item__restricted=False) | Q(item__restricted=False))

    def apart(self) -> "DestructionQuerySet":
        """All others: of what is seen by those alone whom the feature lets that owns it."""
        return self.exclude(pk__in=self.model.objects.for_everyone().values("pk"))

    def waiting(self) -> "DestructionQuerySet":
        """Nobody else has answered yet."""
        return self.filter(agreed__isnull=True)


class Destruction(models.Model):
    """Somebody asked that evidence is destroyed, or words erased; a second person agreed or not.

    It is done with the second person's word. Where the council has no second person it is done at
    once, alone, and is noted to the council.
    """

    class Reason(models.TextChoices):
        PROHIBITED = "prohibited", "It is an image that nobody may keep"
        ERROR = "error", "It was uploaded in error"
        ERASURE = "erasure", "Somebody has a right to its erasure"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="destructions", db_index=False
    )
    number = models.PositiveIntegerField()
    #: What goes: a file, or the words of an item of which no file need be kept.
    evidence = models.ForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, related_name="destructions"
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="erasures")
    #: Or the words of a report that became no item.
    report = models.ForeignKey(
        "moderation.Sighting", on_delete=models.PROTECT, null=True, related_name="erasures"
    )
    reason = models.CharField(max_length=12, choices=Reason)
    #: In words; of an erasure the request's reference.
    why = models.CharField(max_length=500)
    #: The words of the item go too, and those that its entries quote.
    words_too = models.BooleanField(default=False)
    asked_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    #: Whoever asked may not destroy evidence, so that somebody who may must answer.
    by_moderator = models.BooleanField(default=False)
    #: There was nobody else in the council who could have agreed.
    alone = models.BooleanField(default=False)
    agreed = models.BooleanField(null=True)
    #: What took its place unanswered: a request because of what nobody may keep.
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True)
    #: Why it was not agreed to.
    answer = models.CharField(max_length=500, blank=True)

    objects = DestructionQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number")),
        columns=(
            *("council_id", "number", "evidence_id", "item_id", "report_id", "reason"),
            *("words_too", "asked_by_id", "office_id", "asked_at", "by_moderator", "alone"),
        ),
        once=("agreed", "replaced_by_id", "decided_by_id", "decided_office_id", "decided_at"),
        erasable=("why",),
        said_later=("answer",),
        sealed_by="decided_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="destruction_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["evidence"],
                condition=Q(agreed__isnull=True),
                name="destruction_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(agreed__isnull=True),
                name="destruction_of_words_asked_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(agreed__isnull=True),
                name="destruction_of_report_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(evidence__isnull=False, item__isnull=True, report__isnull=True)
                | Q(evidence__isnull=True, item__isnull=False, report__isnull=True, words_too=True)
                | Q(evidence__isnull=True, item__isnull=True, report__isnull=False, words_too=True),
                name="destruction_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(agreed__isnull=True, decided_by__isnull=True, decided_at__isnull=True)
                | Q(agreed__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
                name="destruction_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(agreed=False),
                name="destruction_replaced_is_not_done",
            ),
            # Two people, or one alone where there is no second. Whoever asked may take it back.
            models.CheckConstraint(
                condition=~Q(agreed=True) | ~Q(decided_by=F("asked_by")) | Q(alone=True),
                name="destruction_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("evidence:answer", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"DE-{self.number:04}"

    @property
    def thing(self) -> Any:
        """What is to go: a file, or what has the words, an item or a report."""
        thing = self.evidence or self.item or self.report
        assert thing is not None  # the database asks for one of them
        return thing

    @property
    def of_item(self) -> Item | None:
        """The item whose file or words it is about."""
        return self.item or (self.evidence.item if self.evidence else None)

    @property
    def inside(self) -> str:
        """What is to go, within a sentence."""
        return self.evidence.inside if self.evidence else f"the words of {self.thing}"

    @property
    def why_in_words(self) -> str:
        """Its reason, as it is said of a file or of words."""
        label = self.get_reason_display()
        return label if self.evidence_id else label.replace("uploaded", "written down")

    @property
    def asker(self) -> str:
        """Who asked, and in which office."""
        return f"{self.asked_by} ({self.office})" if self.office else str(self.asked_by)
