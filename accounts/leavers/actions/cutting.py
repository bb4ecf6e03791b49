"""The last days that a departure sets, and how they were before."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from accounts.grants.models import AccessGrant
from accounts.leavers.models import Departure
from accounts.people.actions import end_appointment, end_membership
from accounts.people.models import Appointment, Person, TeamMember


def cut_short(departure: Departure, actor: Person) -> None:
    """Ends membership, offices and seats by date, and closes the membership at the moment.

    What they were before goes into `departure.before`; it is not saved.

    Raises:
        RuleBroken: as `end_membership` and `end_appointment`.
    """
    membership, last = departure.membership, departure.last_day
    departure.before = _as_is(departure)
    if departure.shuts_out:
        moments = [departure.ends_at, membership.closes_at]  # kept out already: it stays so
        membership.closes_at = min(moment for moment in moments if moment)
        membership.save(update_fields=["closes_at"])
    if departure.leaves:
        if membership.ends_on is None or membership.ends_on > last:
            # Nobody may be left who manages people: that is a warning of this departure.
            ended = end_membership(
                membership=membership, ends_on=last, actor=actor, also_the_last=True
            )
            membership.ends_on = ended.ends_on
    elif departure.office_id and departure.kind in Departure.STAYS:
        for held in _held(departure).filter(Q(ends_on=None) | Q(ends_on__gt=last)):
            end_appointment(appointment=held, ends_on=last, actor=actor)


def give_back(departure: Departure) -> list[str]:
    """Puts last days back as they were, where nobody has set others since; says which.

    Call before the moment: afterwards rights have ended.
    """
    membership, last, before = departure.membership, departure.last_day, departure.before
    given = []
    if "closes_at" in before and membership.closes_at == departure.ends_at:
        membership.closes_at = _moment(before["closes_at"])
    if "membership" in before and membership.ends_on == last:
        membership.ends_on = _day(before["membership"])
    membership.hands_over = False
    membership.save(update_fields=["closes_at", "ends_on", "hands_over"])
    rows: tuple[tuple[str, Any], ...] = (
        ("appointments", Appointment.objects.filter(membership=membership)),
        ("seats", TeamMember.objects.filter(membership=membership)),
        ("grants", AccessGrant.objects.filter(membership=membership)),
    )
    for name, found in rows:
        days = before.get(name, {})
        for row in found.filter(pk__in=days, ends_on=last).select_for_update(no_key=True):
            row.ends_on = _day(days[str(row.pk)])
            row.save(update_fields=["ends_on"])
            given.append(str(row))
    return given


def _as_is(departure: Departure) -> dict[str, Any]:
    """The last days that it is about to cut short, by what they are of."""
    membership, last = departure.membership, departure.last_day
    later = Q(ends_on=None) | Q(ends_on__gt=last)
    before: dict[str, Any] = {}
    if departure.shuts_out:
        closes_at = membership.closes_at
        before["closes_at"] = closes_at.isoformat() if closes_at else None
    if departure.leaves:
        before["membership"] = _written(membership.ends_on)
        before["appointments"] = _days(membership.appointments.filter(later))
        before["seats"] = _days(membership.team_seats.filter(later))
        offices = Q()
    else:
        before["appointments"] = _days(_held(departure).filter(later))
        offices = Q(office=departure.office_id)
    if departure.leaves or departure.office_id:
        standing = membership.access_grants.filter(offices, later, basis=AccessGrant.Basis.OFFICE)
        before["grants"] = _days(standing)
    return before


def _held(departure: Departure) -> Any:
    """The holdings of the office that is laid down, where they stay."""
    appointments = departure.membership.appointments
    if not departure.office_id or departure.kind not in Departure.STAYS:
        return appointments.none()
    return appointments.filter(office=departure.office_id, starts_on__lte=departure.last_day)


def _days(rows: Any) -> dict[str, str | None]:
    return {str(pk): _written(day) for pk, day in rows.values_list("pk", "ends_on")}


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None
