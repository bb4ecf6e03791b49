"""Courses, who needs them, and completions."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.audit.triggers import AppendOnly
from councilsm.duties import Duty


class Course(models.Model):
    """What people are trained in, for example responsible use of social media (LTC-4.2.3-c)."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="courses"
    )
    title = models.CharField(max_length=120)
    #: How long a completion counts, in months; none when it never lapses.
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint("council", Lower("title"), name="course_once_per_council")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.council.slug, self.pk])


class Need(models.Model):
    """Who needs a course: whoever holds a duty, belongs to a category, or sits on the team."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="training_needs"
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="needs")
    duty = models.CharField(max_length=30, choices=Duty, blank=True)
    category = models.CharField(max_length=20, choices=Membership.Category, blank=True)
    team = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["course", "duty", "category", "team"], name="training_need_once"
            ),
            models.CheckConstraint(
                condition=(~Q(duty="") & Q(category="", team=False))
                | (~Q(category="") & Q(duty="", team=False))
                | Q(team=True, duty="", category=""),
                name="training_need_one_reason",
            ),
        ]

    def __str__(self) -> str:
        who = "the team" if self.team else self.get_duty_display() or self.get_category_display()
        return f"{self.course}, for {who}"


class Completion(models.Model):
    """That somebody completed a course, with the certificate or where it is kept."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="completions"
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="completions")
    completed_on = models.DateField()
    #: The last day on which it counts; none when it never lapses.
    expires_on = models.DateField(null=True, blank=True)
    provider = models.CharField(max_length=120, blank=True)
    certificate = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper_reference = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("course_id", "membership_id", "completed_on")))

    class Meta:
        ordering = ["-completed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "membership", "completed_on"], name="completion_once_per_day"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("completed_on")),
                name="completion_period_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}: {self.course}"

    def counts_on(self, day: date) -> bool:
        """Whether it still counts on a London day."""
        return self.completed_on <= day and (self.expires_on is None or day <= self.expires_on)


class LapseNotice(models.Model):
    """That somebody was mailed that a completion lapses, so many days ahead: once each."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="lapse_notices"
    )
    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="notices")
    #: 30 or 7 days before it lapses, 0 when it has; -7 seven days before a duty rests for it.
    step = models.SmallIntegerField()
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["completion", "step"], name="lapse_notice_once"),
            models.CheckConstraint(
                condition=Q(step__in=[30, 7, 0, -7]), name="lapse_notice_step_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.completion}, told of its lapse"
