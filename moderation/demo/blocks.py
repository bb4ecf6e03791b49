"""Who is blocked in the demonstration: in force, proposed, and lifted but still blocked there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.dates import months_later, today
from accounts.people.models import Person
from accounts.register.models import OfficialAccount
from moderation.blocks.actions import decide_block, lift_block, propose_block
from moderation.blocks.actions.places import confirm_place
from moderation.blocks.models import Block, BlockDecision
from moderation.blocks.telling import ways_to_tell
from moderation.blocks.weighing import Weighing
from moderation.demo.drawing import comment
from moderation.demo.log import entry
from moderation.evidence.intake import capture
from moderation.log.grounds import Grounds
from moderation.log.models import ModerationAction

#: What the proposer wrote of each block, and what the clerk answered.
OF_INSULTS = (
    "Called the people who work here parasites again, after a warning.",
    Weighing(
        reasons="You called people who work for the council parasites. We warned you; you "
        "wrote it again, with the hope that their office burns down.",
        why_not_hide="Both comments were hidden. The second was worse than the first.",
        why_not_warn="They were warned by message. The second comment came a week later.",
        why_not_restrict="The page offers nothing between a hidden comment and a block.",
        why_not_shorter="A month is about as long as the warning held. Three are looked at again.",
    ),
)
OF_A_SHOUT = (
    "Insulted another resident, who had asked about her bin and has not written since.",
    Weighing(
        reasons="You insulted another resident who had asked a question.",
        why_not_hide="It was hidden, but she had read it, and left the conversation.",
        why_not_warn="A warning was not tried. The clerk thought one comment bad enough.",
        why_not_restrict="The page offers nothing between a hidden comment and a block.",
        why_not_shorter="Nothing shorter was thought of. That is one reason why it was lifted.",
    ),
)
OF_A_SLUR = (
    "A slur against people from abroad, and a threat about the fire exits.",
    Weighing(
        reasons="You called people from abroad rats, and wrote that the hall should burn.",
        why_not_hide="It was hidden, and the next day a threat followed.",
        why_not_warn="A warning does not answer a slur and a threat. Both were meant.",
        why_not_restrict="The page offers nothing between a hidden comment and a block.",
        why_not_shorter="It is looked at again in three months, and can end sooner if they ask.",
    ),
)
OF_RAGE = "Wished that the person at the counter were slapped, and wrote what she looks like."

INSULTS = ("Lazy parasites, every one of you.", "Parasites. I hope your office burns down.")
SHOUT = "Shut up, you stupid cow, nobody asked you."
RAGE = "The fat pig at the counter should be sacked, and slapped."


def blocks_at(page: OfficialAccount, logs: Person, clerk: Person) -> None:
    """Flitwick: one in force after a warning, one lifted and not undone, one proposed."""
    in_force(page, logs, clerk)
    still_there(page, logs, clerk)
    propose(entry_about(page, logs, 34, RAGE, "parking.rage"), page, logs, OF_RAGE)


def block_after_a_slur(page: OfficialAccount, logs: Person, clerk: Person) -> None:
    """Dunstable: whoever wrote the slur is blocked, after it was hidden."""
    slur = page.council.moderation_actions.filter(kind="hidden").latest("pk")
    why, weighing = OF_A_SLUR
    decided(propose(slur, page, logs, why), page, logs, clerk, weighing)


def in_force(page: OfficialAccount, logs: Person, clerk: Person) -> None:
    """Hidden, warned, hidden again; then blocked, as a screenshot shows."""
    first = entry_about(page, logs, 31, INSULTS[0], "bins_and_lies", days=9)
    entry(
        page=page,
        actor=logs,
        place=32,
        words=INSULTS[0],
        kind="warned",
        handle="bins_and_lies",
        seen_at=first.happened_at + timedelta(minutes=5),
        note="Told by message that more of it may end in a block.",
    )
    again = entry_about(page, logs, 33, INSULTS[1], "bins_and_lies", days=2)
    why, weighing = OF_INSULTS
    decided(propose(again, page, logs, why), page, logs, clerk, weighing)


def still_there(page: OfficialAccount, logs: Person, clerk: Person) -> None:
    """Lifted here, and nobody has unblocked them there yet."""
    shouted = entry_about(page, logs, 35, SHOUT, "night.shouter", days=20)
    why, weighing = OF_A_SHOUT
    block = decided(propose(shouted, page, logs, why), page, logs, clerk, weighing)
    lift_block(
        block=block,
        reasons="She wrote to the office, said that she was sorry, and will not do it again.",
        actor=clerk,
    )


def entry_about(
    page: OfficialAccount, logs: Person, place: int, words: str, handle: str, days: int = 1
) -> ModerationAction:
    """An insult that was hidden."""
    return entry(
        page=page,
        actor=logs,
        place=place,
        words=words,
        kind="hidden",
        grounds=Grounds(reason="offensive", marked=words.split(".")[0], even_if_praise=True),
        handle=handle,
        seen_at=timezone.now() - timedelta(days=days, hours=1),
        shown=True,
    )


def propose(
    prompted_by: ModerationAction, page: OfficialAccount, logs: Person, why: str = OF_INSULTS[0]
) -> Block:
    author = prompted_by.author
    assert author is not None
    author.council = prompted_by.council = page.council
    return propose_block(
        author=author,
        prompted_by=prompted_by,
        why=why,
        accounts=[page],
        actor=logs,
    )


def decided(
    block: Block,
    page: OfficialAccount,
    logs: Person,
    clerk: Person,
    weighing: Weighing = OF_INSULTS[1],
) -> Block:
    """Decided by the clerk, and done on the platform."""
    decide_block(block=block, outcome="block", weighing=weighed(block, weighing), actor=clerk)
    block.refresh_from_db()
    block.council = page.council
    place = block.places.select_related("account").get()
    place.council, place.block = page.council, block
    drawn = comment(f"blocked-{block.number}.png", block.author.handle, "Blocked profiles")
    confirm_place(
        place=place,
        kind="blocked",
        captures=[capture(drawn, council=page.council, actor=logs, url=page.url)],
        actor=logs,
    )
    return block


def weighed(block: Block, weighing: Weighing) -> Weighing:
    """What the clerk answered of a block, and what is the same of each."""
    listed: Any = block.council.rulebook.rules.removal_reasons.value or ()
    codes = [reason.code for reason in listed]
    entry = block.prompted_by
    logged = entry.reason if entry is not None and entry.reason in codes else codes[0]
    return replace(
        weighing,
        reason=logged,
        other_ways="By e-mail, by telephone, at the office, and at every meeting of the council.",
        statutory=False,
        length=BlockDecision.Length.REVIEW,
        review_on=months_later(today(), 3),
        telling=ways_to_tell(block)[0],
    )
