"""Who may read a restricted case: asked here, by every page that shows anything of one."""

from django.db.models import Q

from accounts.people.models import Membership
from moderation.cases.concerned import about_clerk
from moderation.cases.handlers import kinds_seen, left_to
from moderation.cases.models import Case
from moderation.cases.models.case import CaseQuerySet


def visible_to(membership: Membership) -> CaseQuerySet:
    """The cases of the council that somebody may read whole, today.

    By an office they act in, or by name; never one that concerns them.
    """
    rows = cases_of(membership).seen_by(
        membership.person_id,
        kinds=kinds_seen(membership),
        offices=membership.offices.values(),
        left=left_to(membership),
    )
    return rows.exclude(about_clerk(membership, at="reported_at"))


def own_cases(membership: Membership) -> CaseQuerySet:
    """The cases in which they are the person affected: they see what they said and the advice."""
    mine = cases_of(membership).filter(affected=membership.person_id)
    return mine.exclude(about=membership.person_id)


def opened_by(membership: Membership) -> CaseQuerySet:
    """Those they opened: whoever may not read one afterwards sees that it was received."""
    mine = cases_of(membership).filter(opened_by=membership.person_id)
    return mine.filter(~Q(about=membership.person_id) | Q(about__isnull=True))


def cases_of(membership: Membership) -> CaseQuerySet:
    return Case.objects.filter(council=membership.council)
