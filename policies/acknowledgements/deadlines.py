"""What people still have to read, for the clock."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple, Self

from django.urls import reverse

from councilsm.duties import Duty
from councilsm.forms import when_in_words
from councilsm.inbox.deadlines import Deadline, on_day, tells_deadlines
from councilsm.inbox.due import counted
from policies.acknowledgements.resting import AHEAD
from policies.acknowledgements.unread import Unread, unread


@tells_deadlines
def reading(councils: Collection[int], day: date) -> Iterator[Deadline]:
    """What each person still has to read, and for how many others that is late.

    One query; where policies are to be read for duties one more, and two for the rules. Whoever
    has no sign-in is told of on one line, to who keeps policies: they sign on paper. So is who is
    late, and nobody else comes next.
    """
    late: dict[int, list[Unread]] = {}
    on_paper: dict[int, list[Unread]] = {}
    said: dict[tuple[int, date], Words] = {}
    for one in unread(councils, day, judged=lambda _, first: first >= day):
        if not one.can_sign_in:
            on_paper.setdefault(one.council_id, []).append(one)
            continue
        # Most of those who have not read a version were asked on the same day.
        words = said.get((one.version_id, one.since))
        if words is None:
            words = said[one.version_id, one.since] = Words.of(one, day)
        if words.due_on < day:
            late.setdefault(one.council_id, []).append(one)
        yield to_read(one, words)
        if (first := one.resting.first) and day <= first:
            yield rests(one)
    for rows in on_paper.values():
        yield of_others(rows, "reading.paper", "to read a policy on paper")
    for rows in late.values():
        yield of_others(rows, "reading.late", "late in reading a policy")


class Words(NamedTuple):
    """What is told of a version that is to be read by a day."""

    due_on: date
    text: str
    subject: str
    url: str

    @classmethod
    def of(cls, one: Unread, day: date) -> Self:
        due_on = one.due_on
        subject = (
            f"Policy to read {on_day(due_on, day)}: {one.title}"
            if due_on >= day
            else f"Policy you have still to read: {one.title}"
        )
        text = f"Policy to read: {one.title}, {one.label}"
        return cls(due_on, text, subject, one.get_absolute_url())


def to_read(one: Unread, words: Words) -> Deadline:
    """A version that somebody is to read."""
    return Deadline(
        council_id=one.council_id,
        key=f"reading:{one.version_id}:{one.membership_id}",
        due_on=words.due_on,
        text=words.text,
        subject=words.subject,
        url=words.url,
        person_id=one.person_id,
        only_them=True,
    )


def rests(one: Unread) -> Deadline:
    """That a duty of theirs rests unless they read it: seven days before, and on the day.

    Whoever alone has it keeps it, and is told that.
    """
    due_on = one.resting.first
    assert due_on is not None
    first = when_in_words(due_on)
    text = f"A duty of yours rests from {first}, until you have read: {one.title}, {one.label}"
    subject = f"A duty of yours rests from {first}: read {one.title}"
    if one.resting.is_kept:
        text = (
            f"You keep a duty from {first} only because nobody else could do it. "
            f"Read: {one.title}, {one.label}"
        )
        subject = f"You keep a duty only because nobody else could do it: read {one.title}"
    return Deadline(
        council_id=one.council_id,
        key=f"reading.rests:{one.version_id}:{one.membership_id}",
        due_on=due_on,
        text=text,
        subject=subject,
        url=one.get_absolute_url(),
        person_id=one.person_id,
        only_them=True,
        days_before=(AHEAD.days,),
    )


def of_others(rows: list[Unread], key: str, what: str) -> Deadline:
    """How many people of one council have still to read, to whoever keeps its policies."""
    number = len({one.membership_id for one in rows})
    words = f"{counted(number, 'person', 'people')} {what}"
    address = reverse("acknowledgements:all", args=[rows[0].council])
    return Deadline(
        council_id=rows[0].council_id,
        key=key,
        due_on=min(one.due_on for one in rows),
        text=words,
        subject=words,
        url=f"{address}?by=people",
        duty=Duty.MANAGE_RULES,
    )
