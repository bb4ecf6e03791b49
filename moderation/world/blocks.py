"""The blocks of the made-up world: a register of them, and somebody with a long record.

Each block has its decision, one account and what was done there, with its events on the trail. Half
of those blocked ask to be unblocked, and wait.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from councilsm.audit.verbs import Verb
from moderation.blocks.models import Block, BlockDecision, BlockPlace, BlockStep
from moderation.items.actions import digest_of
from moderation.items.models import Author, Item
from moderation.log.models import ModerationAction
from moderation.unblocks.models import UnblockRequest
from moderation.world.drafts import Writing
from moderation.world.log import REASONS, Line, address_of, an_author, key_of

#: So many entries has the person whose block is still to be decided: in the first council, and in
#: each other one.
EARLIER, ELSEWHERE = 500, 2
#: What becomes of six blocks in a row: two stand, one ends by its day and is undone, one is still
#: blocked there after its end, one was lifted, one was not agreed to.
STANDS, ENDED, LEFT, LIFTED, REFUSED = "stands", "ended", "left", "lifted", "refused"
FATES = (STANDS, ENDED, LIFTED, STANDS, LEFT, REFUSED)
#: Whose end somebody asks for, and where that request stands.
ASKED = {STANDS: UnblockRequest.State.WAITING, LIFTED: UnblockRequest.State.WITHDRAWN}
WHY = "They insult the people who work here, whatever the subject is."
CODE, LABEL, _ = REASONS[0]


def add_blocks(writing: Writing, how_many: int, earlier: int) -> Iterator[None]:
    """Adds so many blocks, the last of them proposed, yielding after each.

    Args:
        earlier: so many entries has the person of that last one.
    """
    if not how_many:
        return
    somebody = an_author(writing, 1_000_000)
    entries = list(long_record(writing, somebody, earlier))
    apart = timedelta(days=600) / how_many
    for place in range(how_many):
        at = (writing.today - apart * (how_many - place)).astimezone(UTC)
        if place == how_many - 1:
            block = propose(writing, somebody, at, entries[-1])
            writing.batch.add(block)
            writing.batch.add(place_of(writing, block))
        else:
            author = an_author(writing, 2_000_000 + place)
            fate = FATES[place % len(FATES)]
            decide(writing, propose(writing, author, at), fate, at)
            if fate in ASKED:
                ask(writing, author, ASKED[fate], at)
        yield


def long_record(writing: Writing, author: Author, how_many: int) -> Iterator[int]:
    """Entries about one person, the oldest first; yields the id of each."""
    account, office = writing.accounts[0], writing.offices["communications-officer"]
    own = {"council": writing.council, "office": office, "account": account, "author": author}
    item = Line(
        Item(**own, logged_by=writing.recorder, kind=Item.Kind.COMMENT, platform=account.platform)
    )
    entry = Line(
        ModerationAction(
            **own,
            decided_by=writing.recorder,
            rulebook_version=writing.version,
            kind="hidden",
            reason=CODE,
            reason_label=LABEL,
            source=writing.source,
            marked="thieves",
            even_if_praise=True,
            confirmed_by=writing.recorder,
            confirmed_office=office,
        )
    )
    for place in range(how_many):
        at = (writing.today - timedelta(days=1) * (how_many - place)).astimezone(UTC)
        number, pk = writing.next_number("M"), writing.batch.next_id(ModerationAction)
        item_id = writing.batch.next_id(Item)
        writing.batch.add_values(
            Item,
            item.with_(
                id=item_id,
                number=number,
                url=address_of(account, writing.council.pk, number),
                url_key=key_of(account, number),
                words="You lot are thieves.",
                posted_at=at,
                seen_at=at,
                logged_at=at,
            ),
        )
        times = {"happened_at": at, "logged_at": at, "confirmed_at": at}
        writing.batch.add_values(ModerationAction, entry.with_(id=pk, item_id=item_id, **times))
        yield pk


def propose(writing: Writing, author: Author, at: datetime, entry: int | None = None) -> Block:
    """A proposal, not added to the batch yet: its columns are still to be filled in."""
    block = Block(
        pk=writing.batch.next_id(Block),
        council=writing.council,
        number=writing.next_number("B"),
        author=author,
        prompted_by_id=entry,
        why=WHY,
        proposed_by=writing.recorder,
        office=writing.offices["communications-officer"],
        proposed_at=at,
        rulebook_version=writing.version,
    )
    tell(writing, Verb.BLOCK_PROPOSED, block, at)
    return block


def decide(writing: Writing, block: Block, fate: str, at: datetime) -> None:
    """What became of a proposal, and what was done on the platform."""
    stands = fate == STANDS
    day = (writing.today if stands else at).date() + timedelta(days=60)
    if fate == REFUSED:
        block.state = Block.State.REFUSED
        writing.batch.add(block)
        writing.batch.add(place_of(writing, block))
        decision(writing, block, BlockDecision.Kind.NOT, at)
        return
    block.state = Block.State.LIFTED if fate == LIFTED else Block.State.STANDS
    block.ends_on = block.review_on = day
    writing.batch.add(block)
    decision(writing, block, BlockDecision.Kind.BLOCK, at, ends_on=day, review_on=day)
    if fate == LIFTED:
        decision(writing, block, BlockDecision.Kind.LIFT, at)
    there = place_of(writing, block, is_blocked=stands or fate == LEFT)
    writing.batch.add(there)
    step(writing, there, BlockStep.Kind.BLOCKED, at)
    if not there.is_blocked:
        step(writing, there, BlockStep.Kind.UNBLOCKED, at)


def place_of(writing: Writing, block: Block, *, is_blocked: bool = False) -> BlockPlace:
    return BlockPlace(
        pk=writing.batch.next_id(BlockPlace),
        council=writing.council,
        block=block,
        account=writing.accounts[0],
        is_blocked=is_blocked,
        added_at=block.proposed_at,
    )


def decision(
    writing: Writing, block: Block, kind: BlockDecision.Kind, at: datetime, **days: Any
) -> None:
    """One decision of the clerk's."""
    blocks = kind == BlockDecision.Kind.BLOCK
    weighed: dict[str, Any] = {
        "reason": CODE,
        "reason_label": LABEL,
        "source": writing.source,
        "why_not_hide": "Each was hidden, and another followed.",
        "why_not_warn": "A warning changed nothing.",
        "why_not_restrict": "The page offers nothing else.",
        "why_not_shorter": "It began again after a shorter one.",
        "other_ways": "By e-mail and at the office.",
        "statutory": False,
        "length": BlockDecision.Length.REVIEW,
        "telling": BlockDecision.Telling.WRITTEN,
    }
    writing.batch.add(
        BlockDecision(
            council=writing.council,
            block=block,
            kind=kind,
            reasons=WHY,
            decided_by=writing.clerk,
            office=writing.offices["town-clerk"],
            rulebook_version=writing.version,
            decided_at=at,
            **(weighed if blocks else {}),
            **days,
        )
    )
    lifts = kind == BlockDecision.Kind.LIFT
    tell(writing, Verb.BLOCK_LIFTED if lifts else Verb.BLOCK_DECIDED, block, at)


