from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse


class OfficialAccountQuerySet(models.QuerySet["OfficialAccount"]):
    def live(self) -> "OfficialAccountQuerySet":
        """The accounts that the council may post on today."""
        return self.filter(status=OfficialAccount.Status.LIVE)


class OfficialAccount(models.Model):
    """A page, group or channel that the council runs in its own name."""

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
        LIVE = "live", "Live"
        CLOSED = "closed", "Closed"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="official_accounts"
    )
    name = models.CharField(max_length=120, help_text="What residents see, for example “Main page”")
    platform = models.CharField(max_length=20, choices=Platform)
    handle = models.CharField(
        max_length=120,
        help_text="As the platform writes it, for example flitwickcouncil",
    )
    url = models.URLField(verbose_name="address", max_length=300)
    #: The most characters a post here may have, where that differs from what the platform gives
    #: everybody; see accounts/register/platforms.py.
    text_limit = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE)

    objects = OfficialAccountQuerySet.as_manager()

    class Meta:
        verbose_name = "official account"
        ordering = ["platform", "name"]
        constraints = [
            models.UniqueConstraint(
                "council",
                "platform",
                Lower("handle"),
                name="account_handle_once_per_council",
                violation_error_message="This account is already on your register.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["live", "closed"]), name="account_status_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_platform_display()}: {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("admin:accounts_officialaccount_change", args=[self.pk])
