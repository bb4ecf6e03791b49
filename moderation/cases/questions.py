"""Who may read a restricted case: asked here, by every page that shows anything of one."""

from django.db.models import Q

from accounts.dates import today
from accounts.people.models import Appointment, Membership
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


def keepers_apart(case: Case) -> list[Membership]:
    """Who keeps a hijacked account by its offices and may not read its case, apart from whom it
    concerns: securing the account is their work. One query, and few for each of them.
    """
    account = case.account
    if case.kind != Case.Kind.HIJACK or case.closed_at or account is None:
        return []
    offices = [pk for pk in (account.owner_id, account.second_owner_id) if pk]
    held = Appointment.objects.filter(office__in=offices).there(today())
    rows = case.council.memberships.in_force(today()).select_related("person", "council")
    found = rows.filter(pk__in=held.values("membership")).by_name()
    apart = []
    for row in found:
        member = row.person.membership_at(case.council)
        if member is None or member.person_id == case.about_id:
            continue
        if not visible_to(member).filter(pk=case.pk).exists():
            apart.append(member)
    return apart


def cases_of(membership: Membership) -> CaseQuerySet:
    return Case.objects.filter(council=membership.council)
