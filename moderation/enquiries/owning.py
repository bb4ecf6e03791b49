"""Whose an enquiry is: by its topic, else the proper officer's."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.people.models import Membership, Office, Person
from accounts.people.models.membership import MembershipQuerySet
from councilsm.duties import Duty
from councilsm.refusals import RuleBroken
from moderation.enquiries.models import Enquiry, Topic


def owner_by(council: Council, kind: str, topic: Topic | None) -> dict[str, Any]:
    """The `office` or `owner` of a new enquiry.

    A safeguarding concern goes to the office that the rules name for it. A lead councillor who has
    left the council owns nothing more.
    """
    book = council.rulebook
    if kind == Enquiry.Kind.SAFEGUARDING:
        return {"office": _office(council, book.rules.safeguarding.value or book.proper_officer)}
    if topic and topic.office:
        return {"office": topic.office}
    if topic and topic.lead_id:
        lead = council.memberships.filter(in_force(today()), pk=topic.lead_id).first()
        if lead and not lead.is_closed:
            return {"owner": lead}
    return {"office": _office(council, book.proper_officer)}


def _office(council: Council, key: str) -> Office:
    found: Office = council.offices.get(key=key)
    return found


def who_signs_in(council: Council) -> MembershipQuerySet:
    """Whom something can be given to by name: not who is suspended or never signs in."""
    here = council.memberships.in_force(today()).filter(can_sign_in=True)
    open_now = here.filter(Q(closes_at__isnull=True) | Q(closes_at__gt=timezone.now()))
    found: MembershipQuerySet = open_now.select_related("person").order_by("person__name")
    return found


def may_handle(enquiry: Enquiry, membership: Membership) -> bool:
    """Whether a member may do something about it: its owner, or whoever logs moderation."""
    return (
        membership.allows(Duty.LOG_MODERATION)
        or enquiry.office_id in membership.offices.values()
        or enquiry.owner_id == membership.pk
    )


def may_reply(enquiry: Enquiry, membership: Membership) -> bool:
    """Whether a member may reply, or draft a reply: whoever handles it, and whoever raised it."""
    return may_handle(enquiry, membership) or enquiry.raised_by_id == membership.person_id


def require_handler(
    enquiry: Enquiry,
    actor: Person,
    may: Callable[[Enquiry, Membership], bool] = may_handle,
) -> Membership:
    """Asserts that somebody may do something about an enquiry.

    Raises:
        RuleBroken: it is not theirs.
    """
    membership = actor.require_membership_at(enquiry.council)
    if not may(enquiry, membership):
        raise RuleBroken(f"{enquiry.reference} belongs to {enquiry.owned}, so you cannot do this.")
    return membership


def office_of(enquiry: Enquiry, membership: Membership) -> int | None:
    """The office through which a member acts about an enquiry; None for none."""
    if enquiry.office_id in membership.offices.values():
        return enquiry.office_id
    return membership.office_for(Duty.LOG_MODERATION)
