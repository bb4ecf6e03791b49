"""An official account: a page, group or channel in the council's name, and what it was called."""

from datetime import datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Lower
from django.urls import reverse


class OfficialAccountQuerySet(models.QuerySet["OfficialAccount"]):
    def live(self) -> "OfficialAccountQuerySet":
        """The accounts that the council may post on today."""
        return self.filter(status=OfficialAccount.Status.LIVE)

    def running(self) -> "OfficialAccountQuerySet":
        """Those that exist on their platform and are the council's to look after."""
        return self.filter(status__in=OfficialAccount.RUNNING)

    def lacking_approval_by(self, offices: list[str], person: int) -> "OfficialAccountQuerySet":
        """Undecided ones that lack the approval of one of these offices, and have none by a person.

        Args:
            offices: keys.
            person: an id.
        """
        waiting = self.filter(status__in=OfficialAccount.UNDECIDED).order_by("pk")
        given = apps.get_model("accounts", "AccountApproval").objects.filter(
            account=OuterRef("pk"), proposal=OuterRef("proposal"), approved=True
        )
        lacks = Q()
        for key in offices:
            lacks |= Q(~Exists(given.filter(office__key=key)))
        return waiting.filter(lacks, ~Exists(given.filter(approver=person)))

    def with_last_check(self) -> "OfficialAccountQuerySet":
        """Each with its last check: its moment (`checked_at`) and whether the platform showed what
        the register says (`last_check_same`); None where there is none.
        """
        checks = apps.get_model("accounts", "AccountCheck").objects.filter(account=OuterRef("pk"))
        newest = checks.order_by("-checked_at", "-pk")
        return self.annotate(
            checked_at=Subquery(newest.values("checked_at")[:1]),
            last_check_same=Subquery(newest.values("as_registered")[:1]),
        )


