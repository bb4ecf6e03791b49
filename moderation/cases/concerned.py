"""Whom something concerns that is about the proper officer, whoever that was at the time."""

from django.db.models import Exists, OuterRef, Q

from accounts.councils.models import Council
from accounts.dates import in_force, today
from accounts.people.models import Appointment, Membership, Person


def about_clerk(membership: Membership, *, at: str) -> Q:
    """That a row is about the proper officer, and this person was that when it was reported.

    By the dates of the appointment alone: one who is suspended meanwhile was it too, and so was
    each of several who share the office.

    Args:
        at: the column that says when it was reported.
    """
    held = Appointment.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef(f"{at}__date")),
        starts_on__lte=OuterRef(f"{at}__date"),
        membership__person=membership.person_id,
        council=membership.council,
        office__key=membership.council.rulebook.proper_officer,
    )
    return Q(about_clerk=True) & Q(Exists(held))


def clerks_of(council: Council) -> list[Person]:
    """All who hold the proper officer's office today, suspended or not; none who act for them."""
    held = Appointment.objects.filter(
        in_force(today()), council=council, office__key=council.rulebook.proper_officer
    )
    return list(Person.objects.filter(pk__in=held.values("membership__person")).order_by("pk"))
