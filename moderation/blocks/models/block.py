"""Blocks: that somebody of the public is kept from an account, from its proposal to its end."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Person
from councilsm.audit.models import AuditEvent
from councilsm.audit.triggers import AppendOnly
from councilsm.forms import when_in_words
from councilsm.refusals import Stale
from moderation.evidence.models import Evidence
from moderation.items.models import Author
from moderation.log.models import ModerationAction

if TYPE_CHECKING:
    from moderation.blocks.models.decision import BlockDecision


class BlockQuerySet(models.QuerySet["Block"]):
    def proposed(self) -> "BlockQuerySet":
        """Not decided yet: proposed, announced by a notice, or waiting for a second person."""
        return self.filter(state__in=Block.UNDECIDED)

    def in_force(self, day: date) -> "BlockQuerySet":
        """Those of `in_force`."""
        return self.filter(in_force(day))


def in_force(day: date, block: str = "") -> Q:
    """Those that stand on a day (London), urgent ones that nobody has decided yet too.

    A block ends by its date alone: no worker has to run. An urgent one that was decided, and waits
    for a second person, ends with the day of that decision.

    Args:
        block: how the rows lead to a block, such as `block__`.
    """
    stands = Q(**{f"{block}state": Block.State.STANDS})
    stands |= Q(**{f"{block}state__in": Block.UNDECIDED, f"{block}is_urgent": True})
    return stands & (Q(**{f"{block}ends_on": None}) | Q(**{f"{block}ends_on__gte": day}))


def is_standing(state: str, is_urgent: bool, ends_on: date | None, day: date) -> bool:
    """The same of one block, by its columns."""
    stood = state == Block.State.STANDS or (state in Block.UNDECIDED and is_urgent)
    return stood and (ends_on is None or ends_on >= day)


class Block(models.Model):
    """One block of one profile, on one platform: a block on Facebook is none on Instagram.

    How it was decided stands in its decisions, which never change. The columns here say where it
    stands after the last of them.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        NOTIFIED = "notified", "Notice sent"
        SECOND = "second", "For a second person"
        STANDS = "stands", "Blocked"
        REFUSED = "refused", "Not blocked"
        WITHDRAWN = "withdrawn", "Proposal taken back"
        LIFTED = "lifted", "Lifted"

    UNDECIDED = (State.PROPOSED, State.NOTIFIED, State.SECOND)
    OVER = (State.REFUSED, State.WITHDRAWN, State.LIFTED)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="blocks", db_index=False
    )
    number = models.PositiveIntegerField()
    #: Who is blocked: the profile. Others that a human linked with it are not blocked by it.
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="blocks")
    #: The entry of the log it was proposed from; None where it was proposed from the profile.
    prompted_by = models.ForeignKey(
        ModerationAction, on_delete=models.PROTECT, null=True, related_name="blocks"
    )
    #: Why it is proposed, in the words of whoever proposes it.
    why = models.TextField(blank=True)
    #: Blocked first, for a threat or for safety, and decided properly afterwards; why it had to be.
    is_urgent = models.BooleanField(default=False)
    urgent_why = models.CharField(max_length=500, blank=True)
    #: Of an urgent one: the last day (London) on which it is decided in time.
    decide_by = models.DateField(null=True)
    proposed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    #: Its last day (London); None where only a decision ends it.
    ends_on = models.DateField(null=True)
    #: The day (London) on which somebody looks at it again.
    review_on = models.DateField(null=True)
    #: What shows why it is proposed, where it came from no entry.
    proof = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, related_name="+")
    #: Why it was taken back before anybody decided; empty otherwise.
    why_withdrawn = models.CharField(max_length=500, blank=True)
    #: Which form it came from: sent twice, it is one proposal.
    form_key = models.UUIDField(null=True)

    objects = BlockQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=(
            *("council_id", "number", "author_id", "prompted_by_id", "is_urgent", "decide_by"),
            *("proposed_by_id", "office_id", "proposed_at", "rulebook_version_id", "form_key"),
            "proof_id",
        ),
        erasable=("why", "urgent_why"),
        said_later=("why_withdrawn",),
        agrees=(("author_id", "moderation_author", ("council_id",)),),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="block_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="block_once_per_form",
            ),
            models.UniqueConstraint(
                fields=["author"],
                condition=Q(state__in=["proposed", "notified", "second"]),
                name="block_proposed_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        *("proposed", "notified", "second", "stands", "refused"),
                        *("withdrawn", "lifted"),
                    ]
                ),
                name="block_state_valid",
            ),
            models.CheckConstraint(
                condition=Q(is_urgent=True, decide_by__isnull=False)
                | Q(is_urgent=False, decide_by__isnull=True, urgent_why=""),
                name="block_urgent_is_decided_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="stands")
                | Q(ends_on__isnull=False)
                | Q(review_on__isnull=False),
                name="block_ends_or_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(review_on__isnull=True)
                | Q(review_on__lte=F("ends_on")),
                name="block_reviewed_before_it_ends",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "review_on"],
                condition=Q(state="stands"),
                name="block_to_review",
            ),
            models.Index(
                fields=["council", "ends_on"],
                condition=Q(state="stands", ends_on__isnull=False),
                name="block_to_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.author}"

    def get_absolute_url(self) -> str:
        return reverse("blocks:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"B-{self.number:04}"

    @property
    def is_over_by_date(self) -> bool:
        """Whether its last day has passed, whether or not anybody has noticed."""
        stood = is_standing(self.state, self.is_urgent, None, today())
        return stood and not self.is_in_force

    @property
    def is_undecided(self) -> bool:
        """Whether it waits for a decision, or for a second person."""
        return self.state in self.UNDECIDED

    @property
    def is_late(self) -> bool:
        """Whether it was urgent, and nobody decided it properly in time."""
        return self.is_undecided and self.decide_by is not None and self.decide_by < today()

    @property
    def is_in_force(self) -> bool:
        """Whether somebody is meant to be blocked today."""
        return is_standing(self.state, self.is_urgent, self.ends_on, today())

    @property
    def tag(self) -> dict[str, str]:
        """Where it stands, with a colour."""
        if self.is_over_by_date:
            return {"label": "Ended", "colour": "grey"}
        if self.is_urgent and self.state in self.UNDECIDED:
            return {"label": "Blocked first, to decide", "colour": "orange"}
        colours = {
            self.State.PROPOSED: "yellow",
            self.State.NOTIFIED: "blue",
            self.State.SECOND: "yellow",
            self.State.STANDS: "red",
        }
        state = self.State(self.state)
        return {"label": str(state.label), "colour": colours.get(state, "grey")}

    @property
    def decided(self) -> "BlockDecision | None":
        """The last decision about it, with who made it; None while there is none."""
        rows = self.decisions.select_related("decided_by", "office", "second_by", "second_office")
        return rows.order_by("-pk").first()

    def require_state(self, *states: str) -> None:
        """Judges the state of a locked row.

        Raises:
            Stale: it is in another.
        """
        if self.state not in states:
            raise Stale(f"{self.reference} is “{self.tag['label'].lower()}” by now.{self.who_last}")

    @property
    def who_last(self) -> str:
        """Who did the last step, and when, as a sentence with a blank before it (two queries)."""
        if last := self.decided:
            who, at = last.second_by or last.decided_by, last.second_at or last.decided_at
            return f" {who} decided last, {when_in_words(at)}."
        event = AuditEvent.objects.about(self).last()
        if event is None or event.actor_id is None:
            return ""
        actor = Person.objects.get(pk=event.actor_id)
        return f" {actor} did that, {when_in_words(event.at)}."
