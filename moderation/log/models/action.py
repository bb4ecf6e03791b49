"""What was done about something the public posted: decided here, confirmed on the platform."""

from django.db import models
from django.db.models import F, Q

from councilsm.audit.triggers import AppendOnly
from moderation.evidence.models import Evidence
from moderation.items.models import Author, Item


class ModerationActionQuerySet(models.QuerySet["ModerationAction"]):
    def for_everyone(self) -> "ModerationActionQuerySet":
        """Without those about items of restricted cases."""
        return self.filter(item__restricted=False)


class ModerationAction(models.Model):
    """One entry of the log. Nothing in it is edited: a reversal or correction is another entry."""

    class Kind(models.TextChoices):
        HIDDEN = "hidden", "Hidden"
        DELETED = "deleted", "Deleted"
        WARNED = "warned", "Warned"
        RESTRICTED = "restricted", "Restricted"
        BLOCKED = "blocked", "Block proposed"
        REPORTED = "reported", "Reported to the platform"
        POLICE = "police", "Reported to the police"
        CLOSED = "closed", "Comments closed"
        LET_THROUGH = "let_through", "Let through"
        NOT_LET_THROUGH = "not_let_through", "Not let through"
        REPLIED = "replied", "Replied"
        NO_ACTION = "no_action", "No action"
        RESTORED = "restored", "Reversed"

    #: They take words from the public's sight: each answers to Article 10.
    REMOVALS = (Kind.HIDDEN, Kind.DELETED, Kind.NOT_LET_THROUGH)
    #: They tell somebody outside.
    REPORTS = (Kind.REPORTED, Kind.POLICE)
    #: They are done with the decision: nothing is left to do on a platform.
    DONE_HERE = (Kind.NO_ACTION, Kind.BLOCKED)

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="moderation_actions",
        db_index=False,
    )
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="actions")
    #: The item's, so that a list is read from one index.
    account = models.ForeignKey(
        "accounts.OfficialAccount",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    author = models.ForeignKey(
        Author, on_delete=models.PROTECT, null=True, related_name="actions", db_index=False
    )
    kind = models.CharField(max_length=16, choices=Kind)
    #: The rulebook's code; empty where the action gives none, or the rulebook lists none.
    reason = models.CharField(max_length=40, blank=True)
    #: The reason in words as it stood that day, or the officer's own while none is listed; and the
    #: clause, law or minute it comes from.
    reason_label = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=250, blank=True)
    #: The words that break the reason, as marked; each passage on a line.
    marked = models.TextField(blank=True)
    #: "Would we remove these words if the comment praised the council?"
    even_if_praise = models.BooleanField(null=True)
    #: Of misinformation: what is true, and where that can be read.
    fact = models.TextField(blank=True)
    fact_source = models.CharField(max_length=300, blank=True)
    #: Of a personal attack: whom it attacks; and that it is about them, not how they do the job.
    target = models.CharField(max_length=120, blank=True)
    about_person = models.BooleanField(null=True)
    #: Why it was necessary, where the reason asks for words or public record is deleted.
    necessity = models.TextField(blank=True)
    note = models.TextField(blank=True)
    #: Why nothing shows what stood there, where a removal has no capture.
    no_capture = models.CharField(max_length=300, blank=True)
    #: Of a report: the platform's or the police's reference, or that they gave none. Either is
    #: said once it is known, at the latest when the report is confirmed.
    reference = models.CharField(max_length=120, blank=True)
    none_given = models.BooleanField(null=True)
    #: What was deleted is public record: where its copy is kept (FTC-A-15).
    public_record = models.BooleanField(default=False)
    copy_kept = models.CharField(max_length=200, blank=True)
    copy = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="reversal"
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="correction"
    )
    #: Of a reversal: the removal was a mistake. It then counts against nobody.
    in_error = models.BooleanField(default=False)
    happened_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    logged_at = models.DateTimeField(auto_now_add=True)
    #: Which form it came from: sent twice, it is one entry.
    form_key = models.UUIDField(null=True)
    confirmed_by = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    confirmed_office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    #: When it was done on the platform: as its time was given with the entry, or when somebody
    #: confirmed it later.
    confirmed_at = models.DateTimeField(null=True)
    proof = models.ForeignKey(
        Evidence,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    proof_note = models.CharField(max_length=300, blank=True)
    #: Its words were erased with those of the item.
    erased_at = models.DateTimeField(null=True)

    objects = ModerationActionQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("reverses_id",), ("corrects_id",), ("council_id", "form_key")),
        columns=(
            *("council_id", "item_id", "account_id", "author_id", "kind", "reason"),
            *("source", "even_if_praise", "about_person", "public_record", "copy_id"),
            *("reverses_id", "corrects_id", "in_error", "happened_at", "decided_by_id"),
            *("office_id", "rulebook_version_id", "logged_at", "form_key"),
        ),
        once=(
            *("none_given", "confirmed_at", "confirmed_by_id", "confirmed_office_id", "proof_id"),
            "erased_at",
        ),
        erasable=(
            *("reason_label", "marked", "fact", "fact_source", "target", "necessity", "note"),
            *("no_capture", "copy_kept"),
        ),
        said_later=("reference", "proof_note"),
        sealed_by="confirmed_at",
        agrees=(
            ("item_id", "moderation_item", ("council_id", "account_id", "author_id")),
            ("reverses_id", "moderation_moderationaction", ("item_id",)),
            ("corrects_id", "moderation_moderationaction", ("council_id",)),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("hidden", "deleted", "warned", "restricted", "blocked", "reported"),
                        *("police", "closed", "let_through", "not_let_through", "replied"),
                        *("no_action", "restored"),
                    ]
                ),
                name="moderation_action_kind_valid",
            ),
            # Criticism stays up: what would stay if it praised the council is not removed. Of what
            # nobody may keep, nothing is asked.
            models.CheckConstraint(
                condition=~Q(kind__in=["hidden", "deleted", "not_let_through"])
                | Q(even_if_praise__isnull=False, even_if_praise=True)
                | Q(reason__in=["prohibited-child", "prohibited-terrorist"]),
                name="moderation_removal_even_if_praise",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["hidden", "deleted", "not_let_through"]) | ~Q(source=""),
                name="moderation_removal_has_source",
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=["prohibited-child", "prohibited-terrorist"])
                | Q(marked="", fact="", target="", no_capture="", copy__isnull=True),
                name="moderation_prohibited_keeps_nothing",
            ),
            models.CheckConstraint(
                condition=Q(kind="restored", reverses__isnull=False, corrects__isnull=True)
                | (~Q(kind="restored") & Q(reverses__isnull=True, in_error=False)),
                name="moderation_reversal_reverses",
            ),
            models.CheckConstraint(
                condition=~Q(kind="deleted", public_record=True)
                | ~Q(copy_kept="")
                | Q(copy__isnull=False)
                | Q(erased_at__isnull=False),
                name="moderation_public_record_copied",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["reported", "police"])
                | Q(confirmed_at__isnull=True)
                | ~Q(reference="")
                | Q(none_given__isnull=False, none_given=True),
                name="moderation_report_has_reference",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="moderation_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=(Q(reverses__isnull=True) | ~Q(reverses=F("id")))
                & (Q(corrects__isnull=True) | ~Q(corrects=F("id"))),
                name="moderation_follows_another",
            ),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="moderation_action_once_per_form",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-happened_at", "-id"], name="moderation_newest"),
            models.Index(
                fields=["council", "account", "-happened_at", "-id"], name="moderation_of_account"
            ),
            models.Index(
                fields=["council", "reason", "-happened_at", "-id"], name="moderation_by_reason"
            ),
            models.Index(
                fields=["council", "office", "-happened_at", "-id"], name="moderation_by_office"
            ),
            models.Index(
                fields=["council", "kind", "-happened_at", "-id"], name="moderation_by_kind"
            ),
            models.Index(fields=["author", "-happened_at", "-id"], name="moderation_of_author"),
            models.Index(
                fields=["council", "happened_at"],
                condition=Q(confirmed_at__isnull=True),
                name="moderation_to_confirm",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item.reference}: {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return self.item.get_absolute_url()

    @property
    def is_removal(self) -> bool:
        """Whether it takes words from the public's sight."""
        return self.kind in self.REMOVALS

    @property
    def is_prohibited(self) -> bool:
        """Whether it is about what nobody may keep: nothing was asked, and nothing is kept."""
        return self.reason.startswith("prohibited-")
