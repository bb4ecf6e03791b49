"""What the public posted, as somebody of the council found it, and who posted it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class Author(models.Model):
    """A profile of the public on one platform, by its handle.

    That two profiles are one person's is said by a human, with a reason, or by the platform's own
    number that somebody wrote down for both (`AuthorLink`). All that were linked share `same_as`.

    It never changes otherwise, but for erasure, which empties the handle.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="authors", db_index=False
    )
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    #: As it was first written down, without the @; empty once it was erased.
    handle = models.CharField(max_length=120, blank=True)
    #: As handles are compared: without the @, small letters, NFKC.
    handle_key = models.CharField(max_length=120, blank=True)
    #: The first profile of those that a human linked; None for one that stands alone, and for
    #: that first one.
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="also_known_as"
    )
    first_seen_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "platform", "handle_key")),
        columns=("council_id", "platform", "first_seen_at"),
        erasable=("handle", "handle_key"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "platform", "handle_key"],
                condition=~Q(handle_key=""),
                name="author_once_per_platform",
            ),
            models.CheckConstraint(
                condition=Q(handle="", handle_key="") | ~(Q(handle="") | Q(handle_key="")),
                name="author_handle_has_key",
            ),
        ]
        indexes = [
            # For the beginning of a handle, however the database sorts letters.
            models.Index(
                fields=["council", "handle_key"],
                name="author_by_handle",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.handle or 'Erased'} ({self.get_platform_display()})"


class AuthorLink(models.Model):
    """Somebody said that two profiles are one person's, or that they are not after all."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="links")
    #: None where the author was taken out of the profiles it was linked with.
    linked_to = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="+")
    #: How that is known; empty once it was erased.
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        columns=(
            *("council_id", "author_id", "linked_to_id", "decided_by_id", "office_id"),
            "decided_at",
        ),
        erasable=("reason",),
    )

    def __str__(self) -> str:
        return f"{self.author} {'is' if self.linked_to else 'is not'} {self.linked_to or 'others'}"


class ItemQuerySet(models.QuerySet["Item"]):
    def for_everyone(self) -> "ItemQuerySet":
        """Without those of restricted cases, which are shown with their case alone."""
        return self.filter(restricted=False)

    def current(self) -> "ItemQuerySet":
        """Without those that were written down wrongly, and anew since."""
        return self.filter(correction__isnull=True)


class Item(models.Model):
    """One comment, message, post or review of the public, as it was found.

    It never changes but for two things: a restricted case hides it, and erasure empties its words.
    What was written down wrongly is written down anew, as another item (`corrects`).
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        MESSAGE = "message", "Message"
        POST = "post", "Post"
        REVIEW = "review", "Review"

    class Found(models.TextChoices):
        """How the council came to know of it."""

        LOOKED = "looked", "We saw it"
        PUBLIC = "public", "Somebody of the public told us"
        STAFF = "staff", "Somebody of the council told us"
        HELD = "held", "The platform held it for us to let through"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="items", db_index=False
    )
    number = models.PositiveIntegerField()
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    #: The official account on which it stands; None where it stands elsewhere.
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, related_name="items", db_index=False
    )
    #: Where it stands, in words, where that is no account of the council's.
    elsewhere = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COMMENT)
    #: Without whatever would let its reader in: see `items/addresses.py`.
    url = models.URLField(max_length=500, blank=True)
    #: What tells it apart however its address was copied; empty where an address does not tell.
    url_key = models.CharField(max_length=500, blank=True)
    author = models.ForeignKey(Author, on_delete=models.PROTECT, null=True, related_name="items")
    #: The name shown beside the handle that day.
    author_name = models.CharField(max_length=120, blank=True)
    #: The platform's own number for the profile, which a new handle does not change.
    author_number = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True)
    posted_at = models.DateTimeField(null=True)
    #: When somebody of the council first saw it, at the latest.
    seen_at = models.DateTimeField()
    #: Somebody said when that was. Otherwise no time is counted from it.
    seen_said = models.BooleanField(default=False)
    found = models.CharField(max_length=10, choices=Found, default=Found.LOOKED)
    #: It belongs to a restricted case: no list, page or search but the case's shows it.
    restricted = models.BooleanField(default=False)
    #: Its words were erased (`evidence` says why).
    erased_at = models.DateTimeField(null=True)
    #: The item that said something wrong about the same thing; what was wrong, in words.
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="correction"
    )
    why_corrected = models.CharField(max_length=500, blank=True)
    logged_by = models.ForeignKey(
        "accounts.Person",
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    office = models.ForeignKey(
        "accounts.Office",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    logged_at = models.DateTimeField(auto_now_add=True)

    objects = ItemQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("council_id", "number"), ("corrects_id",)),
        columns=(
            *("council_id", "number", "platform", "account_id", "kind", "author_id"),
            *("posted_at", "seen_at", "seen_said", "found", "corrects_id", "logged_by_id"),
            *("office_id", "logged_at"),
        ),
        once=("erased_at",),
        erasable=(
            *("words", "url", "url_key", "elsewhere", "author_name", "author_number"),
            "why_corrected",
        ),
        one_way=("restricted",),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="item_number_once_per_council"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["comment", "message", "post", "review"]),
                name="item_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | ~Q(elsewhere="") | Q(erased_at__isnull=False),
                name="item_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")),
                name="item_corrects_another",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(words=""), name="item_erased_is_empty"
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "url_key"], condition=~Q(url_key=""), name="item_by_address"
            ),
            models.Index(
                fields=["council", "author_number"],
                condition=~Q(author_number=""),
                name="item_by_author_number",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("log:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"M-{self.number:04}"

    @property
    def where(self) -> str:
        """Where it stands, in words."""
        return str(self.account) if self.account else self.elsewhere
