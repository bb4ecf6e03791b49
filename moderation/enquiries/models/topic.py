"""What enquiries are about, who answers them, and the words with which they are often answered."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.dates import today


class TopicQuerySet(models.QuerySet["Topic"]):
    def in_use(self) -> "TopicQuerySet":
        return self.filter(retired_on__isnull=True)


class Topic(models.Model):
    """A subject such as play areas: the office or lead councillor whom its enquiries go to."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="enquiry_topics"
    )
    name = models.CharField(max_length=80)
    #: At most one of the two; neither: the proper officer.
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    lead = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The council's own target, in its working days; None for the one of its rules.
    target_days = models.PositiveSmallIntegerField(null=True)
    #: Who deals with it where the council does not, such as the county's highways team.
    signpost = models.CharField(max_length=120, blank=True)
    retired_on = models.DateField(null=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                condition=Q(retired_on__isnull=True),
                name="topic_name_once_in_use",
            ),
            models.CheckConstraint(
                condition=Q(office__isnull=True) | Q(lead__isnull=True),
                name="topic_office_or_lead",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("enquiries:topics", args=[self.council.slug])


class StandardReplyQuerySet(models.QuerySet["StandardReply"]):
    def in_use(self) -> "StandardReplyQuerySet":
        return self.filter(retired_on__isnull=True)

    def stale(self, day: date) -> "StandardReplyQuerySet":
        """In use, and not looked at again by the day on which it was due."""
        return self.in_use().filter(review_due_on__lt=day)

    def about(self, words: str) -> "StandardReplyQuerySet":
        """Those that hold every one of some words in their name, topic, text or signpost."""
        found = self
        for word in words.split()[:5]:
            found = found.filter(
                Q(name__icontains=word)
                | Q(text__icontains=word)
                | Q(topic__name__icontains=word)
                | Q(topic__signpost__icontains=word)
            )
        return found


class StandardReply(models.Model):
    """Words that answer what is often asked: who does what, or how to get something (FTC-6.4-d)."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="standard_replies"
    )
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120)
    text = models.TextField()
    link = models.URLField(max_length=300, blank=True)
    #: Answers for its being right.
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    reviewed_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    review_due_on = models.DateField()
    retired_on = models.DateField(null=True)

    objects = StandardReplyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                condition=Q(retired_on__isnull=True),
                name="standard_reply_name_once",
            ),
            models.CheckConstraint(
                condition=Q(review_due_on__gt=models.F("reviewed_on")),
                name="standard_reply_review_later",
            ),
        ]
        indexes = [
            models.Index(
                fields=["council", "review_due_on"],
                condition=Q(retired_on__isnull=True),
                name="standard_reply_by_review",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("enquiries:standard_reply", args=[self.council.slug, self.pk])

    @property
    def words(self) -> str:
        """As it is posted: the text, and the link on a line of its own."""
        return f"{self.text}\n{self.link}" if self.link else self.text

    @property
    def is_stale(self) -> bool:
        """Whether the day to look at it again has passed."""
        return self.retired_on is None and self.review_due_on < today()