class OfficialAccount(models.Model):
    """What residents see and the council runs in its own name: a *property* (FTC-4-b).

    How people get into it is kept apart, as `WayIn`: one login may open several properties.
    """

    class Kind(models.TextChoices):
        PAGE = "page", "Page or profile"
        GROUP = "group", "Group or forum"
        MESSAGING = "messaging", "Messaging group"
        CHANNEL = "channel", "Channel"
        PODCAST = "podcast", "Blog, vlog or podcast"
        MICROSITE = "microsite", "Website for one purpose"
        REVIEWS = "reviews", "Review or comment page"
        CIVIC = "civic", "Mayor’s or Chair’s own account of office"

    class Platform(models.TextChoices):
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        X = "x", "X"
        LINKEDIN = "linkedin", "LinkedIn"
        NEXTDOOR = "nextdoor", "Nextdoor"
        YOUTUBE = "youtube", "YouTube"
        TIKTOK = "tiktok", "TikTok"
        BLUESKY = "bluesky", "Bluesky"
        MASTODON = "mastodon", "Mastodon"
        THREADS = "threads", "Threads"
        WHATSAPP = "whatsapp", "WhatsApp"
        OTHER = "other", "Another platform"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        REFUSED = "refused", "Not going ahead"
        APPROVED = "approved", "Approved, not yet opened"
        FOUND = "found", "Found, not yet approved"
        LIVE = "live", "Live"
        DORMANT = "dormant", "Dormant"
        LOST = "lost", "Lost control"
        CLOSED = "closed", "Closed"

    #: It exists, and access to it, its checks and its gaps matter.
    RUNNING = (Status.FOUND, Status.LIVE, Status.DORMANT, Status.LOST)
    #: An approval is still wanted.
    UNDECIDED = (Status.PROPOSED, Status.FOUND)
    #: It does not exist on its platform.
    NOT_OPEN = (Status.PROPOSED, Status.REFUSED, Status.APPROVED)
    #: It may be changed like a proposal, by whoever made it too; approvals then count anew.
    PROPOSALS = (*UNDECIDED, Status.REFUSED, Status.APPROVED)

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="official_accounts"
    )
    name = models.CharField(max_length=120, help_text="What residents see, for example “Main page”")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PAGE)
    platform = models.CharField(max_length=20, choices=Platform)
    #: What another platform is called: the list is open (LLTC-3.3-a). Empty for those above.
    platform_name = models.CharField(
        max_length=40, blank=True, default="", db_default="", verbose_name="name of the platform"
    )
    handle = models.CharField(
        max_length=120,
        help_text="As the platform writes it, for example flitwickcouncil",
    )
    #: Empty until it is opened.
    url = models.URLField(verbose_name="address", max_length=300, blank=True)
    #: The platform's own number or name for it, which stays when a handle is renamed or taken.
    platform_ref = models.CharField(
        max_length=120, blank=True, verbose_name="the platform’s own number"
    )
    #: The most characters a post here may have, where that differs from what the platform gives
    #: everybody; see accounts/register/platforms.py.
    text_limit = models.PositiveIntegerField(null=True, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    #: The place or brand it speaks for, where that is not the council: a hall, a festival.
    brand = models.CharField(max_length=120, blank=True, verbose_name="place or brand")
    #: Whether residents see it, and so whether it stands on the public list.
    is_public = models.BooleanField(default=True)
    #: The office that answers for it (LTC-4.2.1-a), and the one that does when it is vacant. Of a
    #: civic account: the office whose holder speaks there.
    owner = models.ForeignKey(
        "Office", on_delete=models.PROTECT, null=True, blank=True, related_name="owned_accounts"
    )
    second_owner = models.ForeignKey(
        "Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    monitored_by = models.ForeignKey(
        "Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    monitored_when = models.CharField(
        max_length=120, blank=True, help_text="For example Monday to Friday, 9am to 5pm"
    )

    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE)
    #: Counts how often the proposal was changed: an approval holds for one number only.
    proposal = models.PositiveSmallIntegerField(default=1)
    #: Who asked for it, where it did not exist before.
    proposed_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: When it was discovered after the go-live date, where nobody at the council had asked for it,
    #: or opened again: it then needs the approvals of a new account.
    found_on = models.DateField(null=True, blank=True)
    live_since = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    #: The account that took its place.
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = OfficialAccountQuerySet.as_manager()

    # What `with_last_check` adds.
    checked_at: datetime | None
    last_check_same: bool | None

    class Meta:
        verbose_name = "official account"
        ordering = ["platform", "name"]
        indexes = [models.Index(fields=["council", "name", "id"], name="account_by_name")]
        constraints = [
            models.UniqueConstraint(
                "council",
                "platform",
                Lower("platform_name"),
                Lower("handle"),
                name="account_handle_once_per_council",
                violation_error_message="This account is already on your register.",
            ),
            models.UniqueConstraint(
                "council",
                "platform",
                Lower("platform_name"),
                "platform_ref",
                condition=~Q(platform_ref=""),
                name="account_platform_ref_once_per_council",
                violation_error_message="Another account on your register has this number.",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        *("proposed", "refused", "approved", "found"),
                        *("live", "dormant", "lost", "closed"),
                    ]
                ),
                name="account_status_valid",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "refused", "approved"]) | ~Q(url=""),
                name="account_has_address",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "page",
                        "group",
                        "messaging",
                        "channel",
                        "podcast",
                        "microsite",
                        "reviews",
                        "civic",
                    ]
                ),
                name="account_kind_valid",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=models.F("id")),
                name="account_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("register:detail", args=[self.council.slug, self.pk])

    def get_platform_display(self) -> str:  # type: ignore[no-redef]  # Django adds one
        """The platform as people call it. Django's own makes all choices anew for each row."""
        return self.platform_name or str(self.Platform(self.platform).label)

    @property
    def tag(self) -> dict[str, str]:
        """Its state as a status tag shows it."""
        return {"label": self.get_status_display(), "colour": COLOURS[self.status]}

    @property
    def is_undecided(self) -> bool:
        """Whether an approval is still wanted."""
        return self.status in self.UNDECIDED

    @property
    def is_proposal(self) -> bool:
        """Whether it is proposed, approved or not, and what is proposed may be changed."""
        return self.status in self.PROPOSALS

    @property
    def goes_ahead(self) -> bool:
        """Whether it is still to be opened, so that its proposal may be taken back."""
        return self.status in (self.Status.PROPOSED, self.Status.APPROVED)

    @property
    def is_running(self) -> bool:
        """Whether it exists and is the council's to look after."""
        return self.status in self.RUNNING


COLOURS: dict[str, str] = {
    OfficialAccount.Status.PROPOSED: "yellow",
    OfficialAccount.Status.REFUSED: "red",
    OfficialAccount.Status.APPROVED: "teal",
    OfficialAccount.Status.FOUND: "orange",
    OfficialAccount.Status.LIVE: "green",
    OfficialAccount.Status.DORMANT: "grey",
    OfficialAccount.Status.LOST: "red",
    OfficialAccount.Status.CLOSED: "grey",
}


class AccountName(models.Model):
    """What an account is called on its platform, and was called before.

    Residents still have an old link or handle, and ask whether it is ours (`public/`). So the
    current name is a row too: one question finds either.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="account_names"
    )
    account = models.ForeignKey(OfficialAccount, on_delete=models.PROTECT, related_name="names")
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    handle = models.CharField(max_length=120)
    url = models.URLField(max_length=300)
    #: The name as it is looked for; see `accounts/register/identity.py`.
    plain = models.CharField(max_length=200)
    #: The last day it was called so; none for what it is called now.
    until = models.DateField(null=True)

    class Meta:
        ordering = ["-until", "-pk"]
        indexes = [models.Index(fields=["council", "plain"], name="account_name_looked_for")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "plain"],
                condition=Q(until__isnull=True),
                name="account_name_current_once",
            )
        ]

    def __str__(self) -> str:
        return self.handle
