"""Who is told of a new version: by mail, or from a list on paper (FTC-10-c)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.dates import in_force, moment_of
from accounts.people.models import Membership
from policies.documents.models import Part, Policy, Scope


@dataclass(frozen=True)
class Informed:
    """Somebody of the council's who is told of a version."""

    membership: Membership

    @property
    def by_mail(self) -> bool:
        """Whether mail reaches them: who cannot sign in here is told on paper."""
        person = self.membership.person
        return self.membership.can_sign_in and bool(person.email) and person.is_active


def informed_by(policy: Policy, day: date) -> list[Informed]:
    """The council's people of a day (London) whom a policy binds, or says are informed; by name.

    Nobody whom it leaves out, nor who is kept out of the council's pages. Two queries beside the
    policy's own lists.
    """
    binds = dict(policy.scopes.values_list("category", "binds"))
    out = [category for category, what in binds.items() if what == Scope.Binds.EXCLUDED]
    bound = [category for category, what in binds.items() if what == Scope.Binds.BINDING]
    parts = list(policy.parts.filter(kind=Part.Kind.INFORMED).values_list("category", "office"))
    named = {category for category, _ in parts if category}
    holders = Q(
        in_force(day, "appointments__"),
        appointments__office__in=[office for _, office in parts if office],
    )
    here = policy.council.memberships.in_force(day).exclude(closes_at__lte=moment_of(day))
    people = here.exclude(category__in=out)
    chosen = people.filter(Q(category__in=[*bound, *named]) | holders).values("pk")
    rows = Membership.objects.filter(pk__in=chosen).select_related("person").by_name()
    return [Informed(one) for one in rows]


def others_informed(policy: Policy) -> list[str]:
    """In the council's words, who else is told and is none of its people here."""
    rows = policy.parts.filter(kind=Part.Kind.INFORMED, category="", office__isnull=True)
    return list(rows.order_by("pk").values_list("who", flat=True))
