"""That somebody read one exact version of a policy."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.people.models import Membership
from councilsm.audit.triggers import AppendOnly
from policies.documents.models import Version


class Acknowledgement(models.Model):
    """Somebody read a version and said so: by themself, or on paper of which a copy is kept."""

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="acknowledgements",
        db_index=False,
    )
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="acknowledgements")
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    #: Of the words that were on the page: the version's own.
    digest = models.CharField(max_length=64)
    #: The day (London) on which they read it; on paper, as the paper says.
    read_on = models.DateField()
    #: They signed on paper: a scan of it, or where it is kept.
    scan = models.ForeignKey(
        "councilsm.StoredFile", on_delete=models.PROTECT, null=True, related_name="+"
    )
    paper_reference = models.CharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("version_id", "membership_id")),
        agrees=(
            ("version_id", "policies_version", ("council_id", "digest")),
            ("membership_id", "accounts_membership", ("council_id",)),
        ),
    )

    class Meta:
        ordering = ["-read_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "membership"], name="acknowledged_once_per_version"
            ),
            models.CheckConstraint(condition=~Q(digest=""), name="acknowledged_adopted_words"),
        ]

    def __str__(self) -> str:
        return f"{self.membership.goes_by} has read {self.version}"

    def get_absolute_url(self) -> str:
        return reverse(
            "acknowledgements:read",
            args=[self.council.slug, self.version.policy.slug, self.version.slug],
        )
