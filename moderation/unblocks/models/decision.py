"""How a request was decided, and the letter that says so."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.blocks.models import Block
from moderation.unblocks.models.request import UnblockRequest


class UnblockDecision(models.Model):
    """The decision of one request. It never changes, and is no precedent (DTC-3.2-d)."""

    class Outcome(models.TextChoices):
        UNBLOCK = "unblock", "Unblock"
        UNBLOCK_WARNING = "warning", "Unblock, with a warning"
        KEEP_REVIEW = "keep_review", "Keep the block, and review it"
        KEEP = "keep", "Keep the block"
        OVER = "over", "Not blocked any more"
        NOT_OURS = "not_ours", "Not blocked by us"
        NOT_ENOUGH = "not_enough", "Not enough to tell"

    class Holder(models.TextChoices):
        """How the council knows that whoever asks holds the profile."""

        PLATFORM = "platform", "They answered us on the platform, from that profile"
        OTHERWISE = "otherwise", "It is known otherwise"
        UNKNOWN = "unknown", "It is not known"

    LIFTS = (Outcome.UNBLOCK, Outcome.UNBLOCK_WARNING)
    KEEPS = (Outcome.KEEP_REVIEW, Outcome.KEEP)

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    request = models.OneToOneField(
        UnblockRequest, on_delete=models.PROTECT, related_name="decision"
    )
    outcome = models.CharField(max_length=12, choices=Outcome)
    #: The block it was about that day.
    block = models.ForeignKey(Block, on_delete=models.PROTECT, null=True, related_name="+")
    holder = models.CharField(max_length=10, choices=Holder)
    #: Where it is known otherwise, how.
    holder_how = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    #: Of a warning, its words; the letter says them too.
    warning = models.TextField(blank=True)
    review_on = models.DateField(null=True)
    #: The block was decided by the same person; how they looked at it afresh.
    same_decider = models.BooleanField(default=False)
    afresh = models.TextField(blank=True)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: Who decides, in words, as the rulebook said that day.
    source = models.CharField(max_length=250)
    decided_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("request_id",)),
        columns=(
            *("council_id", "request_id", "outcome", "block_id", "holder", "review_on"),
            *("same_decider", "decided_by_id", "office_id", "rulebook_version_id", "source"),
            "decided_at",
        ),
        erasable=("holder_how", "reasons", "warning", "afresh"),
        agrees=(
            ("request_id", "moderation_unblockrequest", ("council_id",)),
            ("block_id", "moderation_block", ("council_id",)),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        *("unblock", "warning", "keep_review", "keep", "over", "not_ours"),
                        "not_enough",
                    ]
                ),
                name="unblock_outcome_valid",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=["unblock", "warning", "keep_review", "keep", "over"],
                    block__isnull=False,
                )
                | Q(outcome="not_ours", block__isnull=True)
                | Q(outcome="not_enough"),
                name="unblock_decision_about_a_block",
            ),
            models.CheckConstraint(
                condition=Q(outcome="keep_review", review_on__isnull=False)
                | (~Q(outcome="keep_review") & Q(review_on__isnull=True)),
                name="unblock_review_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(holder__in=["platform", "otherwise", "unknown"]),
                name="unblock_holder_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request}: {self.get_outcome_display()}"

    @property
    def is_told_there_alone(self) -> bool:
        """Whether its letter goes to the profile itself alone; see `told_there_alone`."""
        return told_there_alone(self.outcome, self.holder)


def told_there_alone(outcome: str, holder: str) -> bool:
    """Whether an answer goes to the profile itself alone, on the platform (T10).

    Anybody can ask in another's name. Where nobody knows whose profile it is, nothing that could
    tell of a block, or of none, goes to the address that they gave. "Not enough to tell" reads the
    same for everybody.
    """
    unknown = holder == UnblockDecision.Holder.UNKNOWN
    return unknown and outcome != UnblockDecision.Outcome.NOT_ENOUGH


class UnblockLetter(models.Model):
    """The answer as it went out; another follows where the first did not arrive."""

    class Way(models.TextChoices):
        EMAIL = "email", "E-mail"
        PRINTED = "printed", "Printed, and posted or handed over"
        PLATFORM = "platform", "A message to the profile, on the platform"
        TOLD = "told", "Told by telephone or at the office"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(UnblockRequest, on_delete=models.PROTECT, related_name="letters")
    words = models.TextField(blank=True)
    way = models.CharField(max_length=10, choices=Way)
    sent_at = models.DateTimeField(auto_now_add=True)
    sent_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )

    append_only = AppendOnly(
        columns=("council_id", "request_id", "way", "sent_at", "sent_by_id", "office_id"),
        erasable=("words",),
        agrees=(("request_id", "moderation_unblockrequest", ("council_id",)),),
    )

    def __str__(self) -> str:
        return f"{self.request}: {self.get_way_display()}"
