"""What went out: the permanent, searchable record."""

from datetime import date, datetime, time, timedelta
from textwrap import shorten
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse

from accounts.councils.rulebook import Kind
from accounts.dates import LONDON
from councilsm.audit.triggers import AppendOnly
from councilsm.forms import when_in_words
from moderation.drafts.models import KINDS, Revision, Target

if TYPE_CHECKING:
    from accounts.councils.models import Council
    from moderation.posts.models.afterwards import PostChange


class PostQuerySet(models.QuerySet["Post"]):
    def newest_first(self) -> "PostQuerySet":
        return self.order_by("-posted_at", "-pk")

    def saying(self, words: str, council: "Council") -> "PostQuerySet":
        """Posts with these words in them: as they went out, as edited since, or in the title."""
        edited = council.post_changes.filter(words__icontains=words).values("post")
        return self.filter(
            Q(words__icontains=words)
            | Q(target__revision__title__icontains=words)
            | Q(pk__in=edited)
        )

    def on_authority(self, words: str) -> "PostQuerySet":
        """Posts with these words in their authority, or in the name of whoever gave it."""
        return self.filter(
            Q(authority__icontains=words)
            | Q(target__revision__decisions__decider__name__icontains=words)
            | Q(outside_review__decider__name__icontains=words)
        )

    def between(self, since: date | None, until: date | None) -> "PostQuerySet":
        """Posted on or between these London days; None leaves that end open."""
        rows = self
        if since:
            rows = rows.filter(posted_at__gte=midnight(since))
        if until:
            rows = rows.filter(posted_at__lt=midnight(until + timedelta(days=1)))
        return rows

    def taken_down(self, since: date | None, until: date | None) -> "PostQuerySet":
        """Confirmed as taken down on or between these London days; None leaves that end open."""
        down = Q(changes__kind="taken_down", changes__confirmed_at__isnull=False)
        if since:
            down &= Q(changes__confirmed_at__gte=midnight(since))
        if until:
            down &= Q(changes__confirmed_at__lt=midnight(until + timedelta(days=1)))
        return self.filter(down)

    def still_ours(self) -> "PostQuerySet":
        """Without those that were recorded by mistake."""
        return self.exclude(outside_review__outcome="not_ours")

    def not_looked_at(self) -> "PostQuerySet":
        """The council’s words that went out without approval, and nobody has decided about yet."""
        return self.filter(
            target__isnull=True, voice=Post.Voice.COUNCIL, outside_review__isnull=True
        )

    def for_list(self) -> "PostQuerySet":
        """With what a row says and what was done about it since; two queries."""
        from moderation.posts.models.afterwards import PostChange

        changes = PostChange.objects.select_related("correction")
        return self.select_related(
            "account", "target__revision", "recorded_by", "poster", "outside_review"
        ).prefetch_related(Prefetch("changes", changes))

    def with_authority(self) -> "PostQuerySet":
        """As for a list, with who let each of them out; three queries."""
        from moderation.drafts.models import Decision

        # A revision has one decision at most, so this brings it along with its people.
        decided = Decision.objects.select_related(
            "decider", "office", "covering", "standing__decider"
        )
        return (
            self.for_list()
            .select_related("outside_review__decider", "outside_review__office")
            .prefetch_related(Prefetch("target__revision__decisions", decided))
        )


