"""What cover is to be arranged: each thing that comes to be missing, by itself.

What is missing every week, as by somebody's hours or a vacant office, is told apart from what is
missing for once, as somebody is away. So nothing that is missing anyhow hides what comes on top.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.councils.wording import DAYS
from accounts.hours.cover import APPROVER, MONITOR, SAFEGUARDING, Cover, days_in_words
from accounts.hours.models import WEEKDAYS
from councilsm.forms import when_in_words

WEEK = timedelta(days=7)
#: More accounts than this are counted, not named.
NAMED = 2


@dataclass(frozen=True)
class Missing:
    """Somebody who is missing from a day on.

    Args:
        part: who, as `Cover.parts_on` has it.
        last: None where it goes on for longer than was looked at.
        weekdays: only on these (0 is Monday); empty for every working day.
    """

    part: str
    first: date
    last: date | None
    weekdays: frozenset[int] = frozenset()

    @property
    def when(self) -> str:
        """The days: "for Monday 3 August to Friday 28 August 2026"."""
        if self.last and (not self.weekdays or self.last - self.first < WEEK):
            return f"for {days_in_words(self.first, self.last)}"
        span = days_in_words(self.first, self.last) if self.last else ""
        span = span or f"from {when_in_words(self.first)} on"
        if not self.weekdays:
            return span
        *most, last = [f"{DAYS[WEEKDAYS[number]]}s" for number in sorted(self.weekdays)]
        days = f"{', '.join(most)} and {last}" if most else last
        return f"for {days}, {span}"

    def who(self, cover: Cover) -> str:
        """What that means: "nobody approves new posts"."""
        if self.part == APPROVER:
            return "nobody approves new posts"
        if self.part == SAFEGUARDING:
            return "no safeguarding contact"
        key = self.part.removeprefix(MONITOR)
        names = [name for name, monitor in cover.facts.accounts if monitor == key]
        which = ", ".join(names) if len(names) <= NAMED else f"{len(names)} accounts"
        return f"nobody monitors {which}"


def missing(cover: Cover, first: date, last: date) -> Iterator[Missing]:
    """Who is missing between two days; what had begun before them seems to begin with the first."""
    days = list(cover.working_days(first, last))
    parts = sorted(frozenset[str]().union(*map(cover.parts_on, days)))
    if not parts:
        return
    usual = Cover(cover.facts.with_nobody_away())
    for part in parts:
        always = [part in usual.parts_on(day) for day in days]
        yield from _weekly(part, days, always)
        yield from _for_once(part, days, always, cover)


def _weekly(part: str, days: list[date], always: list[bool]) -> Iterator[Missing]:
    """What is missing on the same weekdays, those together that begin within a week."""
    begun: list[tuple[date, date | None]] = []
    for weekday in range(7):
        run: list[date] = []
        for day, lacks in zip(days, always, strict=True):
            if day.weekday() != weekday:
                continue
            if lacks:
                run.append(day)
            elif run:
                begun.append((run[0], run[-1]))
                run = []
        if run:
            begun.append((run[0], None))
    begun.sort(key=lambda one: one[0])
    every = {day.weekday() for day in days}
    while begun:
        start = begun[0][0]
        together = [one for one in begun if one[0] - start < WEEK]
        begun = begun[len(together) :]
        lasts = [last for _, last in together if last]
        weekdays = {first.weekday() for first, _ in together}
        yield Missing(
            part,
            start,
            max(lasts) if len(lasts) == len(together) else None,
            frozenset(weekdays if weekdays != every else ()),
        )


def _for_once(part: str, days: list[date], always: list[bool], cover: Cover) -> Iterator[Missing]:
    """What is missing only because somebody is away: days in a row, from the first such day."""
    run: list[date] = []
    for day, is_usual in zip(days, always, strict=True):
        if part not in cover.parts_on(day):
            if run:
                yield Missing(part, run[0], run[-1])
            run = []
        elif not is_usual:
            run.append(day)
    if run:
        yield Missing(part, run[0], None)
