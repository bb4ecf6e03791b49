from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from accounts.dates import today
from accounts.people.models.handover import handovers_of
from accounts.people.models.standing import people_at, people_holding, standing_of
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken

if TYPE_CHECKING:
    from accounts.councils.models import Council
    from accounts.councils.rulebook import Holders
    from accounts.people.models.membership import Membership, MembershipQuerySet


class PersonManager(BaseUserManager["Person"]):
    def holding(
        self,
        council: "Council",
        holders: "Holders | None",
        *,
        on: date | None = None,
        cover: bool = True,
    ) -> "models.QuerySet[Person]":
        """The people who hold one of some offices today, or sit on the team where it counts.

        Args:
            holders: as a rule gives them; None (the rule is not set) means the proper officer.
            on: another day than today (London).
            cover: also who acts for one of them while its holder is away or it is vacant.
        """
        holding = people_holding(council, holders, on or today(), cover=cover)
        return self.filter(pk__in=holding, is_active=True)

    def at(self, council: "Council") -> "models.QuerySet[Person]":
        """The people who belong to a council today and can sign in there."""
        return self.filter(pk__in=people_at(council, today()), is_active=True)

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
        return next(iter(self._open_memberships(slug)), None)

    def over_at(self, council: str) -> "Membership | None":
        """The last membership of a council, by its slug, that has ended or is closed for a time.

        For somebody who has none in force there, so that they read why a page is gone.
        """
        over: MembershipQuerySet = self.memberships.over()
        return over.filter(council__slug=council).first()

    def handover_at(self, council: str) -> "Membership | None":
        """What is left to the last who could administer a council after their end, by its slug.

        None for nearly everybody, and once a successor has signed in. It opens nothing until
        `act_in_handover` was called.
        """
        return next(iter(handovers_of(self, slug=council)), None)

    def handovers_today(self) -> "list[Membership]":
        """The councils to which they no longer belong and whose handover is theirs, by name."""
        here = {membership.council_id for membership in self.memberships_today()}
        return [one for one in handovers_of(self) if one.council_id not in here]

    def act_in_handover(self, membership: "Membership") -> None:
        """Lets this object, which lasts as long as the request, act by a handover.

        The gate calls it for the handover screens alone, and actions find the membership as they
        find any other.
        """
        self._known[membership.council.slug] = [membership]

    def require_membership_at(self, council: "Council") -> "Membership":
        """This person's membership today, for an action that nobody else may do.

        Raises:
            RuleBroken: there is none (any more).
        """
        membership = self.membership_at(council)
        if membership is None:
            raise RuleBroken("You do not belong to this council today.")
        return membership

    def require_duty_at(self, council: "Council", *duties: Duty) -> "Membership":
        """This person's membership today, for an action that takes one of these duties.

        Args:
            duties: any one of them will do; a refusal names them all.

        Raises:
            RuleBroken: they hold none of them today, or do not belong to the council (any more).
        """
        membership = self.require_membership_at(council)
        if not any(map(membership.allows, duties)):
            named = " or ".join(f"“{duty.label}”" for duty in duties)
            sources = dict.fromkeys(map(council.rulebook.source_of_duty, duties))
            raise RuleBroken(
                f"This needs the duty {named}, which you do not hold today.",
                source="; ".join(filter(None, sources)),
            )
        return membership

    def office_for(self, council: "Council", *duties: Duty) -> int | None:
        """The id of the office in which this person acts, by the first of `duties` that gives one.

        Returns:
            None where they act through the team, or hold none of these duties.

        Raises:
            RuleBroken: they do not belong to the council today.
        """
        offices = map(self.require_membership_at(council).office_for, duties)
        return next((office for office in offices if office), None)

    def memberships_today(self) -> "list[Membership]":
        """All memberships in force today, with their duties, by the council's name."""
        return self._open_memberships(None)

    def _open_memberships(self, slug: str | None) -> "list[Membership]":
        if slug not in self._known:
            self._known[slug] = standing_of(self, today(), slug=slug)
        return self._known[slug]

    @cached_property
    def _known(self) -> "dict[str | None, list[Membership]]":
        """Memberships that were asked for, by the council's slug; under None those of all."""
        return {}

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop("_known", None)
