"""Standing approvals whose decider no longer holds the duty.

The office decided, not the person, so they go on; but whoever may decide now looks at them again.
"""

from datetime import date, timedelta

from django.db.models import Q

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.dates import today
from accounts.people.models import Membership, Person
from moderation.drafts.authority import decidable_by, holders_of
from moderation.drafts.models import StandingApproval
from moderation.drafts.models.standing import StandingApprovalQuerySet

#: A share or a correction is about one post, so it cannot be allowed beforehand.
STANDING_KINDS = (Kind.NEW_POST, Kind.REPLY)


def lapsed_in(council: Council) -> StandingApprovalQuerySet:
    """Those of a council that can still be used, or will, and that nobody in office stands for."""
    held = Q()
    for kind in STANDING_KINDS:
        holders = Person.objects.holding(council, holders_of(council, kind))
        held |= Q(kind=kind.value, decider__in=holders)
    found: StandingApprovalQuerySet = council.standing_approvals.filter(
        status=StandingApproval.Status.APPROVED, ends_on__gte=today()
    )
    return found.exclude(held)


def to_look_at_again(membership: Membership) -> StandingApprovalQuerySet:
    """Those of their council that a member may approve again today."""
    return lapsed_in(membership.council).filter(decidable_by(membership))


def has_lapsed(standing: StandingApproval) -> bool:
    """Whether it goes on although its decider no longer holds the duty. Asks nothing of others."""
    if standing.status != StandingApproval.Status.APPROVED:
        return False
    return lapsed_in(standing.council).filter(pk=standing.pk).exists()


def lapsed_since(standing: StandingApproval) -> date | None:
    """The first day on which its decider no longer held the office it was decided in.

    None where no date says so: the rule changed, or they were deactivated.
    """
    council, theirs = standing.council, {"membership__person": standing.decider_id}
    held = (
        council.appointments.filter(office=standing.office_id, **theirs)
        if standing.office_id
        else council.team_members.filter(**theirs)
    )
    ends = held.values_list("ends_on", "membership__ends_on")
    last = max((min(filter(None, dates), default=date.max) for dates in ends), default=date.max)
    return last + timedelta(days=1) if last < today() else None
