"""Who a restricted case goes to: by the council's rule for its kind, and never whom it concerns."""

from collections.abc import Iterator

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders, Rulebook
from accounts.dates import today
from accounts.people.models import Appointment, Membership, Office, Person
from accounts.people.models.cover import order_of_cover
from moderation.cases.models import Case

#: Offices that stand apart from the clerk's, where the order of cover leaves nobody.
APART = ("chair", "mayor", "leader")


def rule_of(kind: str) -> str:
    """The name of the rule that says who may see cases of a kind."""
    return "safeguarding" if kind == Case.Kind.SAFEGUARDING else "restricted_cases"


def offices_for(book: Rulebook, kind: str) -> tuple[str, ...]:
    """The keys of the offices that a rule names for a kind; () where none does."""
    if kind == Case.Kind.SAFEGUARDING:
        contact = book.rules.safeguarding.value
        return (contact,) if contact else ()
    named = book.rules.restricted_cases.value
    found: tuple[str, ...] = getattr(named, kind) if named else ()
    return found


def offices_acting(book: Rulebook, kind: str) -> tuple[str, ...]:
    """The same; the proper officer while no rule names an office."""
    return offices_for(book, kind) or (book.proper_officer,)


def source_of(book: Rulebook, kind: str) -> str:
    """Where it is said who may see cases of a kind, in words; "rule not set" where nowhere."""
    return book.source_of(rule_of(kind)) if offices_for(book, kind) else "rule not set"


def kinds_seen(membership: Membership) -> set[str]:
    """The kinds of case that somebody's offices may see today, those they act for among them.

    The proper officer also sees a kind for which everybody named is gone. One query, for a proper
    officer whose rules name others.
    """
    book, held = membership.council.rulebook, membership.offices.keys()
    acting = {kind: set(offices_acting(book, kind)) for kind in Case.Kind.values}
    seen = {kind for kind, offices in acting.items() if offices & held}
    if book.proper_officer not in held or len(seen) == len(acting):
        return seen
    there = Appointment.objects.filter(council=membership.council).there(today())
    staffed = set(there.values_list("office__key", flat=True))
    return seen | {kind for kind, offices in acting.items() if not offices & staffed}


def goes_to_instead(council: Council, kind: str, about: Person | None) -> Office | None:
    """The office a case goes to where nobody named for its kind could take it.

    That is where the office is vacant, or whom the case concerns is its only holder. Who merely
    acts for somebody does not count: they may be back tomorrow.

    Returns:
        None where somebody named can take it, or nobody of the council is left: the Monitoring
        Officer then.
    """
    book = council.rulebook
    if own_holders(council, offices_acting(book, kind), about).exists():
        return None
    for key in next_in_turn(book):
        if own_holders(council, (key,), about).exists():
            return Office.objects.filter(council=council, key=key).first()
    return None


def next_in_turn(book: Rulebook) -> Iterator[str]:
    """The proper officer, those who cover, a deputy, the Chair, the caretaker; keys of offices."""
    yield book.proper_officer
    yield from order_of_cover(book)
    yield from (office.key for office in book.offices if "deputy" in office.key)
    yield from (key for key in APART if any(office.key == key for office in book.offices))
    if book.rules.caretaker.value:
        yield book.rules.caretaker.value


def own_holders(
    council: Council, offices: tuple[str, ...], about: Person | None
) -> QuerySet[Person]:
    """Who holds one of these offices in their own right, apart from whom a case concerns."""
    here = Person.objects.holding(council, Holders(offices=offices), cover=False)
    return here.exclude(pk=about.pk) if about else here


def told_at_once(case: Case, *, but: Person) -> QuerySet[Person]:
    """Who hears of a case: whoever may act on it today, apart from whom it concerns."""
    offices = offices_acting(case.council.rulebook, case.kind)
    if case.goes_to:
        offices = (*offices, case.goes_to.key)
    here = Person.objects.holding(case.council, Holders(offices=offices))
    return here.exclude(pk__in=[but.pk, case.about_id or 0]).order_by("name")


def offices_left(case: Case) -> list[str]:
    """The titles of the offices with which a case is, apart from whom it concerns."""
    council = case.council
    if case.goes_to:
        return [case.goes_to.title]
    keys = offices_acting(council.rulebook, case.kind)
    left = [key for key in keys if own_holders(council, (key,), case.about).exists()]
    return [council.rulebook.title(key) for key in left]
