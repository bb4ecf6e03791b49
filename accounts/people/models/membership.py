from datetime import date, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from accounts.dates import in_force, period_constraint, today
from accounts.people.models.invitation import Invitation
from councilsm.duties import Duty


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, day: date) -> "MembershipQuerySet":
        return self.filter(in_force(day))

    def closed(self, moment: datetime) -> "MembershipQuerySet":
        """Those whose rights have ended by a moment, or who are kept out for a time."""
        return self.filter(closes_at__lte=moment)

    def over(self) -> "MembershipQuerySet":
        """Those that let somebody in and no longer do, the newest first."""
        ended = Q(closes_at__lte=timezone.now()) | Q(ends_on__lt=today())
        rows = self.filter(ended, can_sign_in=True).joined()
        return rows.select_related("council").order_by("-ends_on", "-pk")

    def joined(self) -> "MembershipQuerySet":
        """Those who accepted their invitation, or never needed one.

        Until then a membership opens nothing: an address typed wrongly lets nobody in.
        """
        sent = Invitation.objects.filter(membership=OuterRef("pk"))
        return self.filter(~Exists(sent) | Exists(sent.filter(accepted_at__isnull=False)))

    def to_choose(self) -> "MembershipQuerySet":
        """Those who have not left, also who is still to come, for a list to choose from."""
        return self.exclude(ends_on__lt=today()).select_related("person").by_name()

    def by_name(self) -> "MembershipQuerySet":
        """With the name they go by here as `name`, to sort and turn pages by."""
        return self.annotate(name=Coalesce("called", "person__name")).order_by("name", "pk")


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
        KEPT_OUT = "kept_out", "Kept out"
        ENDED = "ended", "Ended"

    #: To whom no invitation goes.
    NOT_INVITED_NOW = frozenset(
        {SignIn.YES, SignIn.DEACTIVATED, SignIn.KEPT_OUT, SignIn.ENDED, SignIn.NONE}
    )

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
    #: For whom somebody works who is not the council's own: an agency, a contractor, a partner
    #: (LLTC-3.1-a); and how they are reached, since many of them have no sign-in.
    organisation = models.CharField(max_length=120, blank=True, default="", db_default="")
    contact = models.CharField(max_length=200, blank=True, default="", db_default="")
    can_sign_in = models.BooleanField(default=True)
    #: The name that was typed for somebody whom other councils know, until they accept.
    called = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001 (none: not asked)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    #: From this moment it opens nothing here, whether or not a worker runs: rights end within the
    #: last day, and somebody suspended still belongs to the council.
    closes_at = models.DateTimeField(null=True, blank=True)
    #: They were the last who could administer: afterwards the handover screens stay open to them
    #: until a successor has signed in.
    hands_over = models.BooleanField(default=False, db_default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        indexes = [
            # In all councils: whose last day has passed.
            models.Index(
                fields=["ends_on"], condition=Q(ends_on__isnull=False), name="membership_that_ends"
            )
        ]
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
    #: Keys of the offices held, and of those they act for, with their ids.
    offices: dict[str, int]
    #: The offices they act for today, each with the key of their own that gives it.
    covering: dict[str, str]
    is_away: bool
    #: What lapsed courses were needed for, with the last day on which they counted.
    lapsed: dict[str, date]
    #: What else duties rest for, by its rule: the duty, and from when the rule's days count.
    wanting: dict[str, dict[str, date]]
    #: Duties that rest, since when and by which rule; and those kept as nobody else has them.
    resting: dict[Duty, date]
    rests_by: dict[Duty, str]
    kept: frozenset[Duty]
    on_team: bool
    has_second_factor: bool
    has_others: bool  # open memberships of other councils
    #: Their rights have ended; only the handover screens are open (`handover.py`).
    in_handover: bool = False

    def __str__(self) -> str:
        return f"{self.goes_by} at {self.council}"

    def get_absolute_url(self) -> str:
        return reverse("people:detail", args=[self.council.slug, self.pk])

    @property
    def goes_by(self) -> str:
        """Their name, as far as this council may know it."""
        return self.called or self.person.name

    @property
    def belongs_as(self) -> str:
        """As what they belong here, and for whom they work: "Agency worker, Bright Ltd"."""
        category = self.get_category_display()
        return f"{category}, {self.organisation}" if self.organisation else category

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
        if self.is_closed:
            over = self.ends_on is not None and self.ends_on <= today()
            return self.SignIn.ENDED if over else self.SignIn.KEPT_OUT
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

    @property
    def lets_in(self) -> bool:
        """Whether they have joined this council and can sign in here today (a query).

        Of anybody else an address is all that is known, and it may be a stranger's: nothing is done
        to their sign-in.
        """
        people = type(self.person).objects.at(self.council)
        return people.filter(pk=self.person_id).exists()

    @property
    def is_closed(self) -> bool:
        """Whether rights here have ended, or somebody is kept out for a time."""
        return self.closes_at is not None and self.closes_at <= timezone.now()

    def allows(self, duty: Duty) -> bool:
        """Whether this membership carries a duty today."""
        return duty in self.duties

    def office_for(self, duty: Duty) -> int | None:
        """The id of the office through which a duty is held; None when through the team."""
        return self.offices.get(self.duties.get(duty, ""))

    def capacity(self, office_id: int | None) -> tuple[int | None, str]:
        """In which office of their own somebody acts by the authority of one, and whom it covers.

        Returns:
            The id of the office held, and the title of the one it stands in for; empty for none.
        """
        book = self.council.rulebook
        for key, own in self.covering.items():
            if self.offices[key] == office_id:
                return self.offices[own], book.title(key)
        return office_id, ""

    def title_of(self, office_key: str) -> str:
        """An office as its holder acts in it: "Deputy Clerk, covering for the Town Clerk"."""
        book = self.council.rulebook
        if office_key not in self.covering:
            return book.title(office_key)
        return f"{book.title(self.covering[office_key])}, covering for the {book.title(office_key)}"

    @property
    def titles(self) -> list[str]:
        """The council's own titles of the offices held today, and of those acted for."""
        doubled = set(self.covering.values())
        return [self.title_of(key) for key in self.offices if key not in doubled]
