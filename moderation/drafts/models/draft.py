"""A draft is a working copy; each submission freezes it as a revision."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.councils.rulebook import Kind
from accounts.register.called import account_called, platform_shown
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken, Stale
from moderation.drafts.models.outcome import moved_on, outcome_of, tag_of

if TYPE_CHECKING:
    from accounts.people.models import Membership, Person
    from moderation.drafts.models.revision import Revision

KINDS = [
    (Kind.NEW_POST.value, "New post"),
    (Kind.REPLY.value, "Reply"),
    (Kind.SHARE.value, "Share"),
    (Kind.CORRECTION.value, "Correction"),
]


#: How long a post may wait to go out when the author says nothing else.
EXPIRES_AFTER = timedelta(days=7)


class DraftQuerySet(models.QuerySet["Draft"]):
    def waiting(self) -> "DraftQuerySet":
        """The approval queue: what must go out soonest comes first."""
        return self.filter(status=Draft.Status.WAITING).order_by("not_after", "pk")

    def beyond(self, draft: "Draft") -> "DraftQuerySet":
        """What follows a draft in the queue's order."""
        later = Q(not_after__gt=draft.not_after) | Q(not_after=draft.not_after, pk__gt=draft.pk)
        return self.filter(later, not_after__gte=draft.not_after)

    def visible_to(self, membership: "Membership") -> "DraftQuerySet":
        """A member's own drafts; all of them for those who decide or record posts.

        Also those about which they were asked: few, so their ids are read first, which leaves the
        index on authors in use.
        """
        if membership.allows(Duty.AUTHORISE_POSTS) or membership.allows(Duty.RECORD_POSTS):
            return self
        from moderation.drafts.models.advice import Advice

        own = Q(author=membership.person_id)
        asked = Advice.objects.filter(council=membership.council_id).for_member(membership)
        ids = list(asked.values_list("draft", flat=True).distinct()) if membership.offices else []
        return self.filter(own | Q(pk__in=ids) if ids else own)

    def going_out(self, now: datetime) -> "DraftQuerySet":
        """Approved, in time, not out everywhere and in no question; the soonest to end first."""
        from moderation.drafts.models.revision import Target

        left = Target.objects.filter(
            revision=models.OuterRef("current"),
            state__in=[Target.State.TO_POST, Target.State.SCHEDULED],
        )
        approved = self.filter(status=Draft.Status.APPROVED, not_after__gt=now).unquestioned()
        return approved.filter(models.Exists(left)).order_by("not_after", "pk")

    def unquestioned(self) -> "DraftQuerySet":
        """Without those that nobody may post, because a question about them is not answered."""
        from moderation.drafts.models.advice import Advice

        return self.exclude(pk__in=Advice.objects.open().values("draft"))

    def for_decision(self) -> "DraftQuerySet":
        """With author and revision, and in `asked` whether anybody has asked about it."""
        from moderation.drafts.models.advice import Advice

        questions = Advice.objects.filter(draft=models.OuterRef("pk"))
        return self.select_related("author", "current").annotate(asked=models.Exists(questions))

    def for_queue(self) -> "DraftQuerySet":
        """As for a list, with what the checks found, when it may go out, and open questions."""
        from moderation.drafts.models.advice import Advice

        columns = (
            *("council_id", "number", "title", "status", "kind", "not_after", "author_id"),
            *("current__submitted_at", "current__not_before"),
            *("current__findings", "current__particulars_json"),
        )
        unanswered = Advice.objects.open().filter(draft=models.OuterRef("pk"))
        rows = self.for_list().select_related("current").only(*columns)
        return rows.annotate(unanswered=models.Exists(unanswered))

    def for_list(self) -> "DraftQuerySet":
        """With the columns that a row shows and no more, and `author_name`.

        Its accounts come once the page is cut: see `listing.bring_accounts`.
        """
        columns = ("council", "number", "title", "status", "not_after", "author", "current")
        return self.only(*columns).annotate(author_name=models.F("author__name"))


