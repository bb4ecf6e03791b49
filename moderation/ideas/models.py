"""What the public and councillors suggest, before anybody makes a draft of it (FTC-6.3-b)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse


class IdeaQuerySet(models.QuerySet["Idea"]):
    def waiting(self) -> "IdeaQuerySet":
        """Not yet made a draft or declined, oldest first."""
        return self.filter(status=Idea.Status.WAITING).order_by("pk")


class Idea(models.Model):
    """An idea for a post from somebody without a sign-in, or from a councillor."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DRAFTED = "drafted", "Made a draft"
        DECLINED = "declined", "Declined"

    class Sender(models.TextChoices):
        PUBLIC = "public", "Member of the public"
        COUNCILLOR = "councillor", "Councillor"

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="ideas")
    number = models.PositiveIntegerField()
    #: Opens the sender’s status page; 22 characters of 128 random bits.
    token = models.CharField(max_length=22, unique=True)
    sender = models.CharField(max_length=12, choices=Sender, default=Sender.PUBLIC)
    idea = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    #: The day on which the sender would like it to appear.
    wanted_on = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    sent_at = models.DateTimeField(auto_now_add=True)
    #: SHA-256 of the words, so that the same idea sent again is seen.
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
                condition=Q(status="waiting", decided_at__isnull=True)
                | Q(status="drafted", draft__isnull=False, decided_at__isnull=False)
                | (Q(status="declined", decided_at__isnull=False) & ~Q(reason="")),
                name="idea_status_whole",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "id"], condition=Q(status="waiting"), name="idea_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.idea}"

    def get_absolute_url(self) -> str:
        return reverse("ideas:detail", args=[self.council.slug, self.number])

    @property
    def reference(self) -> str:
        return f"I-{self.number:04}"


class IdeaPicture(models.Model):
    """A picture that came with an idea, and what its sender said of it."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, related_name="pictures")
    file = models.ForeignKey("councilsm.StoredFile", on_delete=models.PROTECT, related_name="+")
    taken_by = models.CharField(max_length=120)
    #: Who is in it, in the sender’s words.
    people = models.CharField(max_length=300)
    #: The sender says that everybody in it agrees.
    agreed = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["idea", "file"], name="idea_picture_once")]

    def __str__(self) -> str:
        return f"{self.file} of {self.idea}"
