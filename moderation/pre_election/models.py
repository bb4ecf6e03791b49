"""That somebody looked at a draft or a post because it falls in a pre-election period."""

from django.db import models
from django.db.models import Q

from councilsm.audit.triggers import AppendOnly
from moderation.drafts.models import Draft
from moderation.posts.models import Post
from policies.elections.models import Period


class PeriodLook(models.Model):
    """What was decided about something of ours that falls in a period, and why.

    An approver writes one as they approve; another is due where the period's days were set after.
    Whoever lists a profile recalls what leads there: then the last one is not kept.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="period_looks", db_index=False
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="period_looks")
    #: What was looked at: exactly one of the two.
    draft = models.ForeignKey(
        Draft, on_delete=models.PROTECT, null=True, related_name="period_looks"
    )
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="period_looks")
    #: It goes out, or stays; else it was withdrawn, or recalled until somebody looks at it again.
    kept = models.BooleanField()
    reason = models.TextField()
    looked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    rulebook_version = models.ForeignKey(
        "accounts.RulebookVersion", on_delete=models.PROTECT, related_name="+"
    )
    looked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        agrees=(
            ("period_id", "policies_period", ("council_id",)),
            ("draft_id", "moderation_draft", ("council_id",)),
            ("post_id", "moderation_post", ("council_id",)),
        ),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=True, post__isnull=False)
                | Q(draft__isnull=False, post__isnull=True),
                name="period_look_at_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="period_look_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.draft or self.post}, looked at for {self.period}"


class PeriodAccountLook(models.Model):
    """What somebody found pinned or promoted on an account as a period began (HLTC-resp-12)."""

    council = models.ForeignKey(
        "accounts.Council",
        on_delete=models.PROTECT,
        related_name="period_account_looks",
        db_index=False,
    )
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="pinned_looks")
    account = models.ForeignKey(
        "accounts.OfficialAccount",
        on_delete=models.PROTECT,
        related_name="period_looks",
        db_index=False,
    )
    #: Something was pinned or promoted there that had to go, and is gone.
    removed = models.BooleanField()
    #: What was found there; may be empty where nothing had to go.
    found = models.TextField(blank=True)
    looked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )
    looked_at = models.DateTimeField(auto_now_add=True)

    append_only = AppendOnly(
        keys=(("id",), ("period_id", "account_id")),
        agrees=(
            ("period_id", "policies_period", ("council_id",)),
            ("account_id", "accounts_officialaccount", ("council_id",)),
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "account"], name="period_account_looked_at_once"
            ),
            models.CheckConstraint(
                condition=Q(removed=False) | ~Q(found=""), name="period_account_look_says_what"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}, looked at for {self.period}"
