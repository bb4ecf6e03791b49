"""What the public and councillors suggest, before anybody makes a draft of it (FTC-6.3-b)."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from councilsm.forms import when_in_words
from councilsm.refusals import Stale
from moderation.checks.content import PEOPLE
from moderation.drafts.models import Target
from moderation.ideas.letter import SHOWS, Letter

if TYPE_CHECKING:
    from accounts.people.models import Person
    from moderation.posts.models import Post


class IdeaQuerySet(models.QuerySet["Idea"]):
    def waiting(self) -> "IdeaQuerySet":
        """Not yet made a draft or declined."""
        return self.filter(status=Idea.Status.WAITING)

    def waiting_like(self, letter: Letter, sender: "Person | None") -> "Idea | None":
        """The same idea of the same sender, if it waits already."""
        digest = letter.digest_from(sender.pk if sender else None)
        return self.waiting().filter(digest=digest).first()

    def to_tell_posted(self) -> "IdeaQuerySet":
        """Out at least once, with an address to write to that was not written to yet."""
        waits = self.filter(status=Idea.Status.DRAFTED, posted_told_at__isnull=True)
        out = Target.objects.filter(revision__draft=OuterRef("draft"), state=Target.State.POSTED)
        return waits.exclude(email="").filter(Exists(out)).order_by("pk")

    def for_list(self) -> "IdeaQuerySet":
        """With how many pictures came with each."""
        return self.annotate(picture_count=models.Count("pictures"))


class Idea(models.Model):
    """An idea for a post from somebody without a sign-in, or from one of the council’s people."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DRAFTED = "drafted", "Made a draft"
        DECLINED = "declined", "Declined"

    class Sender(models.TextChoices):
        PUBLIC = "public", "Member of the public"
        COUNCILLOR = "councillor", "Councillor"
        STAFF = "staff", "Council staff or volunteer"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="ideas")
    number = models.PositiveIntegerField()
    #: Opens the sender’s status page; 22 characters of 128 random bits.
    token = models.CharField(max_length=22, unique=True)
    sender = models.CharField(max_length=12, choices=Sender, default=Sender.PUBLIC)
    #: Who was signed in; empty for the public.
    sent_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    idea = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    #: A post may name the sender and whoever took the pictures; no where nobody was asked.
    wants_credit = models.BooleanField(default=False)
    #: The day on which the sender would like it to appear.
    wanted_on = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sent_at = models.DateTimeField(auto_now_add=True)
    #: SHA-256 of all that was sent and by whom, so that the same idea sent again is seen.
    digest = models.CharField(max_length=64)
    draft = models.OneToOneField(
        "moderation.Draft", on_delete=models.PROTECT, null=True, related_name="idea"
    )
    #: Why it was declined; the sender reads this.
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    #: When the sender was told that it is out; empty where there is nobody to tell.
    posted_told_at = models.DateTimeField(null=True)

    objects = IdeaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="idea_number_once_per_council"
            ),
            models.UniqueConstraint(
                fields=["council", "digest"],
                condition=Q(status="waiting"),
                name="idea_waiting_once",
            ),
            models.CheckConstraint(
                condition=Q(sender="public", sent_by__isnull=True)
                | Q(sender__in=["councillor", "staff"], sent_by__isnull=False),
                name="idea_sender_valid",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True)
                | Q(status="drafted", draft__isnull=False, decided_at__isnull=False)
                | (Q(status="declined", decided_at__isnull=False) & ~Q(reason="")),
                name="idea_status_whole",
            ),
            models.CheckConstraint(
                condition=Q(posted_told_at__isnull=True) | (Q(status="drafted") & ~Q(email="")),
                name="idea_told_has_address",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "id"], condition=Q(status="waiting"), name="idea_waiting"
            ),
            models.Index(
                fields=["id"],
                condition=Q(status="drafted", posted_told_at__isnull=True) & ~Q(email=""),
                name="idea_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.idea}"

    def get_absolute_url(self) -> str:
        return reverse("ideas:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"I-{self.number:04}"

    @property
    def status_url(self) -> str:
        """The path of the sender’s own page: whoever has it may read it."""
        return reverse("ideas:status", args=[self.council.slug, self.token])

    @property
    def sender_in_words(self) -> str:
        """As what they write: "a councillor", or "council staff or volunteer"."""
        label = self.get_sender_display().lower()
        return label if self.sender == self.Sender.STAFF else f"a {label}"

    @property
    def words(self) -> str:
        """What a post would say: the words if there are any, else the idea."""
        return self.text or self.idea

    def posts(self) -> "models.QuerySet[Post]":
        """Where it went out, the earliest first, with `is_down` where it was taken down since."""
        posts: models.QuerySet[Post] = self.council.posts.filter(
            target__revision__draft=self.draft_id, target__isnull=False
        )
        downs = self.council.post_changes.filter(
            post=OuterRef("pk"), kind="taken_down", confirmed_at__isnull=False
        )
        return (
            posts.select_related("account", "target__revision")
            .annotate(is_down=Exists(downs))
            .order_by("posted_at", "pk")
        )

    @property
    def was_dropped(self) -> bool:
        """Whether a draft was made of it that was rejected or withdrawn."""
        return self.draft is not None and self.draft.status in {"rejected", "withdrawn"}

    def tag(self, *, posted: bool) -> dict[str, str]:
        """Where it stands, in words for its sender, with a colour.

        Args:
            posted: whether it went out anywhere (see `posts`).
        """
        if posted:
            return {"label": "Posted", "colour": "green"}
        if self.draft is None:
            if self.status == self.Status.DECLINED:
                return {"label": "Not taken up", "colour": "red"}
            return {"label": "Waiting to be read", "colour": "yellow"}
        if self.was_dropped:
            return {"label": "Not taken up", "colour": "red"}
        return {"label": "Being written", "colour": "blue"}

    def require_waiting(self) -> None:
        """Judges the state of a locked row.

        Raises:
            Stale: somebody has decided about it; says who, what and when.
        """
        if self.status == self.Status.WAITING:
            return
        done = "made a draft of" if self.status == self.Status.DRAFTED else "declined"
        when = when_in_words(timezone.localtime(self.decided_at))
        raise Stale(f"{self.decided_by} already {done} {self.reference} on {when}.")


class IdeaPicture(models.Model):
    """A picture that came with an idea, and what its sender said of it."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="pictures")
    file = models.ForeignKey("councilsm.StoredFile", on_delete=models.PROTECT, related_name="+")
    taken_by = models.CharField(max_length=120)
    shows = models.CharField(max_length=12, choices=PEOPLE)
    #: Who is in it, in the sender’s words; empty where nobody could be recognised.
    people = models.CharField(max_length=300, blank=True)
    #: The sender says that everybody in it agrees (for a child, a parent or legal guardian).
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "file"], name="idea_picture_once")]

    def __str__(self) -> str:
        return f"{self.file} of {self.idea}"

    @property
    def rights_detail(self) -> str:
        """Who took it and how it came, as the composer keeps it."""
        sender = self.idea.name
        if not sender or sender.casefold() == self.taken_by.casefold():
            return f"Taken by {self.taken_by}, who sent it in {self.idea.reference}"
        return f"Taken by {self.taken_by}; {sender} sent it in {self.idea.reference}"

    @property
    def shows_in_words(self) -> str:
        """Who can be seen, as its sender was asked."""
        return SHOWS[self.shows]
