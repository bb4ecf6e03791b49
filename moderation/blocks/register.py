"""The register of blocks: its parts, how many stand in each, and a row of it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from accounts.councils.models import Council
from accounts.dates import LONDON
from accounts.register.called import account_called, platform_shown
from accounts.register.models import OfficialAccount
from councilsm.paging import capped
from moderation.blocks.models import Block, BlockDecision, BlockPlace, BlockStep
from moderation.blocks.models.block import in_force, is_standing
from moderation.blocks.models.place import left_to_do
from moderation.blocks.questions import (
    SOON,
    for_second,
    mismatched,
    over,
    to_decide,
    to_review,
    urgent_to_decide,
)

Kind = BlockDecision.Kind


@dataclass(frozen=True)
class Part:
    """One part of the register.

    Args:
        label: its tab.
        which: the blocks it holds, on a day (London), for somebody (id of the person).
        empty: what it says where there are none.
        order: of the list; the newest first, or what is due soonest.
        own: it has no tab; Home leads there.
    """

    label: str
    which: Callable[[date, int], Q]
    empty: tuple[str, str]
    order: tuple[str, ...] = ("-number",)
    own: bool = False


DECIDED = ("Nothing is to be decided", "A proposal waits here until somebody decides.")

PARTS: dict[str, Part] = {
    "current": Part(
        "Current",
        lambda day, _: in_force(day),
        ("Nobody is blocked", "A block appears here once it is decided, and leaves with its end."),
    ),
    "proposed": Part(
        "Proposed",
        lambda day, _: Q(state__in=Block.UNDECIDED) & ~over(day),
        ("No block is proposed", "A proposal waits here until somebody decides."),
    ),
    "review": Part(
        "Due for review",
        lambda day, _: to_review(day),
        ("No block is due for review", "A block appears here two weeks before its review."),
        ("review_on", "pk"),
    ),
    "ended": Part(
        "Ended",
        lambda day, _: over(day),
        ("No block has ended", "What was lifted, ran out or was not agreed to stays here."),
    ),
    "mismatched": Part(
        "Not as decided",
        lambda day, _: mismatched(day),
        (
            "Every platform shows what was decided",
            "A block appears here where somebody is to be blocked and is not, or is still blocked "
            "after the end.",
        ),
    ),
    "urgent": Part("Urgent, to decide", lambda day, _: urgent_to_decide(day), DECIDED, own=True),
    "decide": Part("To decide", lambda day, _: to_decide(day), DECIDED, own=True),
    "second": Part(
        "For a second person",
        for_second,
        DECIDED,
        own=True,
    ),
}


#: Of each platform. `get_platform_display` makes the list of all choices anew for each row.
LABELS = {one.value: str(one.label) for one in OfficialAccount.Platform}

#: What a platform shows against what was decided, as a word with its colour.
SHOWN = {
    "unblock": ("Still blocked there", "red"),
    "block": ("Still to block there", "yellow"),
    True: ("Blocked there", "grey"),
    False: ("Not blocked there", "green"),
    #: Nobody looked.
    None: ("Nothing recorded", "grey"),
}


@dataclass(frozen=True)
class Row:
    """One block as the register lists it, ready to be written out.

    Args:
        reason: of the last decision that names one; of a proposal what it says.
        since: when it was decided that they are blocked, or when that was proposed.
        places: of each account its name, with what is shown there.
    """

    reference: str
    handle: str
    platform: str
    tag: dict[str, str]
    reason: str
    since: str
    until: str
    review: str
    places: list[tuple[str, str, str]]


def counts(council: Council, day: date, person: int, show: str) -> dict[str, str]:
    """How many blocks stand in each part that has a tab, and in the one that is shown.

    At most "99+". A register is short, so all of it is read and counted here, in one query: asked
    of the database, the parts would take longer to put into words than to answer. One more where a
    part without a tab is shown.
    """
    found: dict[str, set[int]] = {name: set() for name, part in PARTS.items() if not part.own}
    rows = council.blocks.order_by().values_list(
        *("pk", "state", "is_urgent", "ends_on", "review_on", "places__is_blocked")
    )
    for pk, state, is_urgent, ends_on, review_on, blocked in rows:
        stands = is_standing(state, is_urgent, ends_on, day)
        waits = state in Block.UNDECIDED
        if stands:
            found["current"].add(pk)
        if waits and (stands or not is_urgent):
            found["proposed"].add(pk)
        elif not stands:
            found["ended"].add(pk)
        if stands and not waits and review_on and review_on <= day + SOON:
            found["review"].add(pk)
        if blocked is not None and blocked is not stands:
            found["mismatched"].add(pk)
    numbers = {name: len(ids) for name, ids in found.items()}
    if PARTS[show].own:
        numbers[show] = council.blocks.filter(PARTS[show].which(day, person)).count()
    return {name: capped(number) for name, number in numbers.items()}


def rows_of(blocks: Sequence[Block]) -> Iterator[Row]:
    """The rows of blocks with their authors; two queries whatever their number."""
    decided: defaultdict[int, list[tuple[str, str, datetime, bool]]] = defaultdict(list)
    ids = [block.pk for block in blocks]
    rows = BlockDecision.objects.filter(block__in=ids).order_by("pk")
    for block, kind, label, at, second, agreed in rows.values_list(
        *("block", "kind", "reason_label", "decided_at", "needs_second", "agreed")
    ):
        decided[block].append((kind, label, at, agreed is True or not second))
    there: defaultdict[int, list[tuple[str, bool, bool]]] = defaultdict(list)
    looked = Exists(BlockStep.objects.filter(place=OuterRef("pk")))
    places = BlockPlace.objects.filter(block__in=ids).order_by("pk")
    for block, platform, name, is_blocked, is_known in places.values_list(
        *("block", platform_shown("account"), "account__name", "is_blocked"), looked
    ):
        account = account_called(platform, name)
        there[block].append((account, is_blocked, is_blocked or is_known))
    for block in blocks:
        yield row_of(block, decided[block.pk], there[block.pk])


def row_of(
    block: Block,
    decided: list[tuple[str, str, datetime, bool]],
    places: list[tuple[str, bool, bool]],
) -> Row:
    """One row.

    Args:
        decided: of each decision its kind, reason, time, and whether it counts; in their order.
        places: of each account its name, whether they are blocked there, and whether that is known;
            in their order.
    """
    labels = [label for _, label, _, _ in decided if label]
    since = [at for kind, _, at, counts in decided if kind == Kind.BLOCK and counts]
    at = (since[0] if since else block.proposed_at).astimezone(LONDON).date()
    return Row(
        reference=block.reference,
        handle=block.author.handle or "Erased",
        platform=LABELS[block.author.platform],
        tag=block.tag,
        reason=labels[-1][:200] if labels else f"Proposed: {proposed_for(block)}",
        since=short(at),
        until=until(block),
        review=short(block.review_on) if block.review_on and block.is_in_force else "",
        places=[
            (account, *shown_there(block, is_blocked, is_known))
            for account, is_blocked, is_known in places
        ],
    )


def shown_there(block: Block, is_blocked: bool, is_known: bool) -> tuple[str, str]:
    """What is shown of one account, as a word with its colour."""
    left = left_to_do(block, is_blocked=is_blocked)
    return SHOWN[left or (is_blocked if is_known else None)]


def proposed_for(block: Block) -> str:
    """Why it was proposed, in the proposer's words, cut to what a list has room for."""
    return (block.urgent_why or block.why or "Erased")[:200]


def until(block: Block) -> str:
    """Until when it stands, or what it waits for, in words."""
    if block.state == Block.State.STANDS:
        return short(block.ends_on) if block.ends_on else "Somebody lifts it"
    if block.is_in_force and block.decide_by:
        return f"To decide by {short(block.decide_by)}"
    return str(Block.State(block.state).label)


def short(day: date) -> str:
    """A day as lists have it: "3 March 2026"."""
    return f"{day.day} {day:%B %Y}"
