"""What the page of one block shows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.audit.hiding import about
from councilsm.audit.timeline import timeline
from councilsm.duties import Duty
from moderation.blocks.asked import asked_of
from moderation.blocks.discretion import LOOKERS
from moderation.blocks.models import Block, BlockDecision, BlockPlace, BlockStep
from moderation.blocks.next_step import Standing, next_step
from moderation.blocks.questions import last_waiting, nobody_agrees
from moderation.blocks.readers import DOERS
from moderation.blocks.telling import notice_of
from moderation.blocks.words import to_tell
from moderation.items.authors import same_person, shown
from moderation.items.models import Author
from moderation.log.models import ModerationAction

State = Block.State

#: What a decision to block or renew weighed, by its columns.
WEIGHED = (
    ("Why hiding or deleting is not enough", "why_not_hide"),
    ("Why a warning is not enough", "why_not_warn"),
    ("Why restricting them is not enough", "why_not_restrict"),
    ("Why a shorter block is not enough", "why_not_shorter"),
    ("How they can still reach the council", "other_ways"),
)


@dataclass(frozen=True)
class Before:
    """One entry that lay before whoever decided.

    Args:
        outcome: what had become of it that day.
        in_error: it was found a mistake, so that it counted for nothing.
    """

    entry: ModerationAction
    outcome: str
    in_error: bool


@dataclass(frozen=True)
class Decided:
    """A decision as its page shows it."""

    decision: BlockDecision
    weighed: list[tuple[str, str]]
    conduct: list[Before]


@dataclass(frozen=True)
class Other:
    """Another profile that somebody said is the same person's, and whether it is blocked."""

    author: Author
    block: Block | None


def block_context(block: Block, reader: Membership) -> dict[str, Any]:
    """The page's variables, for one reader; `block` comes with its council and its notice."""
    places = places_of(block)
    decisions = decisions_of(block)
    notice = notice_of(block)
    waiting = waiting_of(decisions)
    untold = to_tell(block, [one.decision for one in decisions], notice)
    entry = block.prompted_by
    decides = reader.allows(Duty.DECIDE_BLOCKS)
    acts = any(map(reader.allows, DOERS))
    stands = Standing(
        notice, waiting, untold=bool(untold), nobody=bool(waiting and nobody_agrees(block, waiting))
    )
    next_ = next_step(block, places, stands, reader)
    may = offered(block, waiting, untold, reader, acts=acts, decides=decides)
    return {
        "the_block": block,
        "places": places,
        "decisions": decisions[::-1],
        "notice": notice,
        "others": others_of(block),
        "entry": None if entry is None or entry.item.restricted else entry,
        "next": next_,
        "left": still_blocked(block, places),
        "acts": acts,
        "logs": reader.allows(Duty.LOG_MODERATION),
        "looks": any(map(reader.allows, LOOKERS)),
        "may": {name for name in may if not next_.page.endswith(f"/{name}/")},
        "asked": asked_of(block, reader),
        "events": timeline(block, also=events_of(block)),
    }


def places_of(block: Block) -> list[BlockPlace]:
    """The accounts of a block, each with what was done and found there; two queries."""
    steps = BlockStep.objects.select_related("done_by", "office", "proof").order_by("-pk")
    rows = block.places.select_related("account").prefetch_related(Prefetch("steps", steps))
    places = list(rows.order_by("pk"))
    for place in places:
        place.block = block
    return places


def decisions_of(block: Block) -> list[Decided]:
    """The decisions in their order, each with what lay there; two queries."""
    rows = block.decisions.select_related(
        *("decided_by", "office", "rulebook_version", "second_by", "second_office", "told_by")
    )
    decisions = list(rows.order_by("pk"))
    ids = {told["action"] for one in decisions for told in one.conduct}
    entries = {}
    if ids:  # what a restricted case took since is not shown here any more
        visible = ModerationAction.objects.for_everyone().select_related("item", "account")
        entries = visible.in_bulk(ids)
    return [
        Decided(
            one,
            weighed_of(one),
            [
                Before(entries[told["action"]], told["outcome"], told["in_error"])
                for told in one.conduct
                if told["action"] in entries
            ],
        )
        for one in decisions
    ]


def weighed_of(decision: BlockDecision) -> list[tuple[str, str]]:
    """What a decision weighed, as questions and answers."""
    return [(label, words) for label, name in WEIGHED if (words := getattr(decision, name))]


def others_of(block: Block) -> list[Other]:
    """Other profiles of the same person: a block of one is none of them; two queries."""
    profiles = list(shown(same_person(block.author)).exclude(pk=block.author_id))
    if not profiles:
        return []
    rows = Block.objects.in_force(today()).filter(author__in=profiles).select_related("council")
    theirs = {one.author_id: one for one in rows}
    return [Other(author, theirs.get(author.pk)) for author in profiles]


def still_blocked(block: Block, places: list[BlockPlace]) -> list[BlockPlace]:
    """The accounts on which they are still blocked after the end here."""
    return [] if block.is_in_force else [place for place in places if place.is_blocked]


def waiting_of(decisions: list[Decided]) -> BlockDecision | None:
    """The last decision, where it waits for a second person."""
    return last_waiting(one.decision for one in decisions)


def offered(
    block: Block,
    waiting: BlockDecision | None,
    untold: BlockDecision | None,
    reader: Membership,
    *,
    acts: bool,
    decides: bool,
) -> set[str]:
    """What a reader may do about a block, by the name of its page."""
    may = {"told"} if untold and acts else set()
    own = waiting is not None and waiting.decided_by_id == reader.person_id
    if decides and waiting and not own and (block.is_undecided or block.is_in_force):
        may.add("second")
    if block.state in Block.UNDECIDED:
        if decides and block.state != State.SECOND:
            may.add("decide")
        if acts and block.state == State.PROPOSED and not block.is_urgent:
            may.add("notice")
        if acts and block.state == State.NOTIFIED:
            may.add("response")
        if decides or (acts and block.state != State.SECOND and not block.is_urgent):
            may.add("withdraw")
    elif decides and block.is_in_force:
        may |= {"lift"} if waiting else {"renew", "lift"}
    return may


def events_of(block: Block) -> Q:
    """What the trail says of its decisions, steps and notice."""
    return Q(council_id=block.council_id) & (
        about(BlockDecision.objects.filter(block=block))
        | about(BlockStep.objects.filter(place__block=block))
    )
