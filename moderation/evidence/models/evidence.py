"""Evidence as it was captured: original bytes by digest, kept until somebody answers for less."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.items.models import Item


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_everyone(self) -> "EvidenceQuerySet":
        """Saved with an item, and that of no restricted case."""
        return self.filter(saved_at__isnull=False, item__restricted=False)

    def apart(self) -> "EvidenceQuerySet":
        """Saved, and seen by those alone whom the feature lets that owns it."""
        return self.filter(Q(item=None) | Q(item__restricted=True), saved_at__isnull=False)

    def unsaved(self) -> "EvidenceQuerySet":
        """Handed in with a form that was not saved yet."""
        return self.filter(saved_at__isnull=True)

    def kept(self) -> "EvidenceQuerySet":
        """Without those destroyed."""
        return self.filter(destroyed_at__isnull=True)


class Evidence(models.Model):
    """One file that shows what stood there: its bytes are never made anew.

    What somebody adds is taken in before the record is saved, so that a refused form keeps it; it
    belongs to nothing until then, and goes after a day if it never does. From then on nothing of
    it changes, but destruction empties what it told.
    """

    class Kind(models.TextChoices):
        SCREENSHOT = "screenshot", "Screenshot"
        DOCUMENT = "document", "Document, such as a witness statement"
        RECORD_COPY = "record_copy", "Record copy"

    class Investigation(models.TextChoices):
        """What a capture may be needed for, which says how long it is kept (HLTC-capture-2)."""

        DISCIPLINARY = "disciplinary", "Disciplinary matter of an employee"
        CONDUCT = "conduct", "Code of conduct of a councillor"
        AUDIT = "audit", "Audit"
        CRIMINAL = "criminal", "Suspected crime"
        CLAIM = "claim", "Legal claim, such as defamation"
        SAFEGUARDING = "safeguarding", "Safeguarding"
        OTHER = "other", "Something else"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    #: None until it is saved, and where it is evidence of something else than an item.
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="evidence")
    #: Where its bytes lie: `evidence/<council>/<two digits>/<uid>`. Two with the same bytes lie
    #: apart, so that destroying one leaves the other.
    uid = models.UUIDField(default=uuid4, unique=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SCREENSHOT)
    #: SHA-256 of the bytes as captured, 64 hexadecimal digits; empty once a prohibited image was
    #: destroyed.
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    #: In bytes.
    size = models.PositiveIntegerField()
    #: What can be seen, in a sentence, for people who cannot see it.
    description = models.CharField(max_length=300, blank=True)
    #: The address it was captured at; as an item's, without tokens.
    url = models.URLField(max_length=500, blank=True)
    #: Why a copy had to be made, where there is more to say than the entry says.
    reason = models.CharField(max_length=300, blank=True)
    investigation = models.CharField(max_length=20, choices=Investigation, blank=True)
    captured_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    #: When it was handed in; the server's clock.
    captured_at = models.DateTimeField(auto_now_add=True)
    #: When the record was saved that it is evidence of.
    saved_at = models.DateTimeField(null=True)
    #: Since when its bytes are missing or changed; None while they are whole.
    spoiled_at = models.DateTimeField(null=True)
    #: Since when nobody may open it, because somebody said that it is a prohibited image.
    hidden_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)
    destruction = models.ForeignKey(
        "moderation.Destruction",
        on_delete=models.PROTECT,
        null=True,
        related_name="destroyed",
        db_index=False,
    )

    #: Where words are asked about that are not of an item: the report that has them. No column.
    words_of: Any = None

    objects = EvidenceQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("uid",)),
        columns=(
            *("council_id", "uid", "kind", "media_type", "size", "captured_by_id", "captured_at"),
        ),
        once=("item_id", "saved_at", "destroyed_at", "destruction_id"),
        erasable=("digest", "name"),
        said_later=("description", "url", "reason", "investigation"),
        sealed_by="saved_at",
        deletable_until="saved_at",  # what was handed in and never saved
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(digest="") | Q(destroyed_at__isnull=False),
                name="evidence_has_digest",
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=True) | Q(saved_at__isnull=False),
                name="evidence_of_item_is_saved",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True, destruction__isnull=True)
                | Q(destroyed_at__isnull=False, destruction__isnull=False),
                name="evidence_destroyed_by_decision",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "digest"], name="evidence_by_digest"),
            models.Index(
                fields=["council", "size"],
                condition=Q(destroyed_at__isnull=True),
                name="evidence_room",
            ),
            models.Index(
                fields=["captured_at"], condition=Q(saved_at__isnull=True), name="evidence_unsaved"
            ),
            models.Index(
                fields=["council"], condition=Q(spoiled_at__isnull=False), name="evidence_spoiled"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Destroyed evidence"

    @property
    def label(self) -> str:
        """What it is called on the trail, which names no file."""
        return f"Evidence of {self.item.reference}" if self.item else "Evidence"

    @property
    def inside(self) -> str:
        """The same within a sentence."""
        return self.label[:1].lower() + self.label[1:]

    @property
    def is_picture(self) -> bool:
        """Whether pages can show it."""
        return self.media_type.startswith("image/")

    @property
    def may_be_opened(self) -> bool:
        """Whether its bytes are there, whole, and not to be kept from everybody."""
        return self.destroyed_at is None and self.hidden_at is None and self.spoiled_at is None
