"""How long a block may stand: by the council's rule, and never longer than it says."""

from datetime import date
from typing import Any

from accounts.councils.blocking import BlockLength
from accounts.councils.models import Council
from accounts.dates import LONDON, months_later, today
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken
from moderation.blocks.models import Block, BlockDecision

Length = BlockDecision.Length

#: What may be chosen under each rule: what is shorter than the rule interferes less.
CHOICES: dict[str, tuple[Length, ...]] = {
    Length.FIXED: (Length.FIXED,),
    Length.REVIEW: (Length.REVIEW, Length.FIXED),
    Length.OPEN: (Length.OPEN, Length.REVIEW, Length.FIXED),
}


def lengths_for(council: Council) -> tuple[Length, ...]:
    """The lengths of which somebody may choose, the rule's own first; any while none is set."""
    rule = _rule(council)
    return CHOICES[rule.length] if rule else CHOICES[Length.OPEN]


def counted_from(block: Block) -> date:
    """The day (London) from which the rule's months count.

    A block of fixed length may be made shorter or longer within its months; they do not begin
    anew when it is renewed. What ends with a review is renewed from the day of the renewal.
    """
    rule = _rule(block.council)
    if rule is None or rule.length.value != Length.FIXED.value:
        return today()
    if block.is_urgent:
        return block.proposed_at.astimezone(LONDON).date()
    first = block.decisions.filter(kind=BlockDecision.Kind.BLOCK).order_by("pk").first()
    return first.decided_at.astimezone(LONDON).date() if first else today()


def last_day_allowed(block: Block) -> date | None:
    """The last day (London) on which it must end or be reviewed; None while no rule says so."""
    rule = _rule(block.council)
    return months_later(counted_from(block), rule.months) if rule else None


def judged_length(
    block: Block, length: str, ends_on: date | None, review_on: date | None
) -> dict[str, Any]:
    """The length of a block as columns of its decision.

    Args:
        length: one of `BlockDecision.Length`.
        ends_on, review_on: London days, both to come. Until a review is until the end.

    Raises:
        RuleBroken: the rule allows another length only, a day is missing, has passed or is later
            than the rule allows.
    """
    council, rule = block.council, _rule(block.council)
    source = council.rulebook.source_if_set("block_length")
    if length not in lengths_for(council):
        raise RuleBroken("Choose how long it stands.", source=source)
    if length == Length.OPEN:
        ends_on = None
    if length == Length.REVIEW:
        ends_on = review_on = review_on or ends_on
    if length == Length.FIXED and ends_on is None:
        raise RuleBroken("Enter the day on which it ends.", source=source)
    if review_on is None and (rule is None or length != Length.FIXED):
        raise RuleBroken("Enter the day on which somebody looks at it again.", source=source)
    require_days(ends_on, review_on)
    latest = last_day_allowed(block)
    bound = review_on if length == Length.OPEN else ends_on
    if latest and bound and bound > latest:
        raise RuleBroken(
            f"Your rules allow {when_in_words(latest)} at the latest. Choose an earlier day.",
            source=source,
        )
    return {"length": length, "ends_on": ends_on, "review_on": review_on}


def require_days(ends_on: date | None, review_on: date | None) -> None:
    """Asserts that the days of a block are to come, and in order.

    Raises:
        RuleBroken: one has passed, or is today; or the review comes after the end.
    """
    if any(day is not None and day <= today() for day in (ends_on, review_on)):
        raise RuleBroken("The day must be after today.")
    if ends_on and review_on and review_on > ends_on:
        raise RuleBroken("It is looked at again after it has ended. Correct one of the days.")


def _rule(council: Council) -> BlockLength | None:
    return council.rulebook.rules.block_length.value
