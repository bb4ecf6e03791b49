"""What somebody of the council reports, who took it, and what became of it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from councilsm.forms import when_in_words
from councilsm.refusals import Stale
from moderation.evidence.models import Evidence
from moderation.items.models import Item
from moderation.sightings.models.queryset import SightingQuerySet


class Sighting(models.Model):
    """A report about something on social media; its kind says to whom it goes, by the rulebook."""

    class Kind(models.TextChoices):
        HARMFUL = "harmful", "Harmful, offensive or false content"
        ABUSE = "abuse", "Abuse or a threat against me"
        SAFEGUARDING = "safeguarding", "A child or an adult may be at risk"
        NEWSWORTHY = "newsworthy", "Something newsworthy"
        DAMAGE = "damage", "Damage, a complaint or an enquiry"
        DISREPUTE = "disrepute", "The council’s reputation is at risk, or a rule was broken"
        MISUSE = "misuse", "Misuse of social media"
        MISTAKE = "mistake", "I made a mistake"

    class Sentiment(models.TextChoices):
        """How what is newsworthy speaks of the council (FTC-6.4-a)."""

        POSITIVE = "positive", "Positive"
        NEGATIVE = "negative", "Negative"
        NEUTRAL = "neutral", "Neutral"

    class What(models.TextChoices):
        """What a report of damage and the like is about (FTC-6.4-b)."""

        OTHER_POST = "other_post", "A post of another organisation"
        DAMAGE = "damage", "Damage"
        COMPLAINT = "complaint", "A complaint"
        ENQUIRY = "enquiry", "An enquiry"

    class State(models.TextChoices):
        UNFINISHED = "unfinished", "Not sent yet"
        WAITING = "waiting", "Waiting to be taken"
        TAKEN = "taken", "Being dealt with"
        CLOSED = "closed", "Closed"

    class Outcome(models.TextChoices):
        LOGGED = "logged", "Put in the moderation log"
        CASE = "case", "Became a restricted case"
        CONDUCT = "conduct", "Recorded as conduct"
        ENQUIRY = "enquiry", "Became an enquiry"
        DRAFTED = "drafted", "Became a draft"
        ANSWERED = "answered", "Answered"
        TOLD = "told", "Told outside the council"

    #: They are seen by whoever reports and whoever it goes to, and by nobody else.
    RESTRICTED = (Kind.ABUSE, Kind.SAFEGUARDING)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="sightings", db_index=False
    )
    number = models.PositiveIntegerField()
    #: Empty until somebody who finishes later has said it.
    kind = models.CharField(max_length=12, choices=Kind, blank=True)
    sentiment = models.CharField(max_length=8, choices=Sentiment, blank=True)
    what = models.CharField(max_length=10, choices=What, blank=True)
    #: Without whatever would let its reader in: see `items/addresses.py`.
    url = models.URLField(max_length=500, blank=True)
    words = models.TextField(blank=True)
    #: It is an image or a text that nobody may keep ("child", "terrorist"): no capture was kept.
    prohibited = models.CharField(max_length=10, blank=True)
    #: Why copies of it had to be kept, and for what, where the policy asks (HLTC-capture-2).
    reason = models.CharField(max_length=300, blank=True)
    investigation = models.CharField(max_length=20, choices=Evidence.Investigation, blank=True)
    #: The page of this site on which the link was pressed: a post, a draft; a path.
    page = models.CharField(max_length=200, blank=True)
    #: None while it is not sent, as all that it says and when it was reported.
    seen_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    #: What was filled in, while it is not sent: see `Report.kept`.
    kept = models.JSONField(null=True)
    reported_at = models.DateTimeField(null=True)
    #: About whoever was the proper officer then (`cases/concerned.py`); of several, the first.
    about_clerk = models.BooleanField(default=False)
    about = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    restricted = models.BooleanField(default=False)
    #: By what it was routed: a clause, the council's decision; empty where no rule says so.
    source = models.CharField(max_length=250, blank=True)
    rule_not_set = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.UNFINISHED)
    taken_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField(null=True)
    #: Whether the platform is to be told too, and what it answered: a reference, that it gave
    #: none, or why it was not told (DTC-1.1-d, HLTC-capture-6).
    platform_wanted = models.BooleanField(default=False)
    platform_reference = models.CharField(max_length=120, blank=True)
    platform_none_given = models.BooleanField(default=False)
    platform_why_not = models.CharField(max_length=300, blank=True)
    platform_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    platform_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    #: What whoever reported it is told.
    answer = models.TextField(blank=True)
    closed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(
        "moderation.Case", on_delete=models.PROTECT, null=True, related_name="+"
    )
    enquiry = models.ForeignKey(
        "moderation.Enquiry", on_delete=models.PROTECT, null=True, related_name="+"
    )
    draft = models.ForeignKey(
        "moderation.Draft", on_delete=models.PROTECT, null=True, related_name="+"
    )
    form_key = models.UUIDField(null=True)

    #: Whether its reader may act on it: asked with it by `questions.with_acts`. No column.
    acts: bool

    objects = SightingQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(
            *(("id",), ("council_id", "number")),
            ("council_id", "reported_by_id", "form_key"),
        ),
        columns=("council_id", "number", "reported_by_id", "office_id", "started_at", "form_key"),
        once=(
            *("seen_at", "reported_at", "about_id", "platform_by_id", "platform_at"),
            *("closed_by_id", "closed_at", "item_id", "case_id", "enquiry_id", "draft_id"),
        ),
        said_later=(
            *("kind", "sentiment", "what", "url", "words", "prohibited", "page", "source"),
            *("reason", "investigation", "platform_reference", "platform_why_not", "outcome"),
            "answer",
        ),
        one_way=(
            *("about_clerk", "restricted", "rule_not_set"),
            *("platform_wanted", "platform_none_given"),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="sighting_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "reported_by", "form_key"],
                condition=Q(form_key__isnull=False),
                name="sighting_once_per_form",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        *("", "harmful", "abuse", "safeguarding", "newsworthy", "damage"),
                        *("disrepute", "misuse", "mistake"),
                    ]
                ),
                name="sighting_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(state="unfinished", reported_at__isnull=True, kept__isnull=False)
                | Q(
                    state__in=["waiting", "taken", "closed"],
                    reported_at__isnull=False,
                    seen_at__isnull=False,
                    kept__isnull=True,
                )
                & ~Q(kind=""),
                name="sighting_sent_with_kind",
            ),
            models.CheckConstraint(
                condition=Q(sentiment__in=["", "positive", "negative", "neutral"])
                & Q(what__in=["", "other_post", "damage", "complaint", "enquiry"]),
                name="sighting_says_what_it_may",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="sighting_taken_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & Q(
                    outcome__in=[
                        *("logged", "case", "conduct", "enquiry", "drafted", "answered", "told"),
                    ]
                )
                | ~Q(state="closed")
                & Q(closed_at__isnull=True, closed_by__isnull=True, outcome=""),
                name="sighting_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(platform_at__isnull=True, platform_by__isnull=True)
                & Q(platform_reference="", platform_none_given=False, platform_why_not="")
                | Q(platform_at__isnull=False, platform_by__isnull=False)
                & (
                    Q(platform_none_given=True, platform_reference="", platform_why_not="")
                    | Q(platform_none_given=False, platform_why_not="") & ~Q(platform_reference="")
                    | Q(platform_none_given=False, platform_reference="") & ~Q(platform_why_not="")
                ),
                name="sighting_platform_answered_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["abuse", "safeguarding"], restricted=True)
                | ~Q(kind__in=["abuse", "safeguarding"])
                | Q(state="unfinished"),
                name="sighting_abuse_restricted",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "reported_by", "-number"], name="sighting_by_reporter"),
            models.Index(
                fields=["council", "-number"],
                condition=Q(reported_at__isnull=False, closed_at__isnull=True),
                name="sighting_open",
            ),
            models.Index(
                fields=["council", "reported_at"],
                condition=Q(platform_wanted=True, platform_at__isnull=True),
                name="sighting_outstanding",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("sightings:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"S-{self.number:04}"

    @property
    def title(self) -> str:
        """What is reported, in words, also while it is not sent; empty while it is not said."""
        kind = self.kind or (self.kept or {}).get("kind", "")
        return str(self.Kind(kind).label) if kind else ""

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.WAITING, self.State.TAKEN}

    @property
    def is_outstanding(self) -> bool:
        """Whether the platform was to be told, and nobody has written that it was."""
        return self.platform_wanted and self.platform_at is None and self.reported_at is not None

    @property
    def minutes_to_report(self) -> int | None:
        """Whole minutes from when it was seen until it was reported; None while it is not sent."""
        if self.reported_at is None or self.seen_at is None:
            return None
        return max(0, int((self.reported_at - self.seen_at).total_seconds() // 60))

    @property
    def tag(self) -> dict[str, str]:
        """Where it stands, in a word with a colour."""
        if self.state == self.State.CLOSED:
            return {"label": self.get_outcome_display(), "colour": "green"}
        colours = {"unfinished": "grey", "waiting": "yellow", "taken": "blue"}
        return {"label": self.get_state_display(), "colour": colours[self.state]}

    def require_unfinished(self) -> None:
        """Judges a locked row.

        Raises:
            Stale: it was sent already.
        """
        if self.state != self.State.UNFINISHED:
            raise Stale(f"{self.reference} was sent already. You can add to it.")

    def require_open(self) -> None:
        """Judges a locked row.

        Raises:
            Stale: it was not sent yet, or somebody has closed it; says who and when.
        """
        if self.state == self.State.UNFINISHED:
            raise Stale(f"{self.reference} was not sent yet.")
        if self.closed_at is not None:
            when = when_in_words(self.closed_at)
            raise Stale(f"{self.closed_by} closed {self.reference} on {when}.")
