"""The rows of the trail: plain ids and no foreign keys, so that they outlive their objects."""

from django.db import models

from councilsm.audit.entry import Chained, Told
from councilsm.audit.triggers import AppendOnly
from councilsm.audit.verbs import VERBS, every_verb

#: The chain of what belongs to no council: sign-ins, and the installation itself.
INSTALLATION = 0

#: What the first event of a chain names as its predecessor.
GENESIS = "0" * 64


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, obj: models.Model) -> "AuditEventQuerySet":
        """The events of one object, oldest first."""
        return self.filter(
            council_id=getattr(obj, "council_id", INSTALLATION),
            object_kind=obj._meta.label_lower,
            object_id=obj.pk,
        ).order_by("sequence")


class AuditEvent(Chained, models.Model):
    """That something happened: chained, and never changed or deleted."""

    council_id = models.BigIntegerField()
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    office_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=40, choices=every_verb)
    object_kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    rulebook_id = models.BigIntegerField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    detail_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    append_only = AppendOnly(keys=(("id",), ("council_id", "sequence"), ("council_id", "previous")))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council_id", "sequence"], name="audit_event_sequence_once"
            ),
            models.UniqueConstraint(fields=["council_id", "previous"], name="audit_event_no_fork"),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1),
                name="audit_event_sequence_from_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council_id", "object_kind", "object_id", "sequence"],
                name="audit_event_by_object",
            ),
            # For the page of the trail that shows one kind of entry, which may be rare.
            models.Index(fields=["council_id", "verb", "sequence"], name="audit_event_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.council_id}/{self.sequence} {self.verb}"

    def get_verb_display(self) -> str:  # type: ignore[no-redef]  # the plugin knows Django's own
        """What was done, in words. Django's own would list all verbs anew for each row."""
        return VERBS.get(self.verb, self.verb)


class AuditDetail(Told, models.Model):
    """What an event was about, in words. Unchained: disposal deletes it, the chain still holds."""

    event = models.OneToOneField(
        AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="detail"
    )
    council_id = models.BigIntegerField()
    label = models.TextField()
    old = models.TextField()  # canonical JSON, as text: a JSON column would rewrite it
    new = models.TextField()
    salt = models.CharField(max_length=32)

    append_only = AppendOnly(keys=(("event_id",),), deletable=True)

    def __str__(self) -> str:
        return self.label


class ChainHead(models.Model):
    """Where a council's chain ends. Locked for a moment by each action, as its last step."""

    council_id = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.council_id}/{self.sequence}"
