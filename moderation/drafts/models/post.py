from django.db import models
from django.urls import reverse

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.revision import Target


class Post(models.Model):
    """What went out on one account: the permanent record that a person posted it by hand."""

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="posts",
        db_index=False,  # post_newest begins with it
    )
    number = models.PositiveIntegerField()
    target = models.OneToOneField(Target, on_delete=models.PROTECT, related_name="post")
    url = models.URLField(max_length=500)
    posted_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("target_id",), ("council_id", "number")))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "number"], name="post_number_once_per_council"
            )
        ]
        indexes = [models.Index(fields=["council", "-id"], name="post_newest")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("drafts:post", args=[self.council.slug, self.number])

    @property
    def outside_window(self) -> bool:
        """Whether it went out before or after the time that was authorised."""
        revision = self.target.revision
        early = revision.not_before is not None and self.posted_at < revision.not_before
        return early or self.posted_at > revision.not_after

    @property
    def reference(self) -> str:
        return f"P-{self.number:04}"
