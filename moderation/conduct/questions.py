"""Who may read a record of conduct, and to which office it goes."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders, Reason, Rulebook
from accounts.people.models import Membership, Office, Person
from accounts.people.models.cover import order_of_cover
from moderation.conduct.models import Conduct, ConductQuerySet

#: Offices that stand apart from the clerk's, where the order of cover leaves nobody.
APART = ("chair", "mayor", "leader")


def visible_to(reader: Membership) -> ConductQuerySet:
    """What somebody may read today: by an office they hold or act for; never about themself.

    What goes to the Monitoring Officer is read by whoever recorded it, who passes it on.
    """
    offices = list(reader.offices.values())
    mine = Q(goes_to__in=offices) | Q(line_manager__in=offices)
    passes_on = Q(goes_to__isnull=True, recorded_by=reader.person_id)
    rows = Conduct.objects.filter(mine | passes_on, council=reader.council)
    return rows.exclude(about=reader.person_id)


def office_for(about: Membership) -> Office | None:
    """The proper officer's office; where that is whom it is about, the next that somebody holds.

    Who merely acts for the clerk does not count: the clerk may be back tomorrow.

    Returns:
        None where nobody else of the council could take it: then the Monitoring Officer.
    """
    council = about.council
    for key in in_turn(council.rulebook, about.line_manager):
        if own_holders(council, key).exclude(pk=about.person_id).exists():
            return Office.objects.filter(council=council, key=key).first()
    return None


def in_turn(book: Rulebook, line_manager: Office | None) -> Iterator[str]:
    """The proper officer, the line manager, those who cover, a deputy, the Chair, the caretaker."""
    yield book.proper_officer
    if line_manager:
        yield line_manager.key
    yield from order_of_cover(book)
    yield from (office.key for office in book.offices if "deputy" in office.key)
    yield from (key for key in APART if any(office.key == key for office in book.offices))
    if book.rules.caretaker.value:
        yield book.rules.caretaker.value


def own_holders(council: Council, key: str) -> QuerySet[Person]:
    """Who holds an office in their own right."""
    return Person.objects.holding(council, Holders(offices=(key,)), cover=False)


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
