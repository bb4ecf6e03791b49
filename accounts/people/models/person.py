from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accounts.dates import in_force, today
from accounts.people.models.membership import Membership, gather
from accounts.people.models.office import Appointment, TeamMember

if TYPE_CHECKING:
    from accounts.councils.models import Council
    from accounts.councils.rulebook import Holders


class PersonManager(BaseUserManager["Person"]):
    def holding(
        self, council: "Council", holders: "Holders | None", *, on: date | None = None
    ) -> "models.QuerySet[Person]":
        """The people who hold one of some offices today, or sit on the team where it counts.

        Args:
            holders: as a rule gives them; None (the rule is not set) means the proper officer.
            on: another day than today (London).
        """
        day = on or today()
        keys = holders.offices if holders else (council.rulebook.proper_officer,)
        held = Appointment.objects.in_force(day).filter(council=council, office__key__in=keys)
        seats = TeamMember.objects.filter(in_force(day), council=council)
        through = Q(pk__in=held.values("membership_id"))
        if holders and holders.team:
            through |= Q(pk__in=seats.values("membership_id"))
        memberships = (
            Membership.objects.in_force(day)
            .joined()
            .filter(through, council=council, can_sign_in=True)
        )
        return self.filter(pk__in=memberships.values("person_id"), is_active=True)

    def at(self, council: "Council") -> "models.QuerySet[Person]":
        """The people who belong to a council today and can sign in there."""
        here = Membership.objects.in_force(today()).joined().filter(council=council)
        return self.filter(pk__in=here.filter(can_sign_in=True).values("person_id"), is_active=True)

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
        known: dict[str, Membership | None] = self.__dict__.setdefault("_memberships", {})
        if slug not in known:
            found = list(Membership.objects.with_standing(self, today()).filter(council__slug=slug))
            known[slug] = gather(found)[0] if found else None
        return known[slug]

    def memberships_today(self) -> "list[Membership]":
        """All memberships in force today, with their duties, by the council's name."""
        if "_all_memberships" not in self.__dict__:
            rows = Membership.objects.with_standing(self, today()).order_by("council__name", "pk")
            self.__dict__["_all_memberships"] = gather(list(rows))
        return self.__dict__["_all_memberships"]

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_memberships", None)
        self.__dict__.pop("_all_memberships", None)
