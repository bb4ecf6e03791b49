"""A resident whose post was not let through asks once, with reasons; the clerk must answer."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.log.models.action import ModerationAction


class Appeal(models.Model):
    """What a resident said against a post not let through, and what the council answered."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="appeals"
    )
    #: One each: a resident may ask once.
    action = models.OneToOneField(ModerationAction, on_delete=models.PROTECT, related_name="appeal")
    words = models.TextField()
    asked_on = models.DateField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    #: Whether the post is let through after all; None while not answered.
    let_through = models.BooleanField(null=True)
    answered_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    append_only = AppendOnly(
        keys=(("id",), ("action_id",)),
        columns=("council_id", "action_id", "asked_on", "recorded_by_id", "recorded_at"),
        once=("let_through", "answered_by_id", "office_id", "answered_at"),
        erasable=("words",),
        said_later=("answer",),
        sealed_by="answered_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    answered_at__isnull=True, let_through__isnull=True, answered_by__isnull=True
                )
                | (
                    Q(
                        answered_at__isnull=False,
                        let_through__isnull=False,
                        answered_by__isnull=False,
                    )
                    & (~Q(answer="") | Q(words=""))  # erased, both
                ),
                name="appeal_answered_whole",
            )
        ]
        indexes = [
            models.Index(
                fields=["council", "asked_on"],
                condition=Q(answered_at__isnull=True),
                name="appeal_open",
            )
        ]

    def __str__(self) -> str:
        return f"Appeal about {self.action}"

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()
