"""What somebody blocked is sent, in plain English: templates that a human reads, changes and sends.

On the platform nobody but the profile reads it, so its own words are answered, and no name given.
"""

from django.conf import settings
from django.urls import reverse

from accounts.councils.models import Council
from moderation.blocks.models import Block, BlockDecision, BlockNotice
from moderation.blocks.register import short

Kind = BlockDecision.Kind
Length = BlockDecision.Length

ERASED = "[Say why: the words on our record were erased.]"


def notice_words(block: Block) -> str:
    """A notice of intention: that the council means to block them, why, and how to respond."""
    entry = block.prompted_by
    named = entry.reason_label if entry is not None and not entry.item.restricted else ""
    return _joined(
        f"{block.council} is thinking about blocking this profile from: {_places(block)}.",
        f"Why: {named or '[say what they did, and under which of our reasons]'}",
        "You can say why we should not. Answer this message"
        + (f", or write to {block.council.email}." if block.council.email else ".")
        + " Somebody reads what you say before we decide, and we tell you what we decided.",
    )


def nothing_words(block: Block) -> str:
    """That nothing comes of a notice of intention: the proposal was taken back."""
    return _joined(
        f"We told you that {block.council} was thinking about blocking this profile. We have "
        "stopped: nothing comes of what we wrote to you then.",
    )


def told_words(block: Block, decision: BlockDecision) -> str:
    """The decision as they are sent it: why, by which clause, how long, and how to ask again.

    Args:
        decision: one of `block`'s, which counts or was not agreed to.
    """
    council, reasons = block.council, decision.reasons or ERASED
    if decision.kind == Kind.LIFT:
        return _joined(
            f"{council} has ended the block of this profile on: {_places(block)}.",
            f"Why: {reasons}",
            "Somebody takes the block off by hand, so it can take a few days. "
            f"If it is still there after a week, tell us: {ask_address(council)}",
        )
    if decision.kind == Kind.NOT or decision.agreed is False:
        reasons = decision.second_note if decision.agreed is False else reasons
        return _joined(
            f"We told you that {council} was thinking about blocking this profile. We have decided "
            "not to.",
            f"Why: {reasons or ERASED}",
        )
    first = f"{council} has blocked this profile on: {_places(block)}."
    if decision.kind == Kind.RENEW:
        first = (
            f"{council} has looked at the block of this profile again. It goes on, on: "
            f"{_places(block)}."
        )
    return _joined(
        first,
        f"Our reason: {decision.reason_label or ERASED}"
        + (f" ({decision.source})." if decision.source else "."),
        f"Why: {reasons}",
        f"What we made of your response: {decision.response_considered}"
        if decision.response_considered
        else "",
        _how_long(block, decision),
        f"You can still reach us. {decision.other_ways}" if decision.other_ways else "",
        f"What the law gives you: {decision.statutory_how}" if decision.statutory_how else "",
        f"If you do not agree, ask us to look at it again: {ask_address(council)}",
    )


def ask_address(council: Council) -> str:
    """Where anybody asks to be unblocked, as a whole address."""
    return settings.BASE_URL + reverse("unblocks:new", args=[council.slug])


def to_tell(
    block: Block, decisions: list[BlockDecision], notice: BlockNotice | None
) -> BlockDecision | None:
    """The decision that they are to be sent, and were not yet; None where there is none.

    Of a block or its renewal, as was decided; of its end, if they were told of the block; and that
    there is none, if they had a notice.

    Args:
        decisions: of the block, in their order.
    """
    made = [one for one in decisions if one.kind != Kind.REVIEW]
    made = [one for one in made if one.agreed is not None or not one.needs_second]
    if not made or made[-1].told_at is not None:
        return None
    last = made[-1]
    if last.kind == Kind.LIFT:
        return last if any(one.told_at for one in made) else None
    if block.state == Block.State.REFUSED:
        return last if notice is not None else None
    standing = [one for one in made if one.counts]
    if block.state != Block.State.STANDS or not block.is_in_force or not standing:
        return None
    return standing[-1] if standing[-1].is_to_be_told else None


def _how_long(block: Block, decision: BlockDecision) -> str:
    if decision.length == Length.OPEN or block.ends_on is None:
        assert block.review_on is not None  # block_ends_or_is_reviewed
        return (
            f"How long: until we lift it. We look at it again on {short(block.review_on)} at the "
            "latest."
        )
    looked = ""
    if block.review_on and block.review_on < block.ends_on:
        looked = f" We look at it again on {short(block.review_on)} at the latest."
    return f"How long: it ends on {short(block.ends_on)}, unless we decide again.{looked}"


def _places(block: Block) -> str:
    return ", ".join(str(one.account) for one in block.places.select_related("account"))


def _joined(*paragraphs: str) -> str:
    return "\n\n".join(one for one in ("Hello", *paragraphs) if one)
