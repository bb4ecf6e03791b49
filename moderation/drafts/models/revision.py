"""What was submitted, frozen: the exact words for each account, and the window."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from councilsm.audit.canonical import canonical, canonical_time, sha256
from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models.draft import KINDS, Draft


class Revision(models.Model):
    """One submitted wording of a draft, frozen: authority to post binds exactly this."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="revisions"
    )
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    title = models.CharField(max_length=120)
    not_before = models.DateTimeField(null=True)
    not_after = models.DateTimeField()
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(keys=(("id",), ("draft_id", "number")))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "number"], name="revision_number_once_per_draft"
            ),
            models.CheckConstraint(
                condition=Q(not_before__isnull=True) | Q(not_after__gt=F("not_before")),
                name="revision_window_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft.reference}, version {self.number}"


def digest_of(
    *,
    kind: str,
    title: str,
    texts: dict[int, str],
    not_before: datetime | None,
    not_after: datetime,
) -> str:
    """SHA-256 over all that authority to post binds: kind, words per account, accounts, window.

    Args:
        texts: the words for each official account, by the account's id.
    """
    record: dict[str, Any] = {
        "kind": kind,
        "not_after": canonical_time(not_after),
        "not_before": canonical_time(not_before) if not_before else None,
        "targets": [[account, texts[account]] for account in sorted(texts)],
        "title": title,
    }
    return sha256(canonical(record))


class TargetQuerySet(models.QuerySet["Target"]):
    def with_posts(self) -> "TargetQuerySet":
        """With the account and, once out, the post and who recorded it."""
        return self.select_related("account", "post__recorded_by")


class Target(models.Model):
    """A revision on one official account: its exact words there, and what became of it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Not yet approved"
        TO_POST = "to_post", "To post"
        SCHEDULED = "scheduled", "Scheduled on the platform"
        POSTED = "posted", "Posted"
        NOT_POSTED = "not_posted", "Not posted"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="targets"
    )
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="targets")
    account = models.ForeignKey(
        "accounts.OfficialAccount", on_delete=models.PROTECT, related_name="targets"
    )
    text = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED)

    objects = TargetQuerySet.as_manager()

    append_only = AppendOnly(
        keys=(("id",), ("revision_id", "account_id")),
        columns=("council_id", "revision_id", "account_id", "text"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "account"], name="target_account_once_per_revision"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "proposed",
                        "to_post",
                        "scheduled",
                        "posted",
                        "not_posted",
                    ]
                ),
                name="target_state_valid",
            ),
        ]
        ordering = ["account__platform", "account__name"]

    def __str__(self) -> str:
        return f"{self.revision} on {self.account}"
