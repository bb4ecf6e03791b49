"""Blocks for tests: proposed by Cora, decided by Priya, whose rulebook says nothing of blocks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.dates import months_later, today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.blocks.actions import (
    decide_block,
    lift_block,
    propose_block,
    record_notice,
    record_response,
    renew_block,
)
from moderation.blocks.conduct import seen_of
from moderation.blocks.models import Block, BlockDecision
from moderation.blocks.telling import ways_to_tell
from moderation.blocks.weighing import Weighing
from moderation.items.models import Author
from moderation.log.models import ModerationAction
from tests.cast import RULES, AccountFactory, Cast, a_member, a_rulebook, chosen
from tests.moderation.logging_ import log


def with_block_rules(cast: Cast, **rules: Any) -> None:
    """Ashford chooses these rules, beside its own; by the name of each its plain value."""
    a_rulebook(cast.ashford, **RULES | {name: chosen(value) for name, value in rules.items()})
    cast.ashford.refresh_from_db()


def a_second_decider(cast: Cast, name: str = "Sam") -> Person:
    """Somebody else in Ashford who decides blocks: a second Town Clerk."""
    return a_member(cast.ashford, name, "town-clerk")


def another_page(cast: Cast, **changes: Any) -> OfficialAccount:
    """A second account of Ashford's on Facebook."""
    values = {"council": cast.ashford, "name": "Market", "handle": "ashfordmarket", **changes}
    return AccountFactory(**values)


def removed(cast: Cast, **changes: Any) -> ModerationAction:
    """An entry about Rex, whose slur Cora hid; its author and council at hand."""
    entry = log(cast, **changes)
    entry.council = cast.ashford
    assert entry.author is not None
    entry.author.council = cast.ashford
    return entry


def a_block(cast: Cast, **changes: Any) -> Block:
    """A proposal by Cora to block Rex on the main page, from what came down.

    Args:
        changes: of what `propose_block` takes; `author` alone leaves out the entry it came from.
    """
    values: dict[str, Any] = {
        "why": "He insults staff every week.",
        "accounts": [cast.page],
        "actor": cast.cora,
        **changes,
    }
    if "author" not in values:
        entry = values.get("prompted_by") or removed(cast)
        values |= {"author": entry.author, "prompted_by": entry}
    author: Author = values["author"]
    author.council = cast.ashford
    return propose_block(**values)


def urgent(cast: Cast, **changes: Any) -> Block:
    """The same, blocked first for safety."""
    return a_block(cast, urgent_why="He says that he waits outside the office.", **changes)


def weighed(block: Block, **changes: Any) -> Weighing:
    """All that is asked of a block, answered: until its review in three months."""
    listed = block.council.rulebook.rules.removal_reasons.value
    values: dict[str, Any] = {
        **({"reason": listed[0].code} if listed else {"reason_words": "Abuse"}),
        "reasons": "You insulted staff four times after a warning.",
        "why_not_hide": "Each was hidden, and another followed.",
        "why_not_warn": "Two warnings changed nothing.",
        "why_not_restrict": "The page offers no other restriction.",
        "why_not_shorter": "A month would end before the election.",
        "other_ways": "By e-mail, by telephone and at the office.",
        "statutory": False,
        "length": BlockDecision.Length.REVIEW,
        "review_on": months_later(today(), 3),
        "telling": ways_to_tell(block)[0],
        "why_not_told": "They would only make another profile.",
        **changes,
    }
    return Weighing(**values)


def decided(cast: Cast, block: Block | None = None, **changes: Any) -> Block:
    """A block in force: decided by Priya, or by `actor`; other answers by name."""
    block = block or a_block(cast)
    actor = changes.pop("actor", cast.priya)
    weighing = weighed(block, **changes)
    decide_block(block=block, outcome="block", weighing=weighing, actor=actor)
    return again(block)


def lifted(cast: Cast, block: Block | None = None) -> Block:
    """A block that Priya lifted."""
    block = block or decided(cast)
    lift_block(block=block, reasons="He has apologised.", actor=cast.priya)
    return again(block)


def renewed(cast: Cast, block: Block, **changes: Any) -> BlockDecision:
    """A block that stands, renewed by Priya until its review in three months."""
    values: dict[str, Any] = {
        "reasons": "He wrote to staff again from another page.",
        "why_not_shorter": "It would begin again.",
        "length": BlockDecision.Length.REVIEW,
        "review_on": months_later(today(), 3),
        "telling": ways_to_tell(block, renewing=True)[0],
        "why_not_told": "They would only make another profile.",
        "actor": cast.priya,
        **changes,
    }
    return renew_block(block=block, **values)


def noticed(cast: Cast, block: Block | None = None, **changes: Any) -> Block:
    """A proposal of which Cora gave notice just now; ten days to respond if no rule says so."""
    block = block or a_block(cast)
    values: dict[str, Any] = {
        "words": "We mean to block you. You can say why we should not.",
        "sent_at": timezone.now(),
        "last_day": today() + timedelta(days=10),
        "actor": cast.cora,
        **changes,
    }
    record_notice(block=block, **values)
    return again(block)


def responded(cast: Cast, block: Block | None = None) -> Block:
    """The same, with what he answered."""
    block = block or noticed(cast)
    record_response(
        block=block, response="I was angry.", responded_at=timezone.now(), actor=cast.cora
    )
    return again(block)


def again(block: Block) -> Block:
    """The block as it is now."""
    rows = Block.objects.select_related("council", "author", "prompted_by__item")
    return rows.get(pk=block.pk)


def to_second(cast: Cast) -> Block:
    """A block that Priya decided, and that waits for somebody else."""
    with_block_rules(cast, block_second_person=True)
    return decided(cast)


def page(block: Block, name: str = "decide") -> str:
    """The address of a page about a block."""
    return f"/c/ashford/blocks/{block.reference}/{name}/"


def day(name: str, when: Any) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def answers(block: Block, **changes: Any) -> dict[str, Any]:
    """The decide page, filled in: a block until its review in three months."""
    return {
        "outcome": "block",
        "reason": "abuse",
        "reasons": "You insulted staff four times after a warning.",
        "why_not_hide": "Each was hidden, and another followed.",
        "why_not_warn": "Two warnings changed nothing.",
        "why_not_restrict": "There is no other way on this page.",
        "why_not_shorter": "A month would change nothing.",
        "other_ways": "By e-mail and at the office.",
        "statutory": "no",
        "length": "review",
        **day("review_until", months_later(today(), 3)),
        "telling": "written",
        "seen": seen_of(block),
        **changes,
    }


def _numbered(make: Callable[[Cast], Block]) -> Callable[[Cast], list[Any]]:
    return lambda cast: [make(cast).number]


#: What to put into the addresses of blocks (tests/moderation/addresses.py).
BLOCKS: dict[str, Callable[[Cast], list[Any]]] = {
    **dict.fromkeys(
        ["blocks:detail", "blocks:withdraw", "blocks:notice", "blocks:decide"], _numbered(a_block)
    ),
    "blocks:response": _numbered(noticed),
    "blocks:second": _numbered(to_second),
    **dict.fromkeys(["blocks:renew", "blocks:lift", "blocks:told"], _numbered(decided)),
    "blocks:confirm": lambda cast: [decided(cast).places.get().pk],
}
