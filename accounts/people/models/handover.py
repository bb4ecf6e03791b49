"""The last who could administer, after their end: handover screens until a successor is there."""

from typing import TYPE_CHECKING

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Q
from django.utils import timezone

from accounts.dates import today
from accounts.people.models.membership import Membership
from councilsm.duties import Duty

if TYPE_CHECKING:
    from accounts.people.models.person import Person


def handovers_of(person: "Person", *, slug: str | None = None) -> list[Membership]:
    """A person's memberships that have ended and of which the handover is still theirs.

    They carry no office and the one duty of managing people. One query where there is none, as
    for nearly everybody; it is asked only where the gate found no membership in force.

    Args:
        slug: of the one council that is asked about; None for all.
    """
    over = Q(closes_at__lte=timezone.now()) | Q(ends_on__lt=today())
    rows = person.memberships.filter(over, hands_over=True, can_sign_in=True).joined()
    if slug is not None:
        rows = rows.filter(council__slug=slug)
    rows = rows.select_related("council").order_by("council__name", "-pk")
    found: dict[int, Membership] = {}
    for membership in rows:
        membership.person = person
        if membership.council_id not in found:
            found[membership.council_id] = _standing(membership)
    return list(found.values())


def _standing(membership: Membership) -> Membership:
    """The membership with what the gate and the actions ask of one."""
    person = membership.person
    membership.duties = {Duty.MANAGE_PEOPLE: ""}
    membership.offices, membership.covering, membership.lapsed = {}, {}, {}
    membership.wanting, membership.resting, membership.rests_by = {}, {}, {}
    membership.kept = frozenset()
    membership.on_team = membership.is_away = False
    membership.has_others = bool(person.memberships_today())
    membership.has_second_factor = is_mfa_enabled(person)
    membership.in_handover = True
    return membership
