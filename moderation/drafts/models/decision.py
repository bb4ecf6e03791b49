from django.db import models
from django.db.models import F, Q

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.draft import Draft
from moderation.drafts.models.revision import Revision


class DecisionQuerySet(models.QuerySet["Decision"]):
    def latest_of(self, revision_id: int | None) -> "Decision | None":
        """The decision about a revision, with who made it and in which office."""
        decided = self.filter(revision=revision_id)
        return decided.select_related("decider", "office", "rulebook_version").first()


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

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} by {self.decider}"
