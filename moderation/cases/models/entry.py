"""A case's timeline: what was noted, advised, referred and decided, none of it ever edited."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.cases.models.case import Case
from moderation.log.models import ModerationAction


class CaseEntry(models.Model):
    """One line of a case's timeline."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        NOTE = "note", "Note"
        SAID = "said", "Said by the person affected"
        ADVICE = "advice", "Advice given"
        ITEM = "item", "Something the public posted added"
        REFERRED = "referred", "Referred"
        NOT_TOLD = "not_told", "Decided not to tell the Information Commissioner"
        HELD = "held", "Kept for legal action"
        RELEASED = "released", "No longer kept for legal action"
        CONCERNS = "concerns", "Said whom it concerns"
        READER_ADDED = "reader_added", "May read it by name"
        READER_ENDED = "reader_ended", "May no longer read it by name"
        CLOSED = "closed", "Closed"
        REOPENED = "reopened", "Opened again"
        ERASED = "erased", "Words erased"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField(blank=True)
    #: Of a closing, its outcome in words; of an opening again, the closing it follows.
    outcome = models.CharField(max_length=120, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: When it was; as a rule when it was written down.
    at = models.DateTimeField()
    written_at = models.DateTimeField(auto_now_add=True)
    #: Of the page that it comes from, so that a page sent twice writes it once.
    form_key = models.UUIDField(null=True)

    append_only = AppendOnly(
        keys=(("id",), ("follows_id",), ("case_id", "form_key")),
        columns=(
            *("council_id", "case_id", "kind", "outcome", "follows_id", "by_id", "office_id"),
            *("at", "written_at", "form_key"),
        ),
        erasable=("words",),
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "form_key"],
                condition=Q(form_key__isnull=False),
                name="case_entry_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("opened", "note", "said", "advice", "item", "referred", "not_told"),
                        *("held", "released", "concerns", "reader_added", "reader_ended"),
                        *("closed", "reopened", "erased"),
                    ]
                ),
                name="case_entry_kind_valid",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reopened") | Q(follows__isnull=False),
                name="case_opened_again_after_closing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.get_kind_display().lower()}"


class Referral(models.Model):
    """A case was put before somebody outside, with their reference or that they gave none."""

    class Body(models.TextChoices):
        POLICE = "police", "Police"
        PLATFORM = "platform", "The platform"
        COMMISSIONER = "commissioner", "Information Commissioner (ICO)"
        MONITORING = "monitoring", "Monitoring Officer"
        BOARD = "board", "Safeguarding board, or the children’s or adults’ team"
        PROVIDER = "provider", "A provider, such as of e-mail or the website"
        SOLICITOR = "solicitor", "Solicitor or insurer"
        OTHER = "other", "Somebody else"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    body = models.CharField(max_length=12, choices=Body)
    #: Which police force, board or provider.
    name = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField()
    reference = models.CharField(max_length=120, blank=True)
    none_given = models.BooleanField(default=False)
    #: The entry of the log, where it was one: a report to the platform or the police.
    action = models.OneToOneField(
        ModerationAction, on_delete=models.PROTECT, null=True, related_name="+"
    )
    entry = models.OneToOneField(CaseEntry, on_delete=models.PROTECT, related_name="referral")

    append_only = AppendOnly(keys=(("id",), ("action_id",), ("entry_id",)))

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    body__in=[
                        *("police", "platform", "commissioner", "monitoring", "board"),
                        *("provider", "solicitor", "other"),
                    ]
                ),
                name="referral_body_valid",
            ),
            models.CheckConstraint(
                condition=(
                    Q(none_given=True, reference="") | (Q(none_given=False) & ~Q(reference=""))
                ),
                name="referral_reference_or_none_given",
            ),
            models.CheckConstraint(
                condition=~Q(body="other") | ~Q(name=""), name="referral_other_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} to {self.to}"

    @property
    def to(self) -> str:
        """To whom, in words."""
        return f"{self.get_body_display()} ({self.name})" if self.name else self.get_body_display()
