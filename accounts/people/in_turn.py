"""To which office something goes that the proper officer may not deal with, or cannot."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders, Rulebook
from accounts.people.models import Office, Person
from accounts.people.models.cover import order_of_cover

#: Offices that stand apart from the clerk's, where the order of cover leaves nobody.
APART = ("chair", "mayor", "leader")


def next_in_turn(book: Rulebook, line_manager: Office | None = None) -> Iterator[str]:
    """The proper officer, a line manager, those who cover, a deputy, the Chair, the caretaker.

    Returns:
        Keys of offices, some of which nobody may hold.
    """
    yield book.proper_officer
    if line_manager:
        yield line_manager.key
    yield from order_of_cover(book)
    yield from (office.key for office in book.offices if "deputy" in office.key)
    yield from (key for key in APART if any(office.key == key for office in book.offices))
    if book.rules.caretaker.value:
        yield book.rules.caretaker.value


def own_holders(
    council: Council, offices: Iterable[str], *, but: int | None = None
) -> QuerySet[Person]:
    """Who holds one of these offices today in their own right.

    Who merely acts for somebody does not count: they may be back tomorrow.

    Args:
        but: the id of whom it is about.
    """
    here = Person.objects.holding(council, Holders(offices=tuple(offices)), cover=False)
    return here.exclude(pk=but) if but else here


def first_held(council: Council, keys: Iterable[str], *, but: int | None = None) -> Office | None:
    """The first of these offices that somebody holds in their own right; a query for each."""
    for key in keys:
        if own_holders(council, (key,), but=but).exists():
            return Office.objects.filter(council=council, key=key).first()
    return None
