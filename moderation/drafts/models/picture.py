"""The pictures of a revision, frozen with it, and who can be seen in them."""

from django.db import models

from councilsm.audit.triggers import AppendOnly
from moderation.checks.content import PEOPLE, RIGHTS
from moderation.drafts.models.revision import Revision


class Picture(models.Model):
    """One picture of a revision, in its order, with what the author said of it."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="pictures"
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="pictures")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, related_name="pictures"
    )
    alt = models.TextField(blank=True)
    decorative_reason = models.CharField(max_length=200, blank=True)
    rights = models.CharField(max_length=12, choices=RIGHTS)
    rights_detail = models.CharField(max_length=300, blank=True)
    people = models.CharField(max_length=12, choices=PEOPLE)

    append_only = AppendOnly(keys=(("id",), ("revision_id", "position")))

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "position"], name="picture_position_once_per_revision"
            ),
            models.CheckConstraint(
                condition=~models.Q(alt="", decorative_reason=""),
                name="picture_described_or_decorative",
            ),
        ]

    def __str__(self) -> str:
        return f"Picture {self.position} of {self.revision}"


class Depicted(models.Model):
    """That a person with a permission on record can be seen in a picture."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    picture = models.ForeignKey(Picture, on_delete=models.PROTECT, related_name="depicted")
    subject = models.ForeignKey(
        "moderation.Subject", on_delete=models.PROTECT, related_name="depicted"
    )

    append_only = AppendOnly(keys=(("id",), ("picture_id", "subject_id")))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["picture", "subject"], name="depicted_once_per_picture")
        ]

    def __str__(self) -> str:
        return f"{self.subject} in {self.picture}"
