"""The record of one person: duties and why, offices, and what every feature knows of them."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import DUTY_RULES
from accounts.dates import today
from accounts.people.models import Appointment, Membership
from accounts.people.person_page import duties
from accounts.people.sections import Subject, sections_of
from councilsm.duties import Duty

#: Whoever holds one of these may read anybody's record; everybody may read their own.
READERS = (Duty.MANAGE_PEOPLE, Duty.KEEP_REGISTER, Duty.GRANT_ACCESS, Duty.READ_TRAIL)


def may_read(viewer: Membership, membership: Membership) -> bool:
    """Whether somebody may read a record."""
    return viewer.pk == membership.pk or any(viewer.allows(duty) for duty in READERS)


def recorded(council: Council) -> QuerySet[Membership]:
    """The people of a council with what their records read."""
    offices = Prefetch("appointments", Appointment.objects.select_related("office"))
    people = council.memberships.select_related("person", "line_manager")
    return people.prefetch_related(offices, "team_seats")


def record_context(membership: Membership, council: Council) -> dict[str, Any]:
    """The page's variables.

    Args:
        membership: with person, appointments and team seats.
    """
    day = today()
    standing = membership.person.membership_at(council)
    held = standing.duties if standing and standing.pk == membership.pk else {}
    seats = list(membership.team_seats.all())
    sections = sections_of(
        Subject(
            council=council,
            membership=membership,
            day=day,
            duties=frozenset(held),
            has_seat=bool(standing and standing.pk == membership.pk and standing.on_team),
            is_seated=any(seat.ends_on is None or seat.ends_on >= day for seat in seats),
        )
    )
    sources = {duty.label: source(council, duty) for duty in Duty}
    return {
        "person": membership.person,
        "theirs": membership,
        "here": membership.ends_on is None or membership.ends_on >= day,
        "duties": [(label, through, sources[label]) for label, through in duties(membership)],
        "appointments": sorted(membership.appointments.all(), key=lambda one: one.starts_on)[::-1],
        "seats": seats,
        "sections": sections,
        "missing": [line for section in sections for line in section.lines if line.missing],
        "day": day,
    }


def source(council: Council, duty: Duty) -> str:
    """The clauses or minutes that give a duty to somebody; empty where no rule says it."""
    book = council.rulebook
    names = [name for name in DUTY_RULES.get(duty, ()) if getattr(book.rules, name).is_set]
    return ", ".join(dict.fromkeys(book.source_of(name).partition(": ")[0] for name in names))
