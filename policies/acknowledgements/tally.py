"""How many people must read each policy, and how many of them have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby

from accounts.councils.models import Council
from councilsm.duties import Duty
from policies.acknowledgements.asked_sql import ASKED, ask
from policies.acknowledgements.holding import NOTHING, Held, held_in
from policies.acknowledgements.questions import present
from policies.acknowledgements.unread import unread
from policies.documents.models import Scope

#: People of one sort: their category, and the duties that they hold in their own right.
Sort = tuple[str, frozenset[Duty]]


@dataclass(frozen=True)
class Text:
    """A version in force whose words are here: whom it binds or leaves out, and who reads it.

    Args:
        version: its id, `policy` that of its policy.
        binds: by category, what the policy is for it (`Scope.Binds`).
        duties: for which it must be read.
    """

    version: int
    policy: int
    slug: str
    title: str
    label: str
    binds: dict[str, str] = field(default_factory=dict)
    duties: set[str] = field(default_factory=set)

    def asks(self, category: str, duties: Iterable[Duty]) -> bool:
        """Whether somebody of a category, with these duties, must read it."""
        binds = self.binds.get(category)
        if binds in (Scope.Binds.BINDING, Scope.Binds.EXCLUDED):
            return binds == Scope.Binds.BINDING
        return not self.duties.isdisjoint(duties)


@dataclass(frozen=True)
class Tally:
    """How many people must read a version, how many have not, and for how many that is late."""

    text: Text
    asked: int
    missing: int
    late: int

    @property
    def read(self) -> int:
        """How many of those who must have read it."""
        return self.asked - self.missing

    @property
    def label(self) -> str:
        """The state as words for a tag."""
        if not self.asked:
            return "Nobody is asked"
        if not self.missing:
            return "Read by all"
        return f"{self.late} late" if self.late else f"{self.missing} to read"

    @property
    def colour(self) -> str:
        if not self.asked:
            return "grey"
        if not self.missing:
            return "green"
        return "red" if self.late else "yellow"


def tallies(council: Council, day: date) -> list[Tally]:
    """Every version in force whose words are here, by title; four queries at most."""
    found = texts(council, day)
    if not found:
        return []
    book, for_duties = council.rulebook, any(text.duties for text in found)
    everybody = held_in([council.pk], day) if for_duties else {}
    held = everybody.get(council.pk, {})

    @cache
    def duties(has: Held, can_sign_in: bool) -> frozenset[Duty]:
        return frozenset(has.duties(book, can_sign_in=can_sign_in)) if for_duties else frozenset()

    people = present(council, day).values_list("pk", "category", "can_sign_in")
    sorts = Counter[Sort](
        (category, duties(held.get(pk, NOTHING), can_sign_in))
        for pk, category, can_sign_in in people
    )
    missing, late = Counter[int](), Counter[int]()
    for one in unread([council.pk], day, books={council.pk: book}, held=everybody):
        missing[one.version_id] += 1
        late[one.version_id] += one.due_on < day
    return [
        Tally(
            text,
            sum(number for sort, number in sorts.items() if text.asks(*sort)),
            missing[text.version],
            late[text.version],
        )
        for text in found
    ]


def texts(council: Council, day: date) -> list[Text]:
    """What there is to read on a day, by title; one query."""
    found = []
    for (pk, policy, slug, title, label), rows in groupby(
        ask(ASKED, [council.pk], day), key=lambda row: row[:5]
    ):
        text = Text(pk, policy, slug, title, label)
        for *_, category, binds, duty in rows:
            if duty:
                text.duties.add(duty)
            elif category:
                text.binds[category] = binds
        found.append(text)
    return found
