"""Who there is to decide a draft; and where there is nobody, who would have to be named."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import AUTHORITY, Kind
from accounts.councils.wording import either, holders
from accounts.people.authorisers import authorisers
from accounts.people.models import Person
from accounts.people.models.cover import order_of_cover
from moderation.drafts.alone import may_be_alone
from moderation.drafts.authority import holders_of, kind_in_words, needs_second_person, unset


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
    """Everybody who may decide such a draft today.

    Nobody decides their own draft as a stand-in for another office.
    """
    named = holders_of(council, kind)
    able = authorisers(council, named, council.rulebook)
    if needs_second_person(council, kind):
        return able.exclude(pk=author_id)
    if order_of_cover(council.rulebook):
        in_own_right = Person.objects.holding(council, named, cover=False)
        return able.filter(~Q(pk=author_id) | Q(pk__in=in_own_right.values("pk")))
    return able


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
    officer = "somebody" if may_be_alone(council) else "an officer"
    return Nobody(
        f"Nobody can decide this {what} today. It takes {officer} who is {who}{other}, and "
        "there is none. It waits until somebody is named.",
        book.source_of(AUTHORITY[kind]),
    )
