"""What is next about a block, in a sentence, and where it is done."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.dates import today
from accounts.people.models import Membership
from councilsm.duties import Duty
from councilsm.forms import when_in_words
from moderation.blocks.deciders import office_in_words, today_in_words
from moderation.blocks.models import Block, BlockDecision, BlockNotice, BlockPlace
from moderation.blocks.questions import SOON
from moderation.blocks.readers import DOERS
from moderation.blocks.telling import wants_notice
from moderation.log.record import Next

State = Block.State


@dataclass(frozen=True)
class Standing:
    """What is known of a block beside its own columns.

    Args:
        waiting: the decision that waits for a second person.
        untold: they are to be sent a decision, and were not.
        nobody: nobody could agree today to the decision that waits.
    """

    notice: BlockNotice | None = None
    waiting: BlockDecision | None = None
    untold: bool = False
    nobody: bool = False


def next_step(block: Block, places: list[BlockPlace], stands: Standing, reader: Membership) -> Next:
    """The first thing that is left to do, with its page where that is for the reader.

    What a platform still shows comes first: it is done to somebody now.
    """
    notice, waiting = stands.notice, stands.waiting
    for place in places:
        if place.to_do:
            return on_platform(place, reader)
    if waiting and (block.state in Block.UNDECIDED or block.is_in_force):
        mine = waiting.decided_by_id == reader.person_id
        words = f"Somebody else than {waiting.decided_by} must agree."
        if stands.nobody:
            words += " Nobody else decides blocks today, so it waits until somebody else may."
        return step(block, words, "Answer", "second", reader, decides=not mine)
    if block.state == State.PROPOSED and wants_notice(block):
        words = "Send the notice of intention, then record it."
        return step(block, words, "Record the notice", "notice", reader)
    if block.state == State.NOTIFIED and notice and notice.is_awaited:
        words = f"They can respond until {when_in_words(notice.respond_by)}."
        return step(block, words, "Record their response", "response", reader)
    if block.state in Block.UNDECIDED:
        by = f" by {when_in_words(block.decide_by)}" if block.decide_by else ""
        words = heard(notice) + decide_it(reader, by)
        return step(block, words, "Decide", "decide", reader, decides=True)
    if stands.untold:
        words = "Send them the decision with its reasons, then record it."
        return step(block, words, "Tell them", "told", reader)
    if not block.is_in_force:
        return Next("Nothing is left to do.")
    if block.review_on and block.review_on <= today() + SOON:
        words = f"Review it by {when_in_words(block.review_on)}: renew it, lift it, or let it end."
        if block.ends_on is None:
            words = f"Review it by {when_in_words(block.review_on)}: renew it or lift it."
        if not reader.allows(Duty.DECIDE_BLOCKS):
            words += f" The {office_in_words(reader)} decides that. {today_in_words(reader)}"
        return step(block, words, "Renew it", "renew", reader, decides=True)
    if block.review_on:
        return Next(f"Nothing until its review on {when_in_words(block.review_on)}.")
    assert block.ends_on is not None  # block_ends_or_is_reviewed
    return Next(f"Nothing until its end on {when_in_words(block.ends_on)}.")


def decide_it(reader: Membership, by: str) -> str:
    """That it is to be decided, to whoever may; to others who decides it, by office and name.

    Args:
        by: until when, in words that begin with a blank; may be empty.
    """
    if reader.allows(Duty.DECIDE_BLOCKS):
        return f"Decide it{by}."
    return f"The {office_in_words(reader)} decides it{by}. {today_in_words(reader)}"


def heard(notice: BlockNotice | None) -> str:
    """What came of a notice of intention, once somebody may decide; with a blank after it."""
    if notice is None:
        return ""
    if notice.responded_at is not None:
        return "They responded. "
    until = when_in_words(notice.respond_by)
    return f"They had until {until} to respond, and no response is recorded. "


def on_platform(place: BlockPlace, reader: Membership) -> Next:
    """What is to be done on one account."""
    words = {
        "block": f"Block them on {place.account}, then record it.",
        "unblock": f"Ended here, still blocked on {place.account}. Unblock them there, then "
        "record it.",
    }
    slug = place.block.council.slug
    page = reverse("blocks:confirm", args=[slug, place.pk])
    return Next(words[place.to_do], "Record it", page if any(map(reader.allows, DOERS)) else "")


def step(
    block: Block, words: str, label: str, name: str, reader: Membership, *, decides: bool = False
) -> Next:
    """A step with its page, for whoever decides blocks, or for whoever carries them out."""
    duties = (Duty.DECIDE_BLOCKS,) if decides or name == "second" else DOERS
    page = reverse(f"blocks:{name}", args=[block.council.slug, block.number])
    may = any(map(reader.allows, duties)) and (decides or name != "second")
    return Next(words, label, page if may else "")
