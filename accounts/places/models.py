"""Places the council watches, and the exceptional post in one of them (DTC-1.1-e, -f)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.people.models import Membership
from accounts.register.models import OfficialAccount
from councilsm.audit.triggers import AppendOnly


class Place(models.Model):
    """A forum, group or page that somebody else runs. It is never a target of a draft."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="places")
    name = models.CharField(max_length=120)
    platform = models.CharField(max_length=20, choices=OfficialAccount.Platform)
    url = models.URLField(max_length=300, verbose_name="address")
    note = models.CharField(max_length=500, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("council", Lower("url"), name="place_once_per_council")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("places:detail", args=[self.council.slug, self.pk])


class PlacePost(models.Model):
    """What was posted in a place that is not ours: why, on whose authority, with which link."""

    class Ground(models.TextChoices):
        MISINFORMATION = "misinformation", "False information among the public"
        IMPACT = "impact", "Major effect on the community"
        URGENT = "urgent", "Urgent update"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="place_posts"
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="posts")
    #: Empty where the council's rules allow posting there without any.
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    words = models.TextField()
    url = models.URLField(max_length=300, verbose_name="address")
    posted_at = models.DateTimeField()
    author = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    #: Whose authority it went out on, in words: an office, the author's own, a meeting.
    authority = models.CharField(max_length=200)
    #: The address in the words that leads to the council, and the account it is of; the council's
    #: own website is none.
    leads_to = models.URLField(max_length=300, blank=True)
    channel = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )
    capture = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The council had not said yet whether people may post there at all.
    rule_not_set = models.BooleanField(default=False)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        indexes = [models.Index(fields=["council", "-posted_at", "-id"], name="place_post_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=["", "misinformation", "impact", "urgent"]),
                name="place_post_ground_valid",
            ),
            models.CheckConstraint(
                condition=Q(ground="") | ~Q(leads_to=""),
                name="place_post_leads_to_the_council",
            ),
        ]

    def __str__(self) -> str:
        return f"Post in {self.place}"