class Draft(models.Model):
    """Something the council may come to say. Its words live in its working copy and revisions."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        WAITING = "waiting", "Waiting for approval"
        CHANGES = "changes", "Changes requested"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Rejected"
        WITHDRAWN = "withdrawn", "Withdrawn"
        #: It went out although its approval was void: see `close_what_is_out`.
        OUT = "out", "Posted"

    #: Where the author may still write.
    OPEN = (Status.DRAFT, Status.CHANGES)

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="drafts",
        db_index=False,  # every index below begins with it
    )
    number = models.PositiveIntegerField()
    author = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="drafts",
        db_index=False,  # always asked within one council: see draft_mine
    )
    kind = models.CharField(max_length=12, choices=KINDS, default=Kind.NEW_POST.value)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=120, blank=True)
    #: The composer's fields exactly as typed, right or wrong; autosaved and not audited.
    working_copy = models.JSONField(default=dict)
    #: Counts saves, so that a second tab cannot overwrite what the first one saved.
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(auto_now_add=True)
    current = models.ForeignKey(
        "Revision", on_delete=models.PROTECT, null=True, related_name="current_of"
    )
    series = models.ForeignKey("Series", on_delete=models.PROTECT, null=True, related_name="drafts")
    #: The standing approval it is written under; its use carries that authority while it fits.
    standing = models.ForeignKey(
        "StandingApproval", on_delete=models.PROTECT, null=True, related_name="drafts"
    )
    #: When the submitted revision must be out; the queue's order.
    not_after = models.DateTimeField(null=True)
    #: When people were told that it missed its time; a later `not_after` may be missed again.
    missed_told_at = models.DateTimeField(null=True)
    #: Of the composer's page that started it, so that a page sent twice starts one draft.
    form_key = models.UUIDField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="draft_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["form_key", "author", "council"],
                condition=Q(form_key__isnull=False),
                name="draft_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "draft",
                        "waiting",
                        "changes",
                        "approved",
                        "rejected",
                        "withdrawn",
                        "out",
                    ]
                ),
                name="draft_status_valid",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["waiting", "approved"])
                | Q(current__isnull=False, not_after__isnull=False),
                name="draft_waiting_has_revision",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]),
                name="draft_kind_valid",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "not_after", "id"],
                condition=Q(status="waiting"),
                name="draft_queue",
            ),
            models.Index(
                fields=["council", "not_after", "id"],
                condition=Q(status="approved"),
                name="draft_going_out",
            ),
            models.Index(fields=["council", "-id"], name="draft_newest"),
            models.Index(fields=["council", "author", "-id"], name="draft_mine"),
            models.Index(fields=["council", "status", "-id"], name="draft_by_status"),
        ]

    # What `for_decision` adds.
    asked: bool

    def __str__(self) -> str:
        return f"{self.reference} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("drafts:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"D-{self.number:04}"

    @property
    def is_open(self) -> bool:
        """Whether the author may still write."""
        return self.status in self.OPEN

    @cached_property
    def shown_on(self) -> list[list[str]]:
        """Platform, account's name and state of each target of the current revision.

        Lists ask for all their rows at once, by `listing.bring_accounts`.
        """
        if self.current is None:
            return []
        shown = self.current.targets.values_list(
            platform_shown("account"), "account__name", "state"
        )
        return [list(row) for row in shown]

    @property
    def account_names(self) -> list[str]:
        """Where it is to be posted, as `OfficialAccount` names itself."""
        return [account_called(platform, name) for platform, name, _ in self.shown_on]

    @property
    def outcome(self) -> str:
        """The status, or what became of it once approved: posted, not posted, missed its time."""
        return outcome_of(self)

    @property
    def tag(self) -> dict[str, str]:
        """The outcome as people see it, with its colour."""
        return tag_of(self)

    @property
    def may_be_renewed(self) -> bool:
        """Approved, but its time passed before anything was done on any of its accounts."""
        return self.outcome == "missed" and {state for *_, state in self.shown_on} == {"to_post"}

    @property
    def may_be_taken_back(self) -> bool:
        """Whether its author could have it back: waiting or approved, nothing out or scheduled."""
        if self.status not in {self.Status.WAITING, self.Status.APPROVED} or not self.current:
            return False
        return not self.current.targets.filter(state__in=["posted", "scheduled"]).exists()

    def require_author(self, person: "Person") -> None:
        """Only the author writes, as long as they belong to the council.

        Raises:
            RuleBroken: somebody else wrote it; names them. Or they have left.
        """
        person.require_membership_at(self.council)
        if self.author_id != person.pk:
            raise RuleBroken(f"Only {self.author} can change {self.reference}.")

    def require_status(self, *allowed: "Draft.Status") -> None:
        """Judges the state of a locked row.

        Raises:
            Stale: someone else has moved the draft on; says who and when.
        """
        if self.status in allowed:
            return
        raise Stale(moved_on(self))

    def require_revision(self, digest: str) -> "Revision":
        """The revision that was on the page, if it is still the current one.

        Raises:
            Stale: it was changed while the page was open.
        """
        if self.current is None or self.current.digest != digest:
            raise Stale(
                f"{self.reference} was changed while your page was open. "
                "Read the new version, then decide."
            )
        return self.current
