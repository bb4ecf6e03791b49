"""What was submitted, frozen: the exact words for each account, the pictures and the window."""

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property

from councilsm.audit.canonical import canonical, canonical_time, sha256
from councilsm.audit.triggers import AppendOnly
from moderation.checks.content import Content, Particulars, PictureContent
from moderation.drafts.models.draft import EXPIRES_AFTER, KINDS, Draft

if TYPE_CHECKING:
    from moderation.drafts.models.picture import Picture


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
    #: The rest of what was submitted (`checks.content.Particulars`), bound by the digest too.
    particulars_json = models.JSONField(default=dict, db_column="particulars")
    #: What the policy checks found when it was submitted, each with the author's note.
    findings = models.JSONField(default=list)
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

    @property
    def window_is_default(self) -> bool:
        """Whether its end is as though nobody had chosen one: counted from its submission."""
        counted = (self.not_before or self.submitted_at) + EXPIRES_AFTER
        return abs(self.not_after - counted) < timedelta(minutes=1)

    @property
    def particulars(self) -> Particulars:
        """The rest of what was submitted: link, original, declarations, video, urgency."""
        return Particulars.model_validate(self.particulars_json)

    @cached_property
    def shown(self) -> "list[Picture]":
        """Its pictures in order, with their files, who is named in them and by what permission."""
        from moderation.drafts.models.picture import Depicted

        named = Depicted.objects.select_related("subject__permission")
        pictures = self.pictures.select_related("file")
        return list(pictures.prefetch_related(models.Prefetch("depicted", named)))

    @property
    def content(self) -> Content:
        """What was submitted, as plain values; permissions as they stand today.

        Three queries at most; ask once. Words and pictures never change, permissions may have
        ended.
        """
        return Content(
            kind=self.kind,
            title=self.title,
            texts={
                target.account: target.text for target in self.targets.select_related("account")
            },
            pictures=tuple(
                PictureContent(
                    file=picture.file,
                    alt=picture.alt,
                    decorative_reason=picture.decorative_reason,
                    rights=picture.rights,
                    rights_detail=picture.rights_detail,
                    people=picture.people,
                    consents=tuple(shown.subject.as_consent() for shown in picture.depicted.all()),
                )
                for picture in self.shown
            ),
            particulars=self.particulars,
            not_before=self.not_before,
            not_after=self.not_after,
        )


def digest_of(content: Content, not_after: datetime) -> str:
    """SHA-256 over all that authority to post binds.

    That is kind, title, words for each account, pictures in their order with what was said of
    each, particulars, and the window. A particular left at its default is not part of it, so a
    release that adds one changes no digest.

    Args:
        not_after: the end of the window, also where the author named none.
    """
    bound: dict[str, Any] = {
        "kind": content.kind,
        "not_after": canonical_time(not_after),
        "not_before": canonical_time(content.not_before) if content.not_before else None,
        "particulars": json.dumps(
            content.particulars.model_dump(exclude_defaults=True),
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        ),
        "pictures": [_bound_picture(picture) for picture in content.pictures],
        "targets": sorted([account.pk, text] for account, text in content.texts.items()),
        "title": content.title,
    }
    return sha256(canonical(bound))


def _bound_picture(picture: PictureContent) -> list[Any]:
    shown = sorted(consent.subject_id for consent in picture.consents)
    return [
        picture.file.digest,
        picture.alt,
        picture.decorative_reason,
        picture.rights,
        picture.rights_detail,
        picture.people,
        shown,
    ]


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
        indexes = [
            models.Index(fields=["council"], condition=Q(state="to_post"), name="target_to_post"),
            models.Index(
                fields=["council"], condition=Q(state="scheduled"), name="target_scheduled"
            ),
        ]
        ordering = ["account__platform", "account__name"]

    def __str__(self) -> str:
        return f"{self.revision} on {self.account}"
