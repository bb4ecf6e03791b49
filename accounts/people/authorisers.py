"""Who can let out each kind of post, by the council's rules and who is in office."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Holders, Kind, Rulebook
from accounts.councils.wording import KINDS, either, holders
from accounts.dates import today
from accounts.people.models import Membership, Person
from councilsm.duties import Duty

COUNCILLORS = (Membership.Category.COUNCILLOR, Membership.Category.CO_OPTED)


@dataclass(frozen=True)
class Unable:
    """Kinds of post whose rule names offices in which nobody can decide today.

    Args:
        sentence: what cannot be authorised, and who it takes.
        rule: the first of the rules that say so, as its address has it.
    """

    sentence: str
    rule: str


def councillors_may(book: Rulebook) -> bool:
    """Whether the rules say that a councillor may authorise a post; silence says no (s.101)."""
    return book.rules.councillors_may_authorise.value is True


def authorisers(council: Council, named: Holders | None, book: Rulebook) -> "QuerySet[Person]":
    """Everybody who may authorise today what a rule names these holders for.

    No councillor alone (Local Government Act 1972 s.101), unless the rules say that one may.
    """
    able = Person.objects.holding(council, named)
    if councillors_may(book):
        return able
    sitting = council.memberships.in_force(today()).filter(category__in=COUNCILLORS)
    return able.exclude(pk__in=sitting.values_list("person_id", flat=True))


def nobody_able(council: Council, book: Rulebook, viewer: Membership | None = None) -> list[Unable]:
    """The kinds of post that nobody can authorise although a rule says who does.

    Asks the database once for each different answer that the rules give, and not where the viewer
    is one who can.

    Args:
        book: the rules to judge by: today's, or those that are to come.
    """
    alike: dict[Holders, list[Kind]] = {}
    for kind, name in AUTHORITY.items():
        named = getattr(book.rules, name).value
        if named is not None:
            alike.setdefault(named, []).append(kind)
    found = []
    for named, kinds in alike.items():
        if viewer and _is_one(viewer, named, book):
            continue
        if not authorisers(council, named, book).exists():
            what = either([KINDS[kind].lower() for kind in kinds])
            officer = "somebody" if councillors_may(book) else "an officer"
            who = either(holders(book, named))
            sentence = f"Nobody can authorise {what}. It takes {officer} who is {who}."
            found.append(Unable(sentence, AUTHORITY[kinds[0]].replace("_", "-")))
    return found


def _is_one(viewer: Membership, named: Holders, book: Rulebook) -> bool:
    if not may_authorise(viewer) or (viewer.is_councillor and not councillors_may(book)):
        return False
    return bool(set(named.offices) & set(viewer.offices)) or (named.team and viewer.on_team)


def may_authorise(viewer: Membership) -> bool:
    """Whether somebody can decide about drafts at all: they hold the duty and the law lets them."""
    if not viewer.allows(Duty.AUTHORISE_POSTS):
        return False
    return not viewer.is_councillor or councillors_may(viewer.council.rulebook)
