"""What the registers show about a step: who took over, and who still knows a shared password."""

from datetime import timedelta

from django.db.models import QuerySet

from accounts.dates import LONDON, in_force, today
from accounts.grants.models import AccessGrant
from accounts.leavers.models import Departure, DepartureTask
from accounts.people.models import Appointment
from accounts.people.models.cover import next_in_order, order_of_cover
from accounts.register.models import WayIn
from councilsm.forms import when_in_words

Kind = DepartureTask.Kind


def taken_over(task: DepartureTask) -> str:
    """Who, by the registers, takes over an office or a seat, in a sentence; empty for nobody."""
    if task.kind == Kind.OFFICE and task.appointment is not None:
        return _in_office(task, task.appointment)
    if task.kind == Kind.TEAM and task.seat is not None:
        return _on_the_team(task)
    return ""


def _in_office(task: DepartureTask, left: Appointment) -> str:
    """Somebody else is appointed, or acts by the order of cover, on the day after."""
    council, departure = task.council, task.departure
    day = max(departure.last_day + timedelta(days=1), today())
    held = council.appointments.in_force(day).filter(in_force(day, "membership__"))
    held = held.filter(membership__closes_at=None).exclude(membership=departure.membership_id)
    holders = {row.office.key: row for row in held.select_related("office", "membership__person")}
    key = left.office.key
    if key in holders:
        row = holders[key]
        return f"{row.membership.goes_by} is {row.office} from {when_in_words(row.starts_on)}."
    acting = next_in_order(order_of_cover(council.rulebook), key, holders.keys())
    return f"By the order of cover the {holders[acting].office} acts." if acting else ""


def _on_the_team(task: DepartureTask) -> str:
    """Somebody joined the team since; in a change of job, the seat has its last day."""
    departure, seat = task.departure, task.seat
    assert seat is not None
    if departure.kind in Departure.STAYS:
        if seat.ends_on is None:
            return ""
        return f"Their seat has its last day: {when_in_words(seat.ends_on)}."
    since = departure.recorded_at.astimezone(LONDON).date()
    others = task.council.team_members.exclude(membership=departure.membership_id)
    new = others.filter(starts_on__gte=since).select_related("membership__person").first()
    return f"{new.membership.goes_by} is on the team since." if new else ""


def is_known_to_them(task: DepartureTask) -> bool:
    """Whether a step is about a shared login whose password whoever leaves still knows."""
    grant, way_in = task.grant, task.way_in
    if grant is None or way_in is None or grant.level != "shared":
        return False
    changed = way_in.password_changed_on
    return changed is None or changed < task.departure.knows_until


def shared_access(departure: Departure, way_in: WayIn) -> "QuerySet[AccessGrant]":
    """What whoever leaves has by knowing the password of a way in, and nobody took off yet."""
    rows: QuerySet[AccessGrant] = departure.membership.access_grants.filter(
        way_in=way_in, level="shared", removed_on=None, continued_as=None
    )
    return rows.exclude(status__in=("requested", "refused"))


def names_them(way_in: WayIn, departure: Departure) -> bool:
    """Whether the register names whoever leaves as the one by whom a way in is recovered.

    Of a change of Mayor or Chair it does not matter whom: somebody looks at each.
    """
    membership = departure.membership
    email = (membership.person.email or "").casefold()
    held_by = way_in.recovery_phone_held_by.casefold()
    names = {membership.goes_by.casefold(), membership.person.name.casefold()}
    own_mail = bool(email) and way_in.recovery_email.casefold() == email
    return own_mail or any(name in held_by for name in names)
