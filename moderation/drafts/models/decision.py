from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.draft import Draft
from moderation.drafts.models.revision import Revision

if TYPE_CHECKING:
    from moderation.drafts.models.second_look import Withdrawal


class DecisionQuerySet(models.QuerySet["Decision"]):
    def latest_of(self, revision_id: int | None) -> "Decision | None":
        """The decision about a revision: who made it, in which office, what followed."""
        return self.filter(revision=revision_id).for_page().first()

    def for_page(self) -> "DecisionQuerySet":
        """With who decided, in which office, and what followed: a check, a withdrawal."""
        return self.select_related(
            "decider",
            "office",
            "covering",
            "rulebook_version",
            "second_check",
            "withdrawal__withdrawn_by",
        )

    def to_look_at(self) -> "DecisionQuerySet":
        """Approvals without a second check that nobody else has looked at yet, oldest first.

        Those that still stand: what its author took back has no approval any more.
        """
        made = self.filter(
            outcome=Decision.Outcome.APPROVED,
            draft__status=Draft.Status.APPROVED,
            revision=F("draft__current"),
        ).exclude(without_second_check="")
        return made.filter(second_check__isnull=True, withdrawal__isnull=True).order_by("pk")

    def on_own_authority(self) -> "DecisionQuerySet":
        """Approvals by the author, as the rulebook lets them."""
        return self.filter(own_authority=True, outcome=Decision.Outcome.APPROVED)

    def for_council_list(self) -> "DecisionQuerySet":
        """Oldest first, with the words and accounts that a printed list shows."""
        named = self.select_related("draft__council", "decider", "office", "covering", "revision")
        return named.prefetch_related("revision__targets__account").order_by("decided_at", "pk")


class Decision(models.Model):
    """What was decided about one revision: by whom, in which office, under which rules."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", "Approved"
        CHANGES = "changes", "Changes requested"
        REJECTED = "rejected", "Rejected"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="decisions"
    )
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome)
    decider = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    #: Copied from the revision, so that the database itself can compare the two.
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    #: The office acted through; empty when the team's own authority was used.
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The office whose holder was away, or that was vacant, where `office` stood in for it.
    covering = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, related_name="+"
    )
    #: The author authorised their own words, as the rulebook lets them.
    own_authority = models.BooleanField(default=False)
    #: The clause or minute that gives the authority, in words.
    source = models.CharField(max_length=200, blank=True)
    reason_code = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    #: A second person was required and nobody was free; says why it could not wait.
    without_second_check = models.TextField(blank=True)
    #: "Does this appear designed to affect support for a party?" Yes is refused (LGA 1986 s.2).
    party_answer = models.BooleanField(null=True)
    #: The standing approval whose authority this use carries.
    standing = models.ForeignKey(
        "StandingApproval", on_delete=models.PROTECT, null=True, related_name="uses"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    append_only = AppendOnly(keys=(("id",), ("revision_id",)))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(decider=F("author"))
                | Q(own_authority=True)
                | ~Q(without_second_check="")
                | Q(standing__isnull=False),
                name="decision_by_another_unless_marked",
            ),
            models.UniqueConstraint(fields=["revision"], name="decision_once_per_revision"),
            models.CheckConstraint(
                condition=Q(party_answer__isnull=True) | Q(party_answer=False),
                name="decision_not_for_a_party",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["approved", "changes", "rejected"]),
                name="decision_outcome_valid",
            ),
            models.CheckConstraint(
                condition=Q(outcome="approved") | ~Q(note=""),
                name="decision_refusal_has_words",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-id"], name="decision_newest"),
            models.Index(
                fields=["council", "id"],
                condition=~Q(without_second_check=""),
                name="decision_unseen",
            ),
            models.Index(
                fields=["council", "decided_at"],
                condition=Q(own_authority=True),
                name="decision_own_authority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.decider}"

    @property
    def decided_by(self) -> str:
        """Who gave the authority and in what capacity: "the author (team member)"."""
        own = self.own_authority and self.decider_id == self.author_id
        who = "the author" if own else self.decider.name
        capacity = self.office.title if self.office else "team member"
        if self.covering:
            capacity = f"{capacity}, covering for the {self.covering.title}"
        return f"{who} ({capacity})"

    @property
    def withdrawn(self) -> "Withdrawal | None":
        """How this approval was taken back; None where it was not."""
        return getattr(self, "withdrawal", None)

    @property
    def needs_second_check(self) -> bool:
        """Approved without a second check, still so, and nobody else has looked at it yet."""
        if not self.without_second_check or self.withdrawn:
            return False
        if self.draft.status != Draft.Status.APPROVED or self.draft.current_id != self.revision_id:
            return False  # its author took it back
        return getattr(self, "second_check", None) is None
