"""Who looked at a resident's own profile, and why."""

from django.db import models

from councilsm.audit.triggers import AppendOnly
from moderation.items.models import Author


class ProfileLook(models.Model):
    """Somebody opened a resident's own profile, on a ground that they gave."""

    council = models.ForeignKey("accounts.Council", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="looks")
    #: Why, in words; empty once it was erased.
    ground = models.CharField(max_length=300)
    looked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    looked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        columns=("council_id", "author_id", "looked_by_id", "office_id", "looked_at"),
        erasable=("ground",),
    )

    def __str__(self) -> str:
        return f"{self.looked_by} looked at {self.author}"
