"""What was done about an enquiry, one thing after the other."""

from django.db import models

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models import Draft
from moderation.enquiries.models.enquiry import Enquiry
from moderation.log.models import ModerationAction


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

    @property
    def quotes_hidden(self) -> bool:
        """Whether its words are those of somebody whose post a restricted case keeps."""
        return self.what == self.What.REOPENED and self.enquiry.is_hidden
