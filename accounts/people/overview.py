"""A council's offices and people, as the list of people shows them."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import DUTY_RULES, holding
from accounts.dates import in_force, today
from accounts.people.absences import cover_today
from accounts.people.models import Appointment, Membership, Office, TeamMember


@dataclass
class OfficeRow:
    """An office and who holds it today; nobody means vacant."""

    office: Office
    held: list[Appointment] = field(default_factory=list)
    #: Who acts for it today and why; empty where nobody needs to.
    covered: str = ""


def offices(council: Council) -> list[OfficeRow]:
    """Every office of a council by title, with who is there in it today and who acts for it.

    Two queries, three more where a rule says who acts while somebody is away.
    """
    rows = {office.pk: OfficeRow(office) for office in council.offices.all()}
    held = (
        council.appointments.there(today())
        .select_related("membership__person")
        .order_by("membership__person__name")
    )
    for appointment in held:
        rows[appointment.office_id].held.append(appointment)
    for post in cover_today(council):
        rows[post.office.pk].covered = post.sentence
    return list(rows.values())


def vacant(council: Council) -> list[str]:
    """The titles of the offices that duties or questions go to and nobody holds today (a query)."""
    rules = council.rulebook.rules
    asked = set(rules.advice.value or ())
    for name in (name for names in DUTY_RULES.values() for name in names):
        value = getattr(rules, name).value
        asked.update(holding(value)[0] if value else ())
    held = council.appointments.there(today())
    empty = council.offices.filter(key__in=asked).exclude(pk__in=held.values("office"))
    return [str(title) for title in empty.values_list("title", flat=True)]


def people(council: Council, *, left: bool, name: str) -> QuerySet[Membership]:
    """A council's people by name, with what a row shows of them (four queries a page).

    Args:
        left: those who have left, instead of those who are here or still to come.
        name: part of a name; empty for everybody.
    """
    gone = council.memberships.filter(ends_on__lt=today())
    rows = gone if left else council.memberships.exclude(pk__in=gone.values("pk"))
    rows = rows.by_name()
    if name:
        theirs = Q(called__isnull=True, person__name__icontains=name)
        rows = rows.filter(theirs | Q(called__icontains=name))
    held = Appointment.objects.select_related("office").order_by("office__title")
    seats = TeamMember.objects.all()
    if not left:
        held, seats = held.in_force(today()), seats.filter(in_force(today()))
    return rows.select_related("person").prefetch_related(
        "invitations",
        Prefetch("appointments", held, to_attr="held"),
        Prefetch("team_seats", seats, to_attr="seats"),
    )


def last_day_of_managers(council: Council, rows: list[OfficeRow]) -> date | None:
    """The day after which nobody can manage people, if that is known; None if no end is in sight.

    It looks at those who hold an office for it today. Where the rulebook gives the duty to the
    admin team too, it says nothing.
    """
    holders = council.rulebook.rules.manage_people.value
    if holders and holders.team:
        return None
    keys = holders.offices if holders else (council.rulebook.proper_officer,)
    ends = [held.ends_on for row in rows if row.office.key in keys for held in row.held]
    return max(end for end in ends if end) if ends and all(ends) else None
