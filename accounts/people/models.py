"""A person, and what makes them somebody at a council."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.dates import in_force, period_constraint, today
from councilsm.duties import Duty

if TYPE_CHECKING:
    from accounts.councils.models import Council
    from accounts.councils.rulebook import Holders


class PersonManager(BaseUserManager["Person"]):
    def holding(
        self, council: "Council", holders: "Holders | None"
    ) -> "models.QuerySet[Person]":
        """The people who hold one of some offices today, or sit on the team where it counts.

        Args:
            holders: as a rule gives them; None (the rule is not set) means the proper officer.
        """
        day = today()
        keys = holders.offices if holders else (council.rulebook.proper_officer,)
        held = Appointment.objects.in_force(day).filter(
            council=council, office__key__in=keys
        )
        seats = TeamMember.objects.filter(in_force(day), council=council)
        through = Q(pk__in=held.values("membership_id"))
        if holders and holders.team:
            through |= Q(pk__in=seats.values("membership_id"))
        memberships = Membership.objects.in_force(day).filter(
            through, council=council, can_sign_in=True
        )
        return self.filter(pk__in=memberships.values("person_id"), is_active=True)

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Anyone the registers name. Deactivated, never deleted, so that every event keeps its author.

    Somebody without a sign-in (an agency's webmaster, say) has no usable password and may have no
    e-mail address. Rights come from memberships and offices, never from the person.
    """

    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    #: Raised to end every session and reset link at once.
    session_version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=Lower("email")),
                name="person_email_lower_case",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Asked by the admin's templates only; the admin itself asks duties."""
        return False

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Auth permissions are not used; duties are."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """As Django's, with the session version in it."""
        return salted_hmac(
            "councilsm.Person.session",
            f"{self.password}:{self.session_version}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def membership_at(self, council: "str | Council") -> "Membership | None":
        """This person's membership in force today, with its duties; None if there is none.

        Asked once a request: the gate and the actions it calls share the answer.
        """
        slug = council if isinstance(council, str) else council.slug
        known: dict[str, Membership | None] = self.__dict__.setdefault(
            "_memberships", {}
        )
        if slug not in known:
            found = list(
                Membership.objects.with_standing(self, today()).filter(
                    council__slug=slug
                )
            )
            known[slug] = gather(found)[0] if found else None
        return known[slug]

    def memberships_today(self) -> "list[Membership]":
        """All memberships in force today, with their duties, by the council's name."""
        if "_all_memberships" not in self.__dict__:
            rows = Membership.objects.with_standing(self, today()).order_by(
                "council__name", "pk"
            )
            self.__dict__["_all_memberships"] = gather(list(rows))
        return self.__dict__["_all_memberships"]  # type: ignore[no-any-return]

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_memberships", None)
        self.__dict__.pop("_all_memberships", None)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, day: date) -> "MembershipQuerySet":
        return self.filter(in_force(day))

    def with_standing(self, person: Person, day: date) -> "MembershipQuerySet":
        """A person's memberships in force on a day, one row for each office held (`gather` them).

        One query brings what the gate needs: council, rulebook version, offices, team, second
        factor.
        """
        from allauth.mfa.models import Authenticator

        from accounts.councils.models import RulebookVersion

        newest = RulebookVersion.objects.filter(
            council=models.OuterRef("council")
        ).in_force(day)
        seats = TeamMember.objects.filter(
            in_force(day), membership=models.OuterRef("pk")
        )
        factors = Authenticator.objects.filter(user=models.OuterRef("person"))
        return (
            self.filter(person=person, can_sign_in=True)
            .in_force(day)
            .select_related("council")
            .annotate(
                held=models.FilteredRelation(
                    "appointments", condition=in_force(day, "appointments__")
                ),
                office_id=models.F("held__office_id"),
                office_key=models.F("held__office__key"),
                current_rulebook=models.Subquery(newest.values("pk")[:1]),
                on_team=models.Exists(seats),
                has_second_factor=models.Exists(factors),
            )
        )


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

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships"
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

    # What `gather` adds to a row of `with_standing`.
    duties: dict[Duty, str]
    offices: dict[str, int]
    on_team: bool
    has_second_factor: bool

    def __str__(self) -> str:
        return f"{self.person} at {self.council}"

    @property
    def is_councillor(self) -> bool:
        """Elected or co-opted: never lets a post out alone (LGA 1972 s.101)."""
        return self.category in {self.Category.COUNCILLOR, self.Category.CO_OPTED}

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


def gather(rows: list[Membership]) -> list[Membership]:
    """Joins the rows of `with_standing` into one membership each, with offices and duties."""
    found: dict[int, Membership] = {}
    for row in rows:
        membership = found.setdefault(row.pk, row)
        if membership is row:
            membership.offices = {}
            membership.council.rulebook_id = row.current_rulebook  # type: ignore[attr-defined]
        if row.office_key is not None:  # type: ignore[attr-defined]
            membership.offices[row.office_key] = row.office_id  # type: ignore[attr-defined]
    for membership in found.values():
        membership.duties = membership.council.rulebook.duties_of(
            set(membership.offices), team=membership.on_team
        )
    return list(found.values())


class Office(models.Model):
    """A job or seat. Authority belongs to it, and whoever holds it for a time."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="offices"
    )
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["council", "key"], name="office_key_once_per_council"
            )
        ]
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, day: date) -> "AppointmentQuerySet":
        return self.filter(in_force(day))


class Appointment(models.Model):
    """That a member holds an office from one day to another."""

    class Kind(models.TextChoices):
        SUBSTANTIVE = "substantive", "Substantive"
        ACTING = "acting", "Acting"
        LOCUM = "locum", "Locum"

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="appointments"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="appointments"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.SUBSTANTIVE)
    minute = models.CharField(max_length=60, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            period_constraint("appointment_period_valid"),
            models.UniqueConstraint(
                fields=["council", "office", "membership"],
                condition=Q(ends_on__isnull=True),
                name="appointment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["substantive", "acting", "locum"]),
                name="appointment_kind_valid",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person}, {self.office}"


class TeamMember(models.Model):
    """A seat on the admin team (Flitwick's SMAT), from one day to another."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="team_members"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="team_seats"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            period_constraint("team_member_period_valid"),
            models.UniqueConstraint(
                fields=["council", "membership"],
                condition=Q(ends_on__isnull=True),
                name="team_member_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.person} on the admin team"


class Invitation(models.Model):
    """A one-use link by which somebody joins. Only the SHA-256 of its secret is kept."""

    council = models.ForeignKey(
        "accounts.Council", on_delete=models.PROTECT, related_name="invitations"
    )
    membership = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="invitations"
    )
    secret_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_accepted_or_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return f"Invitation of {self.membership.person}"

    def get_absolute_url(self) -> str:
        return reverse("people:list", args=[self.council.slug])
