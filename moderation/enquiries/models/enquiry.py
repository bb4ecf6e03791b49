"""One thing that somebody asked or told the council, until it is closed with what was done."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.dates import today
from councilsm.audit.triggers import AppendOnly
from councilsm.duties import Duty
from councilsm.refusals import Stale
from moderation.drafts.models import Draft
from moderation.enquiries.models.topic import Topic
from moderation.items.models import Item
from moderation.log.models import ModerationAction

if TYPE_CHECKING:
    from accounts.people.models import Membership

#: Where a list by due day has what has none: at its end.
FAR_OFF = date(9999, 12, 31)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def for_everyone(self) -> "EnquiryQuerySet":
        """Without those about what a restricted case keeps."""
        return self.filter(Q(item__isnull=True) | Q(item__restricted=False))

    def open(self) -> "EnquiryQuerySet":
        return self.filter(closed_at__isnull=True)

    def overdue(self, day: date) -> "EnquiryQuerySet":
        """Open, and the day or the moment has passed by which they were due."""
        late = Q(due_by__lt=day) | Q(due_at__lt=timezone.now())
        return self.open().filter(late, due_by__lte=day)

    def owned_by(self, membership: "Membership") -> "EnquiryQuerySet":
        """Those of somebody's offices of today, and those that are theirs by name."""
        offices = list(membership.offices.values())
        return self.filter(Q(office__in=offices) | Q(owner=membership.pk))

    def visible_to(self, membership: "Membership") -> "EnquiryQuerySet":
        """All for those who log moderation; else one's own, and those that one raised."""
        rows = self.for_everyone()
        if membership.allows(Duty.LOG_MODERATION) or membership.allows(Duty.READ_TRAIL):
            return rows
        offices = list(membership.offices.values())
        mine = Q(office__in=offices) | Q(owner=membership.pk)
        return rows.filter(mine | Q(raised_by=membership.person_id))


class Enquiry(models.Model):
    """A report, complaint, question or request. It is never deleted, only closed.

    At Flitwick a report in a comment is notice served on the council (FTC-A-17).
    """

    class Kind(models.TextChoices):
        REPORT = "report", "Report of a problem"
        COMPLAINT = "complaint", "Complaint"
        QUESTION = "question", "Question"
        FOI = "foi", "Freedom of information request"
        ACCESS = "access", "Subject access request"
        DATA = "data", "Data protection complaint"
        DEFAMATION = "defamation", "Complaint of defamation"
        SAFEGUARDING = "safeguarding", "Safeguarding concern"

    class Outcome(models.TextChoices):
        ACTED = "acted", "Dealt with"
        ANSWERED = "answered", "Answered: the conversation is closed"
        SIGNPOSTED = "signposted", "Sent to whoever deals with it"
        PRIVATE = "private", "Moved to private"
        NONE = "none", "Nothing to do"
        DUPLICATE = "duplicate", "The same as an earlier one"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="enquiries", db_index=False
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    #: What it is about, in the council's words and without anybody's name.
    subject = models.CharField(max_length=120)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    #: What was posted; None where it came otherwise.
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="enquiries")
    #: What was said, where no item has it.
    words = models.TextField(blank=True)
    #: The council's policy takes it for notice served.
    is_notice = models.BooleanField(default=False)
    #: From when the clock runs, and how the due day was worked out, as it stood that day.
    clock_from = models.DateTimeField()
    clock_in_words = models.TextField()
    #: The last day in time (London); `FAR_OFF` where none is set.
    due_by = models.DateField()
    #: Of a period in hours: the moment.
    due_at = models.DateTimeField(null=True)
    #: The last day to acknowledge it, where the law sets one.
    acknowledge_by = models.DateField(null=True)
    #: Whose it is: exactly one of the two.
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    owner = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    #: The restricted case that keeps it, of a safeguarding concern: RC-0004.
    case_reference = models.CharField(max_length=20, blank=True)
    duplicate_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="duplicates"
    )
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    raised_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    #: Which form it came from: sent twice, it is one enquiry.
    form_key = models.UUIDField(null=True)

    objects = EnquiryQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("council_id", "form_key")),
        columns=(
            *("council_id", "number", "item_id", "is_notice", "raised_by_id", "raised_at"),
            "form_key",
        ),
        erasable=("words",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="enquiry_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="enquiry_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("report", "complaint", "question", "foi", "access", "data"),
                        *("defamation", "safeguarding"),
                    ]
                ),
                name="enquiry_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=True, owner__isnull=False)
                | Q(office__isnull=False, owner__isnull=True),
                name="enquiry_has_owner",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="enquiry_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(kind="safeguarding") | Q(words="", item__isnull=True),
                name="enquiry_keeps_no_concern",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "due_by", "id"],
                condition=Q(closed_at__isnull=True),
                name="enquiry_open_by_due",
            ),
            models.Index(
                fields=["council", "office", "due_by", "id"],
                condition=Q(closed_at__isnull=True),
                name="enquiry_open_of_office",
            ),
            models.Index(fields=["council", "kind", "-id"], name="enquiry_by_kind"),
            models.Index(fields=["council", "-id"], name="enquiry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("enquiries:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"N-{self.number:04}"

    @property
    def due_on(self) -> date | None:
        """The last day in time; None where none is set."""
        return None if self.due_by == FAR_OFF else self.due_by

    @property
    def is_overdue(self) -> bool:
        if self.closed_at:
            return False
        if self.due_at:
            return self.due_at < timezone.now()
        return self.due_by < today()

    @property
    def said(self) -> str:
        """What was said, wherever it is kept."""
        return self.item.words if self.item else self.words

    @property
    def owned(self) -> str:
        """Whose it is, in words."""
        return str(self.office) if self.office else str(self.owner and self.owner.goes_by)

    @property
    def tag(self) -> dict[str, str]:
        """Where it stands, with a colour."""
        if self.closed_at:
            return {"label": "Closed", "colour": "grey"}
        if self.replied_at:
            return {"label": "Replied", "colour": "teal"}
        if self.passed_on_at:
            return {"label": "Passed on", "colour": "blue"}
        if self.acknowledged_at:
            return {"label": "Acknowledged", "colour": "blue"}
        return {"label": "New", "colour": "yellow"}

    def require_open(self) -> None:
        """Judges the state of a locked row.

        Raises:
            Stale: it is closed.
        """
        if self.closed_at:
            raise Stale(f"{self.reference} is closed. Reopen it first.")


class EnquiryEntry(models.Model):
    """What was done about an enquiry: nothing of it is edited."""

    class What(models.TextChoices):
        RAISED = "raised", "Raised for"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        PASSED_ON = "passed_on", "Passed on"
        REASSIGNED = "reassigned", "Given to another owner"
        NOTE = "note", "Note"
        KIND = "kind", "Taken for something else"
        SIGNPOSTED = "signposted", "Told who deals with it"
        DRAFTED = "drafted", "Reply sent for approval"
        REPLIED = "replied", "Replied"
        PRIVATE = "private", "Asked to get in touch in private"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Reopened: asked again"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="entries")
    what = models.CharField(max_length=12, choices=What)
    #: To whom it was passed on or signposted, or who owns it from then on.
    to_whom = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    #: The entry of the moderation log that a reply made, and the draft of one to be approved.
    action = models.ForeignKey(
        ModerationAction, on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        columns=(
            *("council_id", "enquiry_id", "what", "action_id", "draft_id", "happened_at"),
            *("by_id", "office_id", "made_at"),
        ),
        erasable=("words", "to_whom"),
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enquiry.reference}: {self.get_what_display().lower()}"
