"""The approval queue as one approver sees it: what waits for them, in which order, how many."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q

from accounts.councils.models import Council
from accounts.people.models import Membership, Person
from councilsm.forms import when_in_words
from councilsm.paging import COUNTED
from moderation.drafts.authority import decidable_by
from moderation.drafts.models import Draft
from moderation.drafts.models.draft import DraftQuerySet


@dataclass(frozen=True)
class Row:
    """One line of the queue, as people read it.

    Args:
        slot: when it may go out.
        found: how many checks found something; none: empty.
        age: since when it waits.
        readers: others who have it open.
    """

    draft: Draft
    slot: str
    passed: bool
    urgent: bool
    found: str
    age: str
    readers: str


@dataclass(frozen=True)
class Place:
    """Where a draft stands in somebody's queue.

    Args:
        words: "2 of 6".
        previous: the number of the draft before it; None for the first.
    """

    words: str
    previous: int | None


def waiting_for(membership: Membership) -> DraftQuerySet:
    """The drafts that a member may decide today, soonest first."""
    drafts: DraftQuerySet = membership.council.drafts.waiting()
    return drafts.filter(decidable_by(membership))


def place_of(draft: Draft, membership: Membership) -> Place | None:
    """Where a draft stands among the first hundred; None when it is not among them. One query."""
    numbers = list(waiting_for(membership).values_list("number", flat=True)[:COUNTED])
    if draft.number not in numbers:
        return None
    index = numbers.index(draft.number)
    previous = numbers[index - 1] if index else None
    return Place(f"{index + 1} of {capped(len(numbers))}", previous)


def next_after(draft: Draft | None, membership: Membership) -> Draft | None:
    """The draft to decide after one that was decided or skipped; the first again after the last."""
    mine = waiting_for(membership)
    if draft is None or draft.not_after is None:
        return mine.first()
    return mine.beyond(draft).first() or mine.exclude(pk=draft.pk).first()


def counts(membership: Membership) -> dict[str, str]:
    """How many wait for this member, and how many at all; counted to a hundred.

    One query; a second only where more wait than are counted.
    """
    decidable = ExpressionWrapper(decidable_by(membership) & Q(pk__gt=0), BooleanField())
    waiting = membership.council.drafts.waiting().annotate(decidable=decidable)
    first = list(waiting.values_list("decidable", flat=True)[:COUNTED])
    mine = sum(map(bool, first))
    if len(first) == COUNTED:
        mine = len(waiting_for(membership).values_list("pk", flat=True)[:COUNTED])
    return {"mine": capped(mine), "all": capped(len(first))}


def row_of(draft: Draft, now: datetime, readers: list[str]) -> Row:
    """A draft as a line of the queue. Needs `for_queue`."""
    revision = draft.current
    assert revision is not None and draft.not_after is not None  # draft_waiting_has_revision
    found = len({finding["check"] for finding in revision.findings})
    return Row(
        draft=draft,
        slot=slot_in_words(revision.not_before, draft.not_after),
        passed=draft.not_after <= now,
        urgent=bool(revision.particulars_json.get("urgent")),
        found=str(found) if found else "",
        age=how_long(now - revision.submitted_at),
        readers=are_reviewing(readers),
    )


def unchecked_among(drafts: list[Draft], council: Council) -> set[int]:
    """The ids of those approved without a second check that nobody has looked at yet.

    Asks nothing where the council lets nothing out alone.
    """
    approved = [draft.current_id for draft in drafts if draft.status == Draft.Status.APPROVED]
    if not approved or not council.rulebook.rules.urgent_alone.value:
        return set()
    found = council.decisions.to_look_at().filter(revision__in=approved)
    return set(found.values_list("draft_id", flat=True))


def next_to_go_out(membership: Membership, now: datetime) -> Draft | None:
    """What is approved and goes out soonest, for a clear queue."""
    drafts: DraftQuerySet = membership.council.drafts.going_out(now)
    return drafts.first()


def are_reviewing(names: list[str]) -> str:
    """Who has it open, in words; empty for nobody."""
    if not names:
        return ""
    listed = f"{', '.join(names[:-1])} and {names[-1]} are" if len(names) > 1 else f"{names[0]} is"
    return f"{listed} reviewing"


def slot_in_words(not_before: datetime | None, not_after: datetime) -> str:
    """When it may go out, as short as a table needs it."""
    until = when_in_words(not_after)
    return f"{when_in_words(not_before)}, or by {until}" if not_before else f"By {until}"


def how_long(time: timedelta) -> str:
    """A stretch of time in its largest unit, rounded down: "3 days", "1 hour", "5 minutes"."""
    seconds = int(abs(time.total_seconds()))
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if number := seconds // size:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"


def time_left(not_after: datetime, now: datetime) -> str:
    """How long a post may still go out, or since when no more."""
    if not_after <= now:
        return f"its time passed {how_long(now - not_after)} ago"
    return f"{how_long(not_after - now)} left"


def capped(number: int) -> str:
    """A count that stops at a hundred."""
    return f"{COUNTED - 1}+" if number >= COUNTED else str(number)


def role_of(person: Person, membership: Membership | None) -> str:
    """What somebody is at a council, for the person who reads their draft."""
    if membership is None:
        return "no longer at the council"
    return ", ".join(membership.titles) or membership.get_category_display()
