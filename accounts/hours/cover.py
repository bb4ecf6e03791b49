"""On which working days nobody is there to approve, to monitor, or to be told of a danger."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from accounts.hours.facts import Facts, Member, within
from accounts.hours.working_days import known_until
from accounts.people.authorisers import councillors_may
from accounts.people.models.cover import next_in_order, order_of_cover
from councilsm.forms import when_in_words

DAY = timedelta(days=1)

#: What can be missing; of who monitors, with the key of the office that does.
APPROVER, SAFEGUARDING, MONITOR = "approver", "safeguarding", "by:"


@dataclass(frozen=True)
class Lack:
    """What is missing on a day; nothing is false.

    Args:
        approver: nobody who approves new posts is there.
        monitors: the accounts that nobody monitors, all of them where `all_accounts`.
        safeguarding: no safeguarding contact is there.
    """

    approver: bool = False
    monitors: tuple[str, ...] = ()
    all_accounts: bool = False
    safeguarding: bool = False

    def __bool__(self) -> bool:
        return self.approver or bool(self.monitors) or self.safeguarding

    @property
    def lines(self) -> list[str]:
        """Each as a line: "Nobody who approves new posts"."""
        found = ["Nobody who approves new posts"] if self.approver else []
        if self.monitors:
            which = "any account" if self.all_accounts else ", ".join(self.monitors)
            found.append(f"Nobody who monitors {which}")
        return [*found, *(["No safeguarding contact"] if self.safeguarding else [])]


@dataclass(frozen=True)
class Gap:
    """Working days in a row that lack the same; weekends and closures between them count along."""

    first: date
    last: date
    lack: Lack

    @property
    def days(self) -> str:
        return days_in_words(self.first, self.last)


@dataclass(frozen=True)
class Stretch:
    """Working days in a row on which anything is missing, whatever it is."""

    first: date
    last: date
    working_days: int = 1


@dataclass(frozen=True)
class Closed:
    """Days in a row on which the office would work but is closed, and why."""

    name: str
    first: date
    last: date

    @property
    def days(self) -> str:
        return days_in_words(self.first, self.last)


@dataclass
class Cover:
    """Who is there at one council, on any of its days."""

    facts: Facts
    _known: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.book = self.facts.book
        self.order = order_of_cover(self.book)
        self.calendar = self.facts.calendar
        self.usual = self.facts.usual
        self.turns = self.facts.turning_points()

    def gaps(self, first: date, last: date) -> list[Gap]:
        """The gaps between two days, those after `known_until()` left out."""
        found: list[Gap] = []
        open_gap = False
        for day in self.working_days(first, last):
            lack = self.lack_on(day)
            if lack and open_gap and found[-1].lack == lack:
                found[-1] = replace(found[-1], last=day)
            elif lack:
                found.append(Gap(day, day, lack))
            open_gap = bool(lack)
        return found

    def stretches(self, first: date, last: date) -> list[Stretch]:
        """As `gaps`, without telling apart what is missing."""
        found: list[Stretch] = []
        goes_on = False
        for day in self.working_days(first, last):
            lacks = bool(self.parts_on(day))
            if lacks and goes_on:
                found[-1] = replace(found[-1], last=day, working_days=found[-1].working_days + 1)
            elif lacks:
                found.append(Stretch(day, day))
            goes_on = lacks
        return found

    def closed(self, first: date, last: date) -> list[Closed]:
        """The bank holidays and closures between two days, where the office would work."""
        found: list[Closed] = []
        for day in _days(first, min(last, known_until())):
            why = self.calendar.why_closed(day)
            if day.weekday() not in self.calendar.days or not why:
                continue
            if found and found[-1].name == why and not self._works_between(found[-1].last, day):
                found[-1] = replace(found[-1], last=day)
            else:
                found.append(Closed(why, day, day))
        return found

    def lack_on(self, day: date) -> Lack:
        """What is missing on a day."""
        parts = self.parts_on(day)
        alone = tuple(name for name, key in self.facts.accounts if f"{MONITOR}{key}" in parts)
        return Lack(
            approver=APPROVER in parts,
            monitors=alone,
            all_accounts=len(alone) == len(self.facts.accounts) and len(alone) > 1,
            safeguarding=SAFEGUARDING in parts,
        )

    def parts_on(self, day: date) -> frozenset[str]:
        """What is missing on a day: `APPROVER`, `SAFEGUARDING`, `MONITOR` with the office's key.

        Between two turning points a Tuesday is like any other.
        """
        alike = (bisect_right(self.turns, day), day.weekday())
        if alike not in self._known:
            self._known[alike] = frozenset(self._work_out(day))
        return self._known[alike]

    def _work_out(self, day: date) -> Iterator[str]:
        rules = self.book.rules
        staffed = {key for one in self._here(day) for key in one.offices if one.holds(key, day)}
        if rules.authorise_new_post.is_set and not self._approver(staffed, day):
            yield APPROVER
        for key in {key for _, key in self.facts.accounts if key}:
            if not self._there(key, staffed, day):
                yield f"{MONITOR}{key}"
        contact = rules.safeguarding.value
        if contact is not None and not self._there(contact, staffed, day):
            yield SAFEGUARDING

    def _approver(self, staffed: set[str], day: date) -> bool:
        """Whether anybody works that day who may authorise a new post, by office or on the team.

        A councillor alone may not (LGA 1972 s.101) unless the rules say so.
        """
        named = self.book.rules.authorise_new_post.value
        assert named is not None
        able = [one for key in named.offices for one in self._there(key, staffed, day)]
        if named.team:
            able += [one for one in self._present(day) if within(one.seats, day)]
        councillors = councillors_may(self.book)
        return any(one.may_sign_in and (councillors or not one.is_councillor) for one in able)

    def _there(self, office: str, staffed: set[str], day: date) -> list[Member]:
        """Who works that day in an office, or in the one that acts for it while it is not staffed.

        Part-time is not away: on the other days of the week nobody acts for them.
        """
        acting = next_in_order(self.order, office, staffed) or office
        return [one for one in self._present(day) if one.holds(acting, day)]

    def _present(self, day: date) -> Iterator[Member]:
        return (one for one in self._here(day) if one.works(day, self.usual))

    def _here(self, day: date) -> Iterator[Member]:
        return (one for one in self.facts.members.values() if one.is_here(day))

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """The office's working days between two days, those after `known_until()` left out."""
        return filter(self.calendar.is_working, _days(first, min(last, known_until())))

    def _works_between(self, first: date, last: date) -> bool:
        return any(self.working_days(first + DAY, last - DAY))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def days_in_words(first: date, last: date) -> str:
    """One day, or from one to another: "Monday 3 August to Friday 28 August 2026"."""
    if first == last:
        return when_in_words(first)
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first:%A} {first.day} {first:%B}{year} to {when_in_words(last)}"
