"""A policy of the council's: what it is called, whom it binds, who answers for it."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty

if TYPE_CHECKING:
    from datetime import date

    from policies.documents.models.version import Version


class Policy(models.Model):
    """One policy through all its versions. It is withdrawn, never deleted."""

    class Audience(models.TextChoices):
        PUBLIC = "public", "Everybody"
        STAFF = "staff", "The council’s people"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="policies", db_index=False
    )
    title = models.CharField(max_length=120)
    #: In addresses; it stays when the title changes.
    slug = models.SlugField(max_length=60)
    #: As the council writes it, with its strokes and blanks: "SM / 23" (LTC-header-a).
    reference = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC)
    #: Where its reviews are seen to; the proper officer while it is nobody's.
    owner = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="policies"
    )
    #: The council's rulebook carries it out, and says when it is reviewed.
    carries_rules = models.BooleanField(default=False)
    #: Months between reviews, of a policy that the rulebook does not speak of.
    review_months = models.PositiveSmallIntegerField(null=True)
    #: What people may copy to say that a view is their own, one to a line (FTC-D-1).
    disclaimers = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_minute = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    #: One form makes one policy, however often it is sent.
    form_key = models.UUIDField(null=True)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "slug"], name="policy_slug_once"),
            models.UniqueConstraint("council", Lower("title"), name="policy_title_once"),
            models.UniqueConstraint(
                fields=["council", "form_key"],
                condition=Q(form_key__isnull=False),
                name="policy_once_per_form",
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(carries_rules=True), name="policy_of_rules_once"
            ),
            models.CheckConstraint(
                condition=Q(audience__in=["public", "staff"]), name="policy_audience_valid"
            ),
            models.CheckConstraint(
                condition=Q(review_months__isnull=True) | Q(review_months__range=(1, 120)),
                name="policy_review_months_valid",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:manage", args=[self.council.slug, self.slug])

    def version_on(self, day: "date") -> "Version | None":
        """The version in force on a day (London); None before the first and after withdrawal."""
        if self.withdrawn_on and day >= self.withdrawn_on:
            return None
        return self.versions.in_force(day).first()


class Scope(models.Model):
    """What a policy is for people of one category: it binds, it guides, or it leaves them out.

    A category without a row is one of which the policy says nothing.
    """

    class Binds(models.TextChoices):
        BINDING = "binding", "It binds them"
        GUIDANCE = "guidance", "It is guidance for them"
        EXCLUDED = "excluded", "It leaves them out"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="policy_scopes", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="scopes")
    category = models.CharField(max_length=20, choices=Membership.Category)
    binds = models.CharField(max_length=10, choices=Binds)
    #: The clause that says so; empty where the policy has none.
    clause = models.CharField(max_length=20, blank=True)
    #: Since when (London) the council has it so here: whom it binds is asked from then.
    since = models.DateField(default=today)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "category"], name="policy_scope_once"),
            models.CheckConstraint(
                condition=Q(binds__in=["binding", "guidance", "excluded"]),
                name="policy_scope_valid",
            ),
        ]
        indexes = [models.Index(fields=["council", "binds"], name="policy_scope_of_council")]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_category_display()}"


class DutyToRead(models.Model):
    """A duty whose holders read the policy; it may rest until they have.

    Never for those whom the policy leaves out.
    """

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="duties_to_read", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="duties")
    duty = models.CharField(max_length=30, choices=Duty)
    #: Since when (London) the council wants that: nobody's duty rests for what was not asked.
    since = models.DateField(default=today)

    class Meta:
        verbose_name_plural = "duties to read"
        constraints = [models.UniqueConstraint(fields=["policy", "duty"], name="policy_duty_once")]
        indexes = [models.Index(fields=["council"], name="policy_duty_of_council")]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_duty_display()}"


class Part(models.Model):
    """Who is responsible, accountable, consulted or informed (FTC-10-a)."""

    class Kind(models.TextChoices):
        RESPONSIBLE = "responsible", "Responsible"
        ACCOUNTABLE = "accountable", "Accountable"
        CONSULTED = "consulted", "Consulted"
        INFORMED = "informed", "Informed"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="policy_parts", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=12, choices=Kind)
    #: In the council's words: "Councillors and committee members".
    who = models.CharField(max_length=120)
    #: Whom that is among the council's people; empty where it is somebody else.
    category = models.CharField(max_length=20, choices=Membership.Category, blank=True)
    office = models.ForeignKey(
        "accounts.Office", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "kind", "who", "category"], name="part_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["responsible", "accountable", "consulted", "informed"]),
                name="part_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.who}"


class RelatedPolicy(models.Model):
    """What is read together with a policy: another of ours, or a document elsewhere."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="related")
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500, blank=True)
    other = models.ForeignKey(Policy, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "related policies"
        constraints = [
            models.UniqueConstraint("policy", Lower("title"), name="related_policy_once")
        ]

    def __str__(self) -> str:
        return self.title


class LegalReference(models.Model):
    """A law or guidance that a policy rests on, and what took its place (DTC-leg-a, FTC-C-1)."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="laws")
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)
    #: In force no longer, since the other took its place.
    replaced_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaces"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("policy", Lower("title"), name="legal_reference_once"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | ~Q(replaced_by=models.F("id")),
                name="legal_reference_not_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title
