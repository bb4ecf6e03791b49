"""Who a restricted case goes to: by the council's rule for its kind, and never whom it concerns."""

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders, Rulebook
from accounts.dates import today
from accounts.people.in_turn import first_held, next_in_turn, own_holders
from accounts.people.models import Appointment, Membership, Office, Person
from moderation.cases.concerned import clerks_of
from moderation.cases.models import Case


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

    The proper officer also sees a kind for which everybody named is gone or suspended, since it
    would lie unread. One query, for a proper officer whose rules name others.
    """
    book, held = membership.council.rulebook, membership.offices.keys()
    acting = {kind: set(offices_acting(book, kind)) for kind in Case.Kind.values}
    seen = {kind for kind, offices in acting.items() if offices & held}
    if book.proper_officer not in held or len(seen) == len(acting):
        return seen
    there = Appointment.objects.filter(council=membership.council).there(today())
    staffed = set(there.values_list("office__key", flat=True))
    return seen | {kind for kind, offices in acting.items() if not offices & staffed}


def goes_to_instead(
    council: Council, kind: str, about: Person | None, *, about_clerk: bool = False
) -> Office | None:
    """The office a case goes to where nobody named for its kind could take it.

    That is where the office is vacant, or whom the case concerns is its only holder. One about the
    proper officer goes to nobody who shares that office.

    Returns:
        None where somebody named can take it, or nobody of the council is left: the Monitoring
        Officer then.
    """
    book, but = council.rulebook, about.pk if about else None
    apart = {book.proper_officer} if about_clerk else set()
    named = set(offices_acting(book, kind)) - apart
    if named and own_holders(council, named, but=but).exists():
        return None
    turn = (key for key in next_in_turn(book) if key not in apart)
    return first_held(council, turn, but=but)


def left_to(membership: Membership) -> list[int]:
    """The ids of cases that concern somebody and are with nobody any more, where this is the next.

    The office that such a case went to may have fallen vacant since. One query, and where there
    are such cases two more for each kind and person; once for a membership, as its offices are.
    """
    known: list[int] | None = membership.__dict__.get("_cases_left")
    if known is None:
        known = membership.__dict__["_cases_left"] = _left_to(membership)
    return known


def _left_to(membership: Membership) -> list[int]:
    council, held = membership.council, membership.offices
    book = council.rulebook
    if not held.keys() & set(next_in_turn(book)):
        return []
    rows = Case.objects.filter(council=council, about__isnull=False)
    found: list[int] = []
    nexts: dict[tuple[str, int, str, bool], str] = {}
    columns = ("pk", "kind", "about", "goes_to__key", "about_clerk")
    for pk, kind, about, office, about_clerk in rows.values_list(*columns):
        asked = (kind, about, office or "", about_clerk)
        if asked not in nexts:
            nexts[asked] = _next_for(council, *asked)
        if nexts[asked] in held:
            found.append(pk)
    return found


def _next_for(council: Council, kind: str, about: int, office: str, about_clerk: bool) -> str:
    """The key of the office whose a case is that nobody else may take; "" where somebody may."""
    book = council.rulebook
    apart = {book.proper_officer} if about_clerk else set()
    keys = {*offices_acting(book, kind), *([office] if office else [])} - apart
    if own_holders(council, keys, but=about).exists():
        return ""
    turn = (key for key in next_in_turn(book) if key not in apart)
    instead = first_held(council, turn, but=about)
    return instead.key if instead else ""


def told_at_once(case: Case, *, but: Person) -> QuerySet[Person]:
    """Who hears of a case: whoever may act on it today, apart from whom it concerns."""
    offices = offices_acting(case.council.rulebook, case.kind)
    if case.goes_to:
        offices = (*offices, case.goes_to.key)
    here = Person.objects.holding(case.council, Holders(offices=offices))
    apart = [but.pk, case.about_id or 0]
    if case.about_clerk:
        apart += [clerk.pk for clerk in clerks_of(case.council)]
    return here.exclude(pk__in=apart).order_by("name")


def offices_left(case: Case) -> list[str]:
    """The titles of the offices with which a case is, apart from whom it concerns."""
    council, but = case.council, case.about_id
    book = council.rulebook
    apart = {book.proper_officer} if case.about_clerk else set()
    keys = (case.goes_to.key,) if case.goes_to else offices_acting(book, case.kind)
    left = [
        key for key in keys if key not in apart and own_holders(council, (key,), but=but).exists()
    ]
    turn = (key for key in next_in_turn(book) if key not in apart)
    if not left and but and (instead := first_held(council, turn, but=but)):
        left = [instead.key]
    return [council.rulebook.title(key) for key in left]