class Post(models.Model):
    """What went out on one account: the permanent record that a person posted it by hand.

    One made outside councilsm has no target: nobody had approved it when it went out.
    """

    class Device(models.TextChoices):
        COUNCIL = "council", "A council device"
        OWN = "own", "My own device"
        UNKNOWN = "unknown", "Not known"

    class Voice(models.TextChoices):
        """Whose words they are."""

        COUNCIL = "council", "The council’s"
        INDIVIDUAL = "individual", "An individual’s own"

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="posts",
        db_index=False,  # post_newest begins with it
    )
    number = models.PositiveIntegerField()
    account = models.ForeignKey(
        "accounts.OfficialAccount",
        on_delete=models.PROTECT,
        related_name="posts",
        db_index=False,  # post_of_account begins with it
    )
    target = models.OneToOneField(Target, on_delete=models.PROTECT, null=True, related_name="post")
    kind = models.CharField(max_length=12, choices=KINDS, default=Kind.NEW_POST.value)
    #: The words as they went out. Edits since are in `changes`.
    words = models.TextField()
    #: Why they differ from those approved; empty when they do not.
    difference = models.TextField(blank=True)
    #: Why it went out outside the approved time. Null where it did not, or nobody asked yet: a
    #: value for old rows would write anew what is append-only.
    window_reason = models.TextField(null=True)  # noqa: DJ001
    url = models.URLField(max_length=500)
    #: What tells this post from the account's others, however its address was copied. Null where
    #: an address does not tell, or the post was recorded before it was kept.
    url_key = models.CharField(max_length=500, null=True)  # noqa: DJ001
    #: What was doubtful about the address when somebody said that it is right.
    url_warning = models.CharField(max_length=300, blank=True)
    posted_at = models.DateTimeField()
    device = models.CharField(max_length=10, choices=Device, default=Device.COUNCIL)
    #: Who gave permission to use their own device, where the rulebook asks for it.
    device_permission = models.CharField(max_length=200, blank=True)
    screenshot = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    voice = models.CharField(max_length=10, choices=Voice, default=Voice.COUNCIL)
    #: Who posted it, where that is not who recorded it: one of our people, or only a name.
    poster = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    posted_by = models.CharField(max_length=120, blank=True)
    #: On what authority, in words: the decision’s source, or what was said of an outside post.
    authority = models.CharField(max_length=300)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = PostQuerySet.as_manager()

    append_only = AppendOnly(keys=(("id",), ("target_id",), ("council_id", "number")))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="post_number_once_per_council"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]), name="post_kind_valid"
            ),
            models.CheckConstraint(
                condition=Q(device__in=["council", "own", "unknown"]), name="post_device_valid"
            ),
            models.CheckConstraint(
                condition=Q(voice="council") | Q(voice="individual", target__isnull=True),
                name="post_voice_valid",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(poster__isnull=False) | ~Q(posted_by=""),
                name="post_outside_says_who",
            ),
        ]
        indexes = [
            models.Index(fields=["council", "-posted_at", "-id"], name="post_newest"),
            models.Index(fields=["account", "-posted_at", "-id"], name="post_of_account"),
            models.Index(
                fields=["account", "url_key"],
                condition=Q(url_key__isnull=False),
                name="post_by_address",
            ),
            models.Index(
                fields=["council", "-posted_at"],
                condition=Q(target__isnull=True),
                name="post_outside",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("posts:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"P-{self.number:04}"

    @property
    def title(self) -> str:
        """What tells it apart: its draft’s title, or its first words."""
        if self.target:
            return self.target.revision.title
        first = shorten(self.words, 60, placeholder="…")
        # One very long word is cut where it is: not every script has spaces.
        return first if first != "…" else f"{self.words[:59]}…"

    @property
    def outside_window(self) -> bool:
        """Whether it went out before or after the time that was authorised."""
        return self.target is not None and not in_window(self.target.revision, self.posted_at)

    @property
    def made_outside(self) -> bool:
        return self.target_id is None

    @property
    def is_councils(self) -> bool:
        """Whether these are the council’s words, and not somebody’s own on the council’s page."""
        return self.voice == self.Voice.COUNCIL

    @property
    def waits_for_review(self) -> bool:
        """Whether nobody has decided yet about a post that nobody had approved."""
        return self.made_outside and self.is_councils and not hasattr(self, "outside_review")

    @property
    def by(self) -> str:
        """Who posted it."""
        return str(self.poster or self.posted_by or self.recorded_by)

    @property
    def words_now(self) -> str:
        """The words as they stand on the platform: as edited there, if they were."""
        edits = [change for change in self.each_change() if change.is_edit and change.confirmed_at]
        return edits[-1].words if edits else self.words

    @property
    def take_down(self) -> "PostChange | None":
        """The order to take it down, carried out or not."""
        return next((change for change in self.each_change() if change.is_take_down), None)

    def each_change(self) -> "list[PostChange]":
        """What was decided about it since, oldest first; read once when prefetched."""
        return sorted(self.changes.all(), key=lambda change: change.pk)

    @property
    def tags(self) -> list[dict[str, str]]:
        """What a reader must know at a glance, each a word with its colour."""
        found = []
        if not self.is_councils:
            found.append({"label": "An individual’s own words", "colour": "purple"})
        elif self.waits_for_review:
            found.append({"label": "Not approved beforehand", "colour": "red"})
        elif self.made_outside:
            found.append({"label": self.outside_review.get_outcome_display(), "colour": "grey"})
        if self.outside_window:
            found.append({"label": "Outside the approved time", "colour": "red"})
        if self.difference:
            found.append({"label": "Differs from what was approved", "colour": "orange"})
        return found + [change.tag for change in self.each_change()]


def in_window(revision: Revision, moment: datetime) -> bool:
    """Whether a moment lies in the time for which a revision was submitted, ends included."""
    early = revision.not_before is not None and moment < revision.not_before
    return not early and moment <= revision.not_after


def window_in_words(revision: Revision) -> str:
    """The approved time: "from Monday 2 March 2026 at 9am until …"; its start only where named."""
    opens = f"from {when_in_words(revision.not_before)} " if revision.not_before else ""
    return f"{opens}until {when_in_words(revision.not_after)}"


def midnight(day: date) -> datetime:
    """When a day begins in London."""
    return datetime.combine(day, time(), tzinfo=LONDON)
