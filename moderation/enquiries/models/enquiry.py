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
from moderation.enquiries.models.topic import Topic
from moderation.items.corrected import standing
from moderation.items.models import Item

if TYPE_CHECKING:
    from accounts.people.models import Membership

#: Where a list by due day has what has none: at its end.
FAR_OFF = date(9999, 12, 31)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def open(self) -> "EnquiryQuerySet":
        return self.filter(closed_at__isnull=True)

    def overdue(self, day: date) -> "EnquiryQuerySet":
        """Open, and the day or the moment has passed by which they were due."""
        late = Q(due_by__lt=day) | Q(due_at__lt=timezone.now())
        return self.open().filter(late, due_by__lte=day)

    def owned_by(self, membership: "Membership") -> "EnquiryQuerySet":
        """Those of somebody's offices of today, and those that are theirs by name.

        Whoever acts as proper officer has those too whose owner has left or is suspended.
        """
        return self.filter(_of(membership))

    def visible_to(self, membership: "Membership") -> "EnquiryQuerySet":
        """All for those who log moderation; else one's own, and those that one raised.

        Also where a restricted case keeps what was posted: its clock runs on (`Enquiry.shown`).
        """
        if membership.allows(Duty.LOG_MODERATION) or membership.allows(Duty.READ_TRAIL):
            return self
        return self.filter(_of(membership) | Q(raised_by=membership.person_id))


def _of(membership: "Membership") -> Q:
    offices = membership.offices
    mine = Q(office__in=list(offices.values())) | Q(owner=membership.pk)
    if membership.council.rulebook.proper_officer in offices:
        gone = Q(owner__ends_on__lt=today()) | Q(owner__closes_at__lte=timezone.now())
        mine |= Q(owner__isnull=False) & gone
    return mine


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
    #: The last day in time (London), to acknowledge it at first where the law sets that;
    #: `FAR_OFF` where none is set.
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
            *("council_id", "number", "subject", "item_id", "is_notice", "raised_by_id"),
            *("raised_at", "form_key"),
        ),
        erasable=("words",),
        said_later=("case_reference",),
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
                condition=Q(outcome="duplicate", duplicate_of__isnull=False)
                | (~Q(outcome="duplicate") & Q(duplicate_of__isnull=True)),
                name="enquiry_duplicate_of_another",
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
    def shown(self) -> Item | None:
        """What was posted, as it stands now; a query.

        None where a restricted case keeps it: whoever reads that reads it there.
        """
        return None if self.item is None or self.item.restricted else standing(self.item)

    @property
    def is_hidden(self) -> bool:
        """Whether what was posted is shown nowhere but in a restricted case."""
        return self.item is not None and self.item.restricted

    @property
    def awaits_acknowledgement(self) -> bool:
        """Whether its day is that by which the law has it acknowledged."""
        return self.acknowledge_by is not None and self.acknowledged_at is None

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
