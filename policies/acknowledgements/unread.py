"""What is unread, of many people and councils at once: for Home, for pages and for the clock.

The same as `questions.py` says of one person, put so that the database looks only at what nobody
has read; `tests/policies/test_acknowledgements_standing.py` holds one to the other.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse

from accounts.councils.models import rulebooks_of
from accounts.councils.rulebook import Rulebook
from accounts.people.models import Membership
from accounts.people.models.standing import everybody_at
from councilsm.duties import Duty
from policies.acknowledgements.asked_sql import UNREAD, ask, numbers
from policies.acknowledgements.holding import NOTHING, Held, held_in
from policies.acknowledgements.questions import READ_WITHIN
from policies.acknowledgements.resting import NOTHING_RESTS, Resting, kept_among, rest_since
from policies.acknowledgements.standing import first_asked


class Reason(NamedTuple):
    """One reason for which somebody may have to read a version, as the database tells it.

    Days are as in "2026-11-01". The first five say which reason it is, and give the order.

    Args:
        duty: for which; empty where the policy binds them.
        since: from when the council wants it read for this.
    """

    council: int
    member: int
    title: str
    version: int
    duty: str
    person: int
    line_manager: int | None
    can_sign_in: bool
    slug: str
    policy: str
    version_slug: str
    label: str
    starts_on: str
    since: str
    effective_from: str
    words_at: str

    def first(self) -> date:
        """From when they are asked, whatever they hold."""
        days = (self.since, self.starts_on, self.effective_from, day_of(self.words_at))
        return date.fromisoformat(max(days))


#: Where these stand in a row.
DUTY, COUNCIL = Reason._fields.index("duty"), Reason._fields.index("council")


class Unread(NamedTuple):
    """A version that somebody must read and has not.

    Args:
        since: from when they are asked.
        resting: the duties of theirs that rest for it; which are kept is told from `AHEAD` of it.
    """

    membership_id: int
    person_id: int
    line_manager_id: int | None
    can_sign_in: bool
    council_id: int
    council: str
    version_id: int
    version: str
    policy: str
    title: str
    label: str
    since: date
    resting: Resting = NOTHING_RESTS

    @property
    def due_on(self) -> date:
        """The last day on which they are in time."""
        return self.since + READ_WITHIN

    def rests(self, day: date) -> str:
        """What follows if it stays unread, in words, once that is near; else empty."""
        return self.resting.in_words(day) if self.resting.is_near(day) else ""

    def get_absolute_url(self) -> str:
        return _address().format(self.council, self.policy, self.version)


def unread(
    councils: Collection[int],
    day: date,
    *,
    of: Membership | None = None,
    books: dict[int, Rulebook] | None = None,
    held: dict[int, dict[int, Held]] | None = None,
    judged: Callable[[int, date], bool] | None = None,
) -> Iterator[Unread]:
    """What people of some councils (ids) must read on a day and have not, by council and person.

    One query; where policies are to be read for duties one more, and two for rules not given.

    Args:
        of: only of this person, and of whoever has their office as line manager.
        books: the rules of each council, and `held`, what people hold: where the caller has them.
        judged: of whom (a membership's id) whose duty rests from a day, or soon will, it is told
            whether they keep it; of nobody by default. That is one more query for each council
            and such day.
    """
    if not councils:
        return
    only = ""
    if of:
        managed = numbers(of.offices.values())
        team = f" OR member.line_manager_id IN ({managed})" if managed else ""
        only = f"AND (member.id = {of.pk:d}{team})"
    rows = sorted(ask(UNREAD, councils, day, only=only))
    for_duties = {row[COUNCIL] for row in rows if row[DUTY]}
    if for_duties and held is None:
        held = held_in(for_duties, day)
    if for_duties and books is None:
        books = {pk: book for pk, (_, book) in rulebooks_of(for_duties).items()}
    known = books or {}

    @lru_cache(maxsize=16)  # those of one council follow one another
    def everybody(council: int, on: date) -> list[Membership]:
        return everybody_at(council, on, known[council])

    # One after the other: of five hundred councils there may be fifty thousand.
    for _, reasons in groupby(map(Reason._make, rows), key=lambda one: one[:DUTY]):
        yield from merged(list(reasons), held or {}, known, everybody, judged, day)


def merged(
    reasons: list[Reason],
    held: dict[int, dict[int, Held]],
    books: dict[int, Rulebook],
    everybody: Callable[[int, date], list[Membership]],
    judged: Callable[[int, date], bool] | None,
    day: date,
) -> Iterator[Unread]:
    """One person and one version, whatever the reasons; nothing where none of them holds.

    Args:
        held: what the people of each council hold.
        everybody: asks how all of a council stand on a day.
    """
    one = reasons[0]
    asked = [reason.first() for reason in reasons if not reason.duty]
    duties: dict[Duty, date] = {}
    resting = NOTHING_RESTS
    if reasons[-1].duty and (book := books.get(one.council)):  # what binds them comes first
        has = held.get(one.council, {}).get(one.member, NOTHING)
        theirs = has.duties(book, can_sign_in=one.can_sign_in)
        for reason in reasons:
            if reason.duty in theirs:
                duties[Duty(reason.duty)] = max(reason.first(), has.since)
        asked += duties.values()
        resting = Resting(rest_since(book, duties))
        first = resting.first
        if first and judged and resting.is_near(day) and judged(one.member, first):
            people = partial(everybody, one.council)
            kept = kept_among(book, resting.since, one.member, day, people)
            resting = Resting(resting.since, kept)
    if not asked:
        return
    yield Unread(
        one.member,
        one.person,
        one.line_manager,
        bool(one.can_sign_in),
        one.council,
        one.slug,
        one.version,
        one.version_slug,
        one.policy,
        one.title,
        one.label,
        min(asked),
        resting,
    )


def of_everybody(member: int, first: date) -> bool:
    """Of everybody it is told which duties they keep (`judged`)."""
    return True


@lru_cache(maxsize=1000)
def day_of(words_at: str) -> str:
    """The day (London) of a moment, both as the database writes them."""
    return first_asked(date.min, words_at=datetime.fromisoformat(words_at)).isoformat()


@lru_cache(maxsize=1)
def _address() -> str:
    """Of the page on which a version is read, with blanks: there are very many of them."""
    names = ("council", "policy", "version")
    address = reverse("acknowledgements:read", args=names)
    for name in names:
        address = address.replace(f"/{name}/", "/{}/")
    return address
