"""What is due on a day and who should hear of it: told by the features above, never stored.

A feature's `due.py` registers functions under `@tells_deadlines`. Each answers for many councils in
ONE query, because the clock (`accounts/clock`) asks them all for ten thousand councils; it decides
who hears of what, when and how, and writes a `Reminder` so that nobody hears it twice.

How to write one::

    @tells_deadlines
    def ending(councils: Collection[int], day: date) -> Iterator[Deadline]:
        '''Access that ends soon.'''
        soon = AccessGrant.objects.filter(
            council__in=councils, ends_on__range=(day, day + HORIZON)
        ).values_list("pk", "council", "council__slug", "ends_on", "account__name")
        for pk, council, slug, ends_on, name in soon:
            yield Deadline(
                council_id=council,
                key=f"grant.ends:{pk}",
                due_on=ends_on,
                text=f"Access ends: {name}",
                subject=f"Access ends on {when_in_words(ends_on)}: {name}",
                url=reverse("grants:detail", args=[slug, pk]),
                duty=Duty.GRANT_ACCESS,
            )

- A thing is told as long as the query finds it, late ones too: what is dealt with stays away.
- One query whatever the number of councils: no `.council.rulebook` of a row, no question a row.
- Where one line stands for many things, make one key for them and count them in the query.
- `text` and `subject` name things, never people: mail is read over shoulders and forwarded.
- Whoever comes next in order may be a councillor who sees no drafts: `to_next` is for them.
- Do not tell what an action or another task mails already.
- A reminder is told again when its due day moves. So where nobody set a day, take one that stays:
  the day it was asked plus a stated time, never `day` itself.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from councilsm.duties import Duty

#: Nobody is reminded earlier than this, so what is due later than `day + HORIZON` need not be told;
#: but for what has `days_before` of its own.
HORIZON = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One thing that somebody should do by a day. Who: exactly one of duty, office and person.

    Args:
        council_id: whose council.
        key: what it is, the same on every day: "grant.ends:17". At most 80 characters.
        due_on: the last day on which it is in time (London).
        text: a line of the digest, without the day: "Access ends: Facebook main page".
        subject: of the mail where it goes alone: "Access ends on Friday: Facebook main page".
        url: the page where it is dealt with, without the host.
        duty: whoever holds this duty today, those who act for them too.
        rule: only holders named by this one rule of the duty's, such as "authorise_share".
        apart_from: id of a person who may not deal with it, such as the author of a draft.
        apart_too: ids of others who may not, such as all who share the office of whom it is about.
        office_id: whoever holds this office today, those who act for them too.
        person_id: this person, as long as they belong to the council.
        now: goes at once and at any hour, in a mail of its own, once a threshold is reached; what
            midnight has brought, at 7am.
        at_night: as `now`, and not even what midnight has brought waits until 7am.
        to_next: what whoever comes next in order reads in place of text and subject, with a link
            to Home: where they may not see the thing itself, as a draft or a departure, or it is
            written to one person.
        days_before: so many days ahead people hear of it, the largest first, in place of what the
            council's rules say; on the day and each week that it is late they hear as of all else.
        only_them: nobody comes next, where a line of its own says how many were late.
        discreet: neither the trail nor, to whom it is `apart_from`, the list of messages that were
            not sent tells of it.
    """

    council_id: int
    key: str
    due_on: date
    text: str
    subject: str
    url: str
    duty: Duty | None = None
    rule: str = ""
    apart_from: int | None = None
    apart_too: Collection[int] = ()
    office_id: int | None = None
    person_id: int | None = None
    now: bool = False
    at_night: bool = False
    to_next: str = ""
    discreet: bool = False
    only_them: bool = False
    days_before: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if [self.duty, self.office_id, self.person_id].count(None) != 2:
            raise ValueError("Say who should hear of it: one duty, one office or one person.")
        if (self.rule or self.person_id) and not (self.to_next or self.only_them):
            raise ValueError("Say what the next office reads, which may not see the thing itself.")

    def spares(self, person_id: int) -> bool:
        """Whether somebody may not deal with it, and so hears nothing of it."""
        return person_id == self.apart_from or person_id in self.apart_too

    def days_left(self, day: date) -> int:
        """How many days are left, 0 on the day itself; below 0 it is late."""
        return (self.due_on - day).days


def on_day(due_on: date, day: date) -> str:
    """When something is, as a subject has it: "today", "on Friday", "on Friday 4 December"."""
    left = (due_on - day).days
    if left in (0, 1):
        return "tomorrow" if left else "today"
    if 1 < left < 7:
        return f"on {due_on:%A}"
    year = "" if due_on.year == day.year else f" {due_on.year}"
    return f"on {due_on:%A} {due_on.day} {due_on:%B}{year}"


Provider = Callable[[Collection[int], date], Iterable[Deadline]]

#: All of them, and those among them that may tell of what goes at once.
PROVIDERS: list[Provider] = []
URGENT: list[Provider] = []


def tells_deadlines(function: Provider) -> Provider:
    """Registers a function that says what is due in some councils (ids) as of a day (London)."""
    PROVIDERS.append(function)
    return function


def tells_urgent_deadlines(function: Provider) -> Provider:
    """As `tells_deadlines`, for one whose deadlines are `now`: it is asked every ten minutes.

    The others are asked once a day, in the council's morning.
    """
    URGENT.append(function)
    return tells_deadlines(function)
