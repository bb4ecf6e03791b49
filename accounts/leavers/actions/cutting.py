"""The last days that a departure sets, and how they were before."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Min, Q

from accounts.grants.models import AccessGrant
from accounts.leavers.models import Departure
from accounts.people.actions import end_appointment
from accounts.people.actions.members import end_held
from accounts.people.models import Appointment, Person, TeamMember
from councilsm.duties import Duty


def cut_short(departure: Departure, actor: Person, duty: Duty) -> None:
    """Ends membership, offices and seats by date, and closes the membership at the moment.

    What they were before goes into `departure.before`; it is not saved.

    Args:
        duty: by which the actor records or moves the departure.

    Raises:
        RuleBroken: as `end_held` and `end_appointment`.
    """
    membership, last = departure.membership, departure.last_day
    departure.before = _as_is(departure)
    if departure.shuts_out:
        moments = [departure.ends_at, _others_moment(departure)]
        membership.closes_at = min(moment for moment in moments if moment)
        membership.save(update_fields=["closes_at"])
    if departure.leaves:
        if membership.ends_on is None or membership.ends_on > last:
            # Nobody may be left who manages people: that is a warning of this departure.
            ended = end_held(membership, last, actor, duty, also_to_come=True)
            membership.ends_on = ended.ends_on
    elif departure.office_id and departure.kind in Departure.STAYS:
        for held in _held(departure).filter(Q(ends_on=None) | Q(ends_on__gt=last)):
            end_appointment(appointment=held, ends_on=last, actor=actor)


def give_back(departure: Departure) -> list[str]:
    """Puts last days back as they were, where nobody has set others since; says which.

    Where another departure of theirs stands, its moment and its last day hold. Once rights have
    ended, `take_back` gives back the rest.
    """
    membership, last, before = departure.membership, departure.last_day, departure.before
    given = []
    membership.closes_at = _others_moment(departure)
    if "membership" in before and membership.ends_on == last:
        membership.ends_on = as_day(before["membership"])
    membership.hands_over = False
    membership.save(update_fields=["closes_at", "ends_on", "hands_over"])
    rows: tuple[tuple[str, Any], ...] = (
        ("appointments", Appointment.objects.filter(membership=membership)),
        ("seats", TeamMember.objects.filter(membership=membership)),
        ("grants", AccessGrant.objects.filter(membership=membership)),
    )
    called_off = Q(ends_on=F("starts_on"), starts_on__gt=last)
    for name, found in rows:
        days = before.get(name, {})
        found = found.filter(Q(ends_on=last) | called_off, pk__in=days)
        for row in found.select_for_update(no_key=True, of=("self",)):
            days_before = [as_day(days[str(row.pk)]), membership.ends_on]
            row.ends_on = min((day for day in days_before if day), default=None)
            row.save(update_fields=["ends_on"])
            given.append(str(row))
    return given


def reopen(departure: Departure) -> None:
    """They are back: from now on another departure of theirs alone keeps them out, if one does."""
    departure.membership.closes_at = _others_moment(departure)
    departure.membership.save(update_fields=["closes_at"])


def _others_moment(departure: Departure) -> datetime | None:
    """The earliest moment at which another departure of theirs keeps them out."""
    others = departure.membership.departures.keeping_out().exclude(pk=departure.pk)
    moment: datetime | None = others.order_by().aggregate(first=Min("ends_at"))["first"]
    return moment


def _as_is(departure: Departure) -> dict[str, Any]:
    """The last days that it is about to cut short, by what they are of."""
    membership, last = departure.membership, departure.last_day
    later = Q(ends_on=None) | Q(ends_on__gt=last)
    before: dict[str, Any] = {}
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


def as_day(written: str | None) -> date | None:
    """A day as `Departure.before` keeps it."""
    return date.fromisoformat(written) if written else None
