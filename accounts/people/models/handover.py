"""The last who could administer, after their end: handover screens until a successor is there."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from allauth.mfa.utils import is_mfa_enabled
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from accounts.councils.rulebook import holding
from accounts.dates import LONDON, in_force, today
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
        if membership.council_id not in found and not has_successor(membership):
            found[membership.council_id] = _standing(membership)
    return list(found.values())


def has_successor(membership: Membership) -> bool:
    """Whether somebody else can manage people today, has joined, and has signed in since."""
    council, day = membership.council, today()
    rule = council.rulebook.rules.manage_people.value
    holders = type(membership.person).objects.holding(council, rule, on=day)
    others = holders.exclude(pk=membership.person_id).exclude(last_login=None)
    signed_in = dict(others.values_list("pk", "last_login"))
    if not signed_in:
        return False
    offices, team = holding(rule) if rule else ((council.rulebook.proper_officer,), False)
    here = Q(membership__person__in=signed_in)
    since: dict[int, datetime] = {}
    held = council.appointments.filter(here, in_force(day), office__key__in=offices)
    seats = council.team_members.filter(here, in_force(day)) if team else None
    for rows in (held, seats):
        for pk, first in _first_days(rows):
            since[pk] = min(since.get(pk, first), first)
    # Who holds it only by standing in got it when this membership ended.
    end = membership.closes_at or datetime.combine(
        membership.ends_on or day, datetime.max.time(), tzinfo=LONDON
    )
    return any(at and at >= since.get(pk, end) for pk, at in signed_in.items())


def _first_days(rows: "QuerySet[Any] | None") -> list[tuple[int, datetime]]:
    """Since when each person holds one of some rows."""
    if rows is None:
        return []
    first = rows.values("membership__person").annotate(first=Min("starts_on"))
    return [
        (row["membership__person"], datetime.combine(row["first"], datetime.min.time(), LONDON))
        for row in first
    ]


def _standing(membership: Membership) -> Membership:
    """The membership with what the gate and the actions ask of one."""
    person = membership.person
    membership.duties = {Duty.MANAGE_PEOPLE: ""}
    membership.offices, membership.covering, membership.lapsed = {}, {}, {}
    membership.resting, membership.kept = {}, frozenset()
    membership.on_team = membership.is_away = False
    membership.has_others = bool(person.memberships_today())
    membership.has_second_factor = is_mfa_enabled(person)
    membership.in_handover = True
    return membership