def step(writing: Writing, place: BlockPlace, kind: BlockStep.Kind, at: datetime) -> None:
    """What somebody did on the platform."""
    done = writing.batch.add(
        BlockStep(
            council=writing.council,
            place=place,
            kind=kind,
            happened_at=at,
            recorded_at=at,
            done_by=writing.recorder,
            office=writing.offices["communications-officer"],
            note="It is in the list there.",
        )
    )
    verb = Verb.BLOCK_DONE if kind == BlockStep.Kind.BLOCKED else Verb.BLOCK_UNDONE
    tell(writing, verb, done, at)


def ask(writing: Writing, author: Author, state: UnblockRequest.State, at: datetime) -> None:
    """A request to be unblocked; nobody has looked for its block."""
    number = writing.next_number("U")
    key = f"{writing.council.pk}/{number}"
    request = writing.batch.add(
        UnblockRequest(
            council=writing.council,
            number=number,
            token=f"world-{key}",
            platform=author.platform,
            handle=author.handle,
            what="I only asked why the grass is not cut.",
            email=f"resident{number}@residents.example",
            digest=digest_of(key),
            sent_at=at,
            due_by=(at + timedelta(days=28)).date(),
            state=state,
        )
    )
    writing.chain.record(Verb.UNBLOCK_ASKED, request, at=at)
    if state == UnblockRequest.State.WITHDRAWN:
        writing.chain.record(Verb.UNBLOCK_WITHDRAWN, request, at=at)


def tell(writing: Writing, verb: Verb, what: Any, at: datetime) -> None:
    """One event on the trail."""
    writing.chain.record(verb, what, at=at, actor=writing.recorder)
