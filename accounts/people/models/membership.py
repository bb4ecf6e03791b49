from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from accounts.dates import in_force, period_constraint
from accounts.people.models.invitation import Invitation
from councilsm.duties import Duty


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, day: date) -> "MembershipQuerySet":
        return self.filter(in_force(day))

    def joined(self) -> "MembershipQuerySet":
        """Those who accepted their invitation, or never needed one.

        Until then a membership opens nothing: an address typed wrongly lets nobody in.
        """
        sent = Invitation.objects.filter(membership=OuterRef("pk"))
        return self.filter(~Exists(sent) | Exists(sent.filter(accepted_at__isnull=False)))

    def by_name(self) -> "MembershipQuerySet":
        """With the person's name as `name`, to sort and turn pages by."""
        return self.annotate(name=models.F("person__name")).order_by("name", "pk")


class Membership(models.Model):
    """That a person belongs to a council, as what, and from when to when."""

    class Category(models.TextChoices):
        EMPLOYEE = "employee", "Employee"
        CASUAL = "casual", "Casual worker"
        TEMPORARY = "temporary", "Temporary worker"
        CONTRACTOR = "contractor", "Contractor"
        AGENCY = "agency", "Agency worker"
        PROVIDER = "provider", "Third-party provider"
        VOLUNTEER = "volunteer", "Volunteer"
        INTERN = "intern", "Intern"
        PLACEMENT = "placement", "Work placement"
        COUNCILLOR = "councillor", "Councillor"
        CO_OPTED = "co_opted", "Co-opted member"

    class SignIn(models.TextChoices):
        """Whether somebody can sign in for this council, and if not, where it stands."""

        YES = "yes", "Joined"
        NONE = "none", "No sign-in"
        INVITED = "invited", "Invited"
        EXPIRED = "expired", "Invitation expired"
        WITHDRAWN = "withdrawn", "Invitation withdrawn"
        NOT_INVITED = "not_invited", "Not invited"
        DEACTIVATED = "deactivated", "Deactivated"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="memberships"
    )
    category = models.CharField(max_length=20, choices=Category)
    line_manager = models.ForeignKey(
        "Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="manages",
    )
    can_sign_in = models.BooleanField(default=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            period_constraint("membership_period_valid"),
            models.UniqueConstraint(
                fields=["council", "person"],
                condition=Q(ends_on__isnull=True),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    category__in=[
                        "employee",
                        "casual",
                        "temporary",
                        "contractor",
                        "agency",
                        "provider",
                        "volunteer",
                        "intern",
                        "placement",
                        "councillor",
                        "co_opted",
                    ]
                ),
                name="membership_category_valid",
            ),
        ]

    # What `standing_of` adds.
    duties: dict[Duty, str]
    offices: dict[str, int]
    on_team: bool
    has_second_factor: bool
    has_others: bool  # open memberships of other councils

    def __str__(self) -> str:
        return f"{self.person} at {self.council}"

    def get_absolute_url(self) -> str:
        return reverse("people:detail", args=[self.council.slug, self.pk])

    @property
    def is_councillor(self) -> bool:
        """Elected or co-opted: never lets a post out alone (LGA 1972 s.101)."""
        return self.category in {self.Category.COUNCILLOR, self.Category.CO_OPTED}

    @property
    def invitation(self) -> Invitation | None:
        """The latest invitation."""
        return max(self.invitations.all(), key=lambda sent: sent.pk, default=None)

    @property
    def sign_in(self) -> SignIn:
        """Where this person's sign-in for this council stands."""
        latest = self.invitation
        if not self.can_sign_in:
            return self.SignIn.NONE
        if not self.person.is_active:
            return self.SignIn.DEACTIVATED
        if any(sent.accepted_at for sent in self.invitations.all()):
            return self.SignIn.YES
        if latest is None:
            known = self.person.has_usable_password()
            return self.SignIn.YES if known else self.SignIn.NOT_INVITED
        if latest.withdrawn_at:
            return self.SignIn.WITHDRAWN
        return self.SignIn.EXPIRED if latest.has_expired else self.SignIn.INVITED

    def allows(self, duty: Duty) -> bool:
        """Whether this membership carries a duty today."""
        return duty in self.duties

    def office_for(self, duty: Duty) -> int | None:
        """The id of the office through which a duty is held; None when through the team."""
        return self.offices.get(self.duties.get(duty, ""))

    @property
    def titles(self) -> list[str]:
        """The council's own titles of the offices held today."""
        return [self.council.rulebook.title(key) for key in self.offices]
