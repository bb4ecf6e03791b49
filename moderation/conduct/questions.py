"""Who may read a record of conduct, and to which office it goes."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders, Reason
from accounts.dates import today
from accounts.people.in_turn import first_held, next_in_turn
from accounts.people.models import Appointment, Membership, Office, Person
from moderation.conduct.models import Conduct, ConductQuerySet


def visible_to(reader: Membership) -> ConductQuerySet:
    """What somebody may read today: by an office they hold or act for; never about themself.

    What goes to the Monitoring Officer is read by whoever recorded it, who passes it on. What is
    with nobody any more is read by the next in order.
    """
    offices = list(reader.offices.values())
    mine = Q(goes_to__in=offices) | Q(line_manager__in=offices)
    passes_on = Q(goes_to__isnull=True, recorded_by=reader.person_id)
    left = Q(pk__in=left_to(reader))
    rows = Conduct.objects.filter(mine | passes_on | left, council=reader.council)
    return rows.exclude(about=reader.person_id)


def left_to(reader: Membership) -> list[int]:
    """The ids of records that are with nobody any more, where this is the next in order.

    Their office fell vacant, or whoever was to pass them on is gone. A query, and where there
    are such records two more for each; asked of those few alone who hold such an office.
    """
    council = reader.council
    order = tuple(next_in_turn(council.rulebook))
    if not reader.offices.keys() & set(order):
        return []
    held = Appointment.objects.filter(council=council).there(today())
    held = held.exclude(membership__person=OuterRef("about"))
    passing = council.memberships.in_force(today()).filter(person=OuterRef("recorded_by"))
    alone = Conduct.objects.filter(council=council).exclude(
        Exists(held.filter(office=OuterRef("goes_to")))
        | Exists(held.filter(office=OuterRef("line_manager")))
        | Q(goes_to__isnull=True) & Exists(passing.exclude(closes_at__lte=timezone.now()))
    )
    found = []
    for pk, about in alone.values_list("pk", "about"):
        office = first_held(council, order, but=about)
        if office and office.key in reader.offices:
            found.append(pk)
    return found


def office_for(about: Membership) -> Office | None:
    """The proper officer's office; where that is whom it is about, the next that somebody holds.

    Returns:
        None where nobody else of the council could take it: then the Monitoring Officer.
    """
    council = about.council
    order = next_in_turn(council.rulebook, about.line_manager)
    return first_held(council, order, but=about.person_id)


def told_of(conduct: Conduct, *, but: Person) -> QuerySet[Person]:
    """Who hears that something was recorded: whoever may read it by an office today."""
    keys = tuple(office.key for office in (conduct.goes_to, conduct.line_manager) if office)
    if not keys:
        return Person.objects.none()
    here = Person.objects.holding(conduct.council, Holders(offices=keys))
    return here.exclude(pk__in=[but.pk, conduct.about_id]).order_by("name")


def grounds(council: Council) -> list[Reason]:
    """On which grounds an employee's own account may be looked at; [] while no rule says so."""
    return list(council.rulebook.rules.personal_account_grounds.value or ())


def source_of_ground(council: Council, ground: Reason) -> str:
    """Where a ground comes from: its own clause, else what set the rule."""
    book = council.rulebook
    own = book.cited(ground.clause) if ground.clause else []
    return own[0] if own else book.source_of("personal_account_grounds")
