"""Whom somebody consults before they decide, where the rule says "after consulting the Chair"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.councils.models import Council
from accounts.councils.rulebook import Holders
from accounts.dates import today
from accounts.people.models import Office, Person
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken

#: Characters in what somebody said when they were asked.
SAID = 500


@dataclass(frozen=True)
class ToConsult:
    """An office that is asked first, and who holds it today besides the one who decides."""

    office: Office
    people: list[Person]


@dataclass(frozen=True)
class Consulted:
    """Who was asked, when, and what they said. Without a person nobody else holds the office."""

    office: Office
    person: Person | None = None
    on: date | None = None
    said: str = ""

    @property
    def in_words(self) -> str:
        """For the trail: "Chair, vacant", or who said what and when."""
        if self.person is None or self.on is None:
            return f"{self.office}: nobody else held it, so nobody was consulted"
        return f"{self.office}: {self.person} consulted on {when_in_words(self.on)}: {self.said}"


def to_consult(council: Council, holders: Holders | None, actor: Person) -> list[ToConsult]:
    """The offices that a rule has consulted, in its order; nothing is asked where it has none.

    Nobody consults themselves: who decides is never among the people.
    """
    if holders is None or not holders.consulting:
        return []
    offices = {o.key: o for o in council.offices.filter(key__in=holders.consulting)}
    return [
        ToConsult(
            offices[key],
            list(
                Person.objects.holding(council, Holders(offices=(key,)))
                .exclude(pk=actor.pk)
                .order_by("name", "pk")
            ),
        )
        for key in holders.consulting
        if key in offices
    ]


def require_consulted(
    wanted: Sequence[ToConsult], given: Iterable[Consulted], *, source: str
) -> list[Consulted]:
    """Asserts that each office was consulted, or that nobody else holds it.

    Args:
        source: of the rule that asks for it.

    Returns:
        One for each office, also those that nobody else holds.

    Raises:
        RuleBroken: one was not, by somebody who does not hold it, in the future or without words.
    """
    by_office = {one.office.pk: one for one in given}
    found = []
    for asked in wanted:
        one = by_office.get(asked.office.pk)
        if not asked.people:
            found.append(Consulted(asked.office))
            continue
        if one is None or one.person not in asked.people or one.on is None or not one.said.strip():
            raise RuleBroken(
                f"Say whom you consulted as {asked.office}, when, and what they said.",
                source=source,
            )
        if one.on > today():
            raise RuleBroken(f"The day you consulted the {asked.office} is in the future.")
        found.append(one)
    return found
