"""Whom something concerns that is about the proper officer, whoever that was at the time."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.councils.models import Council, rulebooks_of
from accounts.dates import LONDON, in_force, today
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


def clerks_when(reported: Iterable[tuple[int, datetime]]) -> dict[tuple[int, datetime], set[int]]:
    """Who held the proper officer's office when something was reported, as `about_clerk` has it.

    Args:
        reported: ids of councils, and moments.

    Returns:
        The ids of people for each. Three queries; none where nothing is asked.
    """
    found: dict[tuple[int, datetime], set[int]] = {asked: set() for asked in reported}
    if not found:
        return found
    books = rulebooks_of({council for council, _ in found})
    officers = {council: book.proper_officer for council, (_, book) in books.items()}
    rows = Appointment.objects.filter(
        council__in=officers, office__key__in=set(officers.values())
    ).values_list("council", "office__key", "membership__person", "starts_on", "ends_on")
    for council, key, person, starts_on, ends_on in rows:
        for (where, moment), people in found.items():
            day = moment.astimezone(LONDON).date()
            there = starts_on <= day and (ends_on is None or day <= ends_on)
            if where == council and key == officers[council] and there:
                people.add(person)
    return found
