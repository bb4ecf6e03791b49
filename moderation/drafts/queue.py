"""The approval queue as one approver sees it: what waits for them, in which order, how many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from accounts.councils.models import Council
from accounts.councils.rulebook import Kind
from accounts.people.models import Membership, Person
from councilsm.forms import when_in_words
from councilsm.paging import COUNTED, capped
from moderation.drafts.authority import decidable_by, decidable_kinds, holders_of
from moderation.drafts.deciders import able_to_decide
from moderation.drafts.models import Draft, StandingApproval, Target
from moderation.drafts.models.decision import DecisionQuerySet
from moderation.drafts.models.draft import DraftQuerySet
from moderation.drafts.models.standing import StandingApprovalQuerySet

#: What must be out within this time is to be decided today.
SOON = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One line of the queue, as people read it.

    Args:
        slot: when it may go out.
        found: how many checks found something; none: empty.
        age: since when it waits.
        readers: others who have it open.
        mine: the member who looks wrote it.
        page: where its title leads: to decide it, or for those who may not to the draft.
    """

    draft: Draft
    page: str
    slot: str
    passed: bool
    mine: bool
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


def standing_waiting_for(membership: Membership) -> StandingApprovalQuerySet:
    """The standing approvals that nobody has decided yet and a member may decide today."""
    asked: StandingApprovalQuerySet = membership.council.standing_approvals.filter(
        decidable_by(membership), status=StandingApproval.Status.WAITING
    )
    return asked


def to_post(council: Council) -> DraftQuerySet:
    """What may be posted today and on one of its accounts is neither out nor scheduled yet.

    That is approved, in time, and in no question.
    """
    return _left_to_post(council).filter(not_after__gt=timezone.now()).unquestioned()


def missed(council: Council) -> DraftQuerySet:
    """Approved drafts whose time passed before they were out or scheduled on all accounts."""
    return _left_to_post(council).filter(not_after__lte=timezone.now())


def scheduled(council: Council) -> DraftQuerySet:
    """Approved drafts that their platforms put out by themselves, with nothing left to post."""
    waits = council.targets.filter(state=Target.State.SCHEDULED).values("revision")
    by_hand = council.targets.filter(state=Target.State.TO_POST).values("revision")
    approved = council.drafts.filter(status=Draft.Status.APPROVED, current__in=waits)
    drafts: DraftQuerySet = approved.exclude(current__in=by_hand)
    return drafts


def _left_to_post(council: Council) -> DraftQuerySet:
    targets = council.targets.filter(state=Target.State.TO_POST)
    drafts: DraftQuerySet = council.drafts.filter(
        pk__in=targets.values("revision__draft"), status=Draft.Status.APPROVED
    )
    return drafts


def unseen_by(membership: Membership) -> DecisionQuerySet:
    """Approvals without a second check that this member may look at, the oldest first."""
    kinds, person = decidable_kinds(membership), membership.person_id
    decisions: DecisionQuerySet = membership.council.decisions.to_look_at()
    others = decisions.exclude(decider=person).exclude(author=person)
    return others.filter(draft__kind__in=kinds)


def place_of(draft: Draft, membership: Membership) -> Place | None:
    """Where a draft stands among the first hundred; None when it is not among them. One query."""
    numbers = list(waiting_for(membership).values_list("number", flat=True)[:COUNTED])
    if draft.number not in numbers:
        return None
    index = numbers.index(draft.number)
    previous = numbers[index - 1] if index else None
    return Place(f"{index + 1} of {capped(len(numbers))}", previous)


def next_after(draft: Draft | None, membership: Membership) -> int | None:
    """The number of the draft to decide after one that was decided or skipped.

    The first again after the last; None where no other waits.
    """
    mine = waiting_for(membership)
    if draft is None or draft.not_after is None:
        return _first_number(mine)
    return _first_number(mine.beyond(draft)) or _first_number(mine.exclude(pk=draft.pk))


def undecidable(drafts: Iterable[Draft], council: Council) -> set[int]:
    """The ids of those waiting drafts that nobody at all could decide today.

    One query a kind; another for each author who is the only one that might decide their own.
    """
    found: set[int] = set()
    able: dict[Kind, set[int]] = {}
    own: dict[tuple[Kind, int], bool] = {}
    for draft in drafts:
        kind, author = Kind(draft.kind), draft.author_id
        if kind not in able:
            named = holders_of(council, kind) is not None
            people = able_to_decide(council, kind, author_id=0) if named else ()
            able[kind] = {person.pk for person in people}
        if able[kind] == {author} and (kind, author) not in own:
            own[kind, author] = able_to_decide(council, kind, author).exists()
        if not own.get((kind, author), bool(able[kind])):
            found.add(draft.pk)
    return found


def _first_number(drafts: DraftQuerySet) -> int | None:
    return drafts.values_list("number", flat=True).first()


def counts(membership: Membership) -> dict[str, str]:
    """How many wait for this member, how many at all, and how many standing approvals they may
    decide; counted to a hundred.

    Two queries; a third only where some of the first hundred wait for others.
    """
    decidable = ExpressionWrapper(decidable_by(membership) & Q(pk__gt=0), BooleanField())
    waiting = membership.council.drafts.waiting().annotate(decidable=decidable)
    first = list(waiting.values_list("decidable", flat=True)[:COUNTED])
    mine = sum(map(bool, first))
    if mine < len(first) == COUNTED:
        mine = len(waiting_for(membership).values_list("pk", flat=True)[:COUNTED])
    standing = len(standing_waiting_for(membership).values_list("pk")[:COUNTED])
    return {"mine": capped(mine), "all": capped(len(first)), "standing": capped(standing)}


def row_of(
    draft: Draft, membership: Membership, now: datetime, readers: list[str], *, theirs: bool
) -> Row:
    """A draft as a line of the queue. Needs `for_queue`.

    Args:
        theirs: whether the member who looks may decide about it.
    """
    revision = draft.current
    assert revision is not None and draft.not_after is not None  # draft_waiting_has_revision
    found = len({finding["check"] for finding in revision.findings})
    return Row(
        draft=draft,
        page=f"{draft.reference}/decide/" if theirs else f"{draft.reference}/",
        slot=slot_in_words(revision.not_before, draft.not_after),
        passed=draft.not_after <= now,
        mine=draft.author_id == membership.person_id,
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


def role_of(person: Person, membership: Membership | None) -> str:
    """What somebody is at a council, for the person who reads their draft."""
    if membership is None:
        return "no longer at the council"
    return ", ".join(membership.titles) or membership.get_category_display()
