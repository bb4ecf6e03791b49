"""Requests to be unblocked, as somebody of the public sent them, and what staff add to them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.dates import today
from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly
from councilsm.refusals import Stale
from moderation.blocks.models import Block
from moderation.enquiries.models import Enquiry
from moderation.unblocks.request_letter import RequestLetter


class UnblockRequestQuerySet(models.QuerySet["UnblockRequest"]):
    def open(self) -> "UnblockRequestQuerySet":
        """Not decided yet, or decided and not answered."""
        return self.exclude(state__in=UnblockRequest.CLOSED)

    def waiting(self) -> "UnblockRequestQuerySet":
        """Not decided yet."""
        return self.filter(state=UnblockRequest.State.WAITING)

    def waiting_like(self, letter: RequestLetter, sender: str) -> "UnblockRequest | None":
        """The very same of the same sender, if it waits already; see `RequestLetter.digest_of`."""
        return self.waiting().filter(digest=letter.digest_of(sender)).first()


class UnblockRequest(models.Model):
    """One request, decided on its own; a second one of the same person is another, undecided.

    What was sent never changes. Whether its handle is blocked is found by a human, never by the
    form.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DECIDED = "decided", "Decided, to be answered"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Taken back"
        #: It asks for nothing that could be decided: an advertisement, or a flood.
        SET_ASIDE = "set_aside", "Set aside"

    CLOSED = (State.ANSWERED, State.WITHDRAWN, State.SET_ASIDE)

    class AnswerBy(models.TextChoices):
        EMAIL = "email", "By e-mail"
        POST = "post", "By post"
        PHONE = "phone", "By telephone"
        COLLECT = "collect", "I will ask at the council’s office"

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="unblock_requests",
        db_index=False,
    )
    number = models.PositiveIntegerField()
    #: Opens the requester's status page; 22 characters of 128 random bits.
    token = models.CharField(max_length=22, unique=True)
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    handle = models.CharField(max_length=120, blank=True)
    what = models.TextField(blank=True)
    more = models.TextField(blank=True)
    answer_by = models.CharField(max_length=10, choices=AnswerBy, default=AnswerBy.EMAIL)
    email = models.EmailField(blank=True)
    #: The postal address or telephone number, where that is how they want the answer.
    answer_to = models.CharField(max_length=300, blank=True)
    #: Who sends it for somebody else, and as what.
    helper_name = models.CharField(max_length=120, blank=True)
    helper_as = models.CharField(max_length=120, blank=True)
    #: SHA-256 of all that was sent and of who sent it: the same sent twice at once is one request.
    #: It goes with the words, since a guess could be confirmed by it.
    digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(auto_now_add=True)
    #: The last day (London) to answer in time; None where the council promises none.
    due_by = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    #: The block that a human found it to be about; none where they found there is none. All that
    #: was ever said of that stands in `UnblockMatch`.
    block = models.ForeignKey(
        Block, on_delete=models.PROTECT, null=True, related_name="unblock_requests"
    )
    matched_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    matched_at = models.DateTimeField(null=True)
    #: A data protection complaint that was in it, with its own clock.
    complaint = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, related_name="unblock_requests"
    )
    #: A request for their own data that was in it, likewise.
    access = models.ForeignKey(
        Enquiry, on_delete=models.PROTECT, null=True, related_name="unblock_requests_of_access"
    )
    #: Its words are to be erased as soon as it is closed: whom it is about was erased meanwhile.
    to_erase = models.BooleanField(default=False)
    #: Its words were erased.
    erased_at = models.DateTimeField(null=True)

    objects = UnblockRequestQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("token",), ("council_id", "number")),
        columns=(*("council_id", "number", "token", "platform", "answer_by", "sent_at", "due_by"),),
        once=("complaint_id", "access_id", "erased_at"),
        erasable=(
            *("handle", "what", "more", "email", "answer_to", "helper_name", "helper_as"),
            "digest",
        ),
        one_way=("to_erase",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="unblock_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "digest"],
                condition=Q(state="waiting"),
                name="unblock_waiting_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "decided", "answered", "withdrawn", "set_aside"]),
                name="unblock_state_valid",
            ),
            models.CheckConstraint(
                condition=Q(block__isnull=True) | Q(matched_by__isnull=False),
                name="unblock_matched_by_a_human",
            ),
            models.CheckConstraint(
                condition=Q(matched_by__isnull=True, matched_at__isnull=True)
                | Q(matched_by__isnull=False, matched_at__isnull=False),
                name="unblock_matched_at",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["decided", "answered"]) | Q(matched_by__isnull=False),
                name="unblock_matched_before_it_is_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "id"],
                condition=Q(state__in=["waiting", "decided"]),
                name="unblock_open",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("unblocks:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"U-{self.number:04}"

    @property
    def status_url(self) -> str:
        """The path of the requester's own page: whoever has it may read it."""
        return reverse("unblocks:status", args=[self.council.slug, self.token])

    @property
    def is_overdue(self) -> bool:
        return (
            self.state == self.State.WAITING and self.due_by is not None and self.due_by < today()
        )

    @property
    def tag(self) -> dict[str, str]:
        """Where it stands, with a colour."""
        colours = {self.State.WAITING: "yellow", self.State.DECIDED: "blue"}
        colour = colours.get(self.State(self.state), "grey")
        return {"label": self.get_state_display(), "colour": colour}

    def require_state(self, *states: str) -> None:
        """Judges the state of a locked row.

        Raises:
            Stale: it is in another.
        """
        if self.state not in states:
            raise Stale(f"{self.reference} is “{self.get_state_display().lower()}” by now.")


class UnblockMatch(models.Model):
    """What somebody found: which block a request is about, or none. Each stays on record.

    Whoever decided any of these blocks decided a block of the requester's, as far as anybody can
    tell: to match it anew does not make them somebody else.
    """

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(UnblockRequest, on_delete=models.PROTECT, related_name="matches")
    block = models.ForeignKey(Block, on_delete=models.PROTECT, null=True, related_name="+")
    matched_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    matched_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        agrees=(
            ("request_id", "moderation_unblockrequest", ("council_id",)),
            ("block_id", "moderation_block", ("council_id",)),
        ),
    )

    def __str__(self) -> str:
        return f"{self.request}: {self.block or 'none of ours'}"


class UnblockFact(models.Model):
    """Something added to a request: by staff, or by the requester on their own page."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(UnblockRequest, on_delete=models.PROTECT, related_name="facts")
    words = models.TextField(blank=True)
    #: None where the requester added it.
    added_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        columns=("council_id", "request_id", "added_by_id", "added_at"),
        erasable=("words",),
        agrees=(("request_id", "moderation_unblockrequest", ("council_id",)),),
    )

    def __str__(self) -> str:
        return f"{self.request}: {self.words[:40]}"
