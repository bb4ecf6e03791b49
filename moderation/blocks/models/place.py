"""On which of the council's accounts a profile is blocked, as somebody saw it there."""

from django.db import models
from django.db.models import Q

from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly
from moderation.blocks.models.block import Block
from moderation.evidence.models import Evidence


def left_to_do(block: Block, *, is_blocked: bool) -> str:
    """What is left to do on a platform: `block`, `unblock`, or nothing."""
    if block.is_in_force:
        return "" if is_blocked else "block"
    return "unblock" if is_blocked else ""


class BlockPlace(models.Model):
    """One account of a block. A block on one account is none on another (DTC-3.2-c).

    What is left to do there is never stored: it is the difference between `is_blocked` and whether
    the block is in force.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="block_places", db_index=False
    )
    block = models.ForeignKey(Block, on_delete=models.PROTECT, related_name="places")
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="+")
    #: As somebody last said that they saw it on the platform. It passes on to a later block of the
    #: same profile, so that nobody is told to unblock whom that one keeps out (`take_over`).
    is_blocked = models.BooleanField(default=False)
    added_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("block_id", "account_id")),
        columns=("council_id", "block_id", "account_id", "added_at"),
        agrees=(
            ("block_id", "moderation_block", ("council_id",)),
            ("account_id", "accounts_officialaccount", ("council_id",)),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["block", "account"], name="block_place_once_per_account"
            ),
        ]
        indexes = [
            models.Index(
                fields=["council"], condition=Q(is_blocked=True), name="block_place_blocked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.block} on {self.account}"

    @property
    def to_do(self) -> str:
        """What is left to do on the platform: `block`, `unblock`, or nothing."""
        return left_to_do(self.block, is_blocked=self.is_blocked)


class BlockStep(models.Model):
    """What somebody did, or found, on a platform; with what shows it. It never changes."""

    class Kind(models.TextChoices):
        BLOCKED = "blocked", "Blocked there"
        UNBLOCKED = "unblocked", "Unblocked there"
        FOUND_OPEN = "found_open", "Found not blocked there"
        FOUND_BLOCKED = "found_blocked", "Found still blocked there"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(BlockPlace, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=16, choices=Kind)
    happened_at = models.DateTimeField()
    done_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    #: How it is known, where no capture shows it.
    note = models.CharField(max_length=300, blank=True)

    append_only = AppendOnly(
        columns=(
            *("council_id", "place_id", "kind", "happened_at", "done_by_id", "office_id"),
            *("recorded_at", "proof_id"),
        ),
        erasable=("note",),
        agrees=(("place_id", "moderation_blockplace", ("council_id",)),),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["blocked", "unblocked", "found_open", "found_blocked"]),
                name="block_step_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.get_kind_display().lower()}"
