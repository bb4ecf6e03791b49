"""Who there is to decide a draft; and where there is nobody, who would have to be named."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.councils.wording import either, holders
from accounts.dates import today
from accounts.people.models import Membership, Person
from moderation.drafts.authority import holders_of, kind_in_words, needs_second_person, unset

COUNCILLORS = (Membership.Category.COUNCILLOR, Membership.Category.CO_OPTED)


@dataclass(frozen=True)
class Nobody:
    """Nobody can decide a draft today.

    Args:
        sentence: why, and who would have to be named.
        rule: the rule that is not set, as its address has it; empty where nobody holds the office.
    """

    sentence: str
    source: str
    rule: str = ""


def able_to_decide(council: Council, kind: Kind, author_id: int) -> "QuerySet[Person]":
    """Everybody who may decide such a draft today; no councillor alone (LGA 1972 s.101)."""
    sitting = council.memberships.in_force(today()).filter(category__in=COUNCILLORS)
    able = Person.objects.holding(council, holders_of(council, kind))
    able = able.exclude(pk__in=sitting.values_list("person_id", flat=True))
    return able.exclude(pk=author_id) if needs_second_person(council, kind) else able


def why_nobody(council: Council, kind: Kind, author_id: int) -> Nobody | None:
    """Why nobody at all could decide such a draft today; None where somebody could.

    Asks the database once, and not at all where no rule says who.
    """
    named = holders_of(council, kind)
    if named is None:
        refusal = unset(council, kind)
        return Nobody(refusal.sentence, refusal.source, AUTHORITY[kind].replace("_", "-"))
    if able_to_decide(council, kind, author_id).exists():
        return None
    book, what = council.rulebook, kind_in_words(kind)
    who = either(holders(book, named))
    other = " and did not write it" if needs_second_person(council, kind) else ""
    return Nobody(
        f"Nobody can decide this {what} today. It takes an officer who is {who}{other}, and "
        "there is none. It waits until somebody is named.",
        book.source_of(AUTHORITY[kind]),
    )
