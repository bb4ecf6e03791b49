"""Who hears of something due: whoever is to do it today; late, or where nobody is, the next."""

from collections.abc import Collection
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from accounts.councils.models import Council
from accounts.councils.rulebook import DUTY_RULES, FOR_NOBODY, Holders, Rulebook, holding
from accounts.people.authorisers import authorisers
from accounts.people.models import Person
from accounts.people.models.cover import order_of_cover
from councilsm.duties import Duty
from councilsm.inbox.deadlines import Deadline

#: A duty with the rule that narrows it, an office or a person, as `Deadline` names them.
Who = tuple[Duty | None, str, int | None, int | None]


class Hearers:
    """The people of one council who can be written to; each answer is asked of the database once.

    Args:
        day: whose offices and cover count.
    """

    def __init__(self, council: Council, book: Rulebook, day: date) -> None:
        self.council, self.book, self.day = council, book, day
        self._known: dict[Who, list[Person]] = {}
        self._in_office: dict[str, list[Person]] = {}

    def of(self, deadline: Deadline) -> list[Person]:
        """Whoever is to deal with it today, also those who act for them."""
        who = _who(deadline)
        if who not in self._known:
            self._known[who] = self._ask(deadline)
        return [one for one in self._known[who] if not deadline.spares(one.pk)]

    def all_away(self, people: Collection[Person]) -> bool:
        """Whether each of some people is recorded as away today."""
        return all(one.pk in self._away for one in people)

    def next_to(self, deadline: Deadline) -> list[Person]:
        """Whoever comes next in the council's order of cover, else the proper officer, else
        whoever can let somebody in if the clerk is gone; the first of these in whose office
        somebody is.
        """
        offices = self._offices_of(deadline)
        order = order_of_cover(self.book)
        last = max((order.index(key) for key in offices if key in order), default=None)
        after = order[last + 1 :] if last is not None else ()
        caretaker = self.book.rules.caretaker.value
        for key in (*after, self.book.proper_officer, *([caretaker] if caretaker else [])):
            if key in offices:
                continue
            if found := [one for one in self._holding(key) if not deadline.spares(one.pk)]:
                return found
        return []

    def _ask(self, deadline: Deadline) -> list[Person]:
        if deadline.person_id is not None:
            one = self._people.get(deadline.person_id)
            return [one] if one else []
        if deadline.office_id is not None:
            key = self._office_keys.get(deadline.office_id)
            return self._holding(key) if key else []
        assert deadline.duty is not None  # Deadline sees to it
        held = held_by(self.book, deadline.duty, deadline.rule)
        if held is None:
            return []
        if deadline.duty == Duty.AUTHORISE_POSTS:
            return _reachable(authorisers(self.council, held, self.book))
        return _reachable(Person.objects.holding(self.council, held, on=self.day))

    def _offices_of(self, deadline: Deadline) -> set[str]:
        """The offices that are to deal with it by themselves; for a person, those they hold."""
        if deadline.person_id is not None:
            return self._held.get(deadline.person_id, set())
        if deadline.office_id is not None:
            return {self._office_keys.get(deadline.office_id, "")}
        assert deadline.duty is not None
        held = held_by(self.book, deadline.duty, deadline.rule)
        return set(held.offices) if held else set()

    @cached_property
    def _office_keys(self) -> dict[int, str]:
        return dict(self.council.offices.values_list("pk", "key"))

    @cached_property
    def _people(self) -> dict[int, Person]:
        return {one.pk: one for one in _reachable(Person.objects.at(self.council))}

    @cached_property
    def _held(self) -> dict[int, set[str]]:
        """The offices that each person holds."""
        found: dict[int, set[str]] = {}
        rows = self.council.appointments.in_force(self.day)
        for person, key in rows.values_list("membership__person", "office__key"):
            found.setdefault(person, set()).add(key)
        return found

    @cached_property
    def _away(self) -> set[int]:
        rows = self.council.absences.in_force(self.day)
        return set(rows.values_list("membership__person", flat=True))

    def _holding(self, key: str) -> list[Person]:
        if key not in self._in_office:
            holders = Holders(offices=(key,))
            found = Person.objects.holding(self.council, holders, on=self.day)
            self._in_office[key] = _reachable(found)
        return self._in_office[key]


def held_by(book: Rulebook, duty: Duty, rule: str = "") -> Holders | None:
    """Everybody to whom the rules give a duty, in one; None where that is nobody.

    Args:
        rule: only this one of the duty's rules.
    """
    offices, team = dict[str, None](), False
    for name in (rule,) if rule else DUTY_RULES[duty]:
        value = getattr(book.rules, name).value
        if value is not None:
            keys, with_team = holding(value)
        else:
            keys, with_team = () if name in FOR_NOBODY else (book.proper_officer,), False
        offices |= dict.fromkeys(keys)
        team = team or with_team
    return Holders(offices=tuple(offices), team=team) if offices or team else None


def _who(deadline: Deadline) -> Who:
    return deadline.duty, deadline.rule, deadline.office_id, deadline.person_id


def _reachable(people: QuerySet[Person]) -> list[Person]:
    """Those with an e-mail address; the others see it on Home."""
    return [person for person in people.only("email") if person.email]
