"""Whether what somebody means to decide fits the request, and what was found of it."""

import re

from accounts.dates import today
from councilsm.forms import when_in_words
from councilsm.refusals import RuleBroken, required_words
from moderation.blocks.models import Block
from moderation.unblocks.models import UnblockDecision, UnblockRequest
from moderation.unblocks.verdict import Verdict

Outcome, Holder = UnblockDecision.Outcome, UnblockDecision.Holder

#: Outcomes by which a block is kept or lifted.
ABOUT_A_BLOCK = (*UnblockDecision.LIFTS, *UnblockDecision.KEEPS)


def require_fitting(verdict: Verdict, block: Block | None) -> None:
    """Asserts that an outcome fits the block, or that there is none.

    Raises:
        RuleBroken: otherwise.
    """
    outcome = verdict.outcome
    about_a_block = outcome in ABOUT_A_BLOCK
    if block is None and (about_a_block or outcome == Outcome.OVER):
        raise RuleBroken("There is no block to keep or to lift. Match the request to one first.")
    if block is not None and outcome == Outcome.NOT_OURS:
        raise RuleBroken(f"It is about {block.reference}. Decide whether that block stands.")
    if block is not None and about_a_block and _is_to_be_decided(block, outcome):
        raise RuleBroken(
            f"{block.reference} was blocked first and is not decided yet. Have it decided, then "
            "decide this request."
        )
    if block is not None and outcome in UnblockDecision.KEEPS and not block.is_in_force:
        raise RuleBroken(f"{block.reference} is over, so there is nothing to keep.")
    if outcome == Outcome.OVER and block is not None:
        require_over(block)
    if outcome == Outcome.UNBLOCK_WARNING:
        required_words(verdict.warning, "Write the warning.")
    elif verdict.warning.strip():
        raise RuleBroken("A warning goes only with “Unblock, with a warning”.")
    require_review(verdict, block)


def require_over(block: Block) -> None:
    """Asserts that nothing keeps a profile out any more, here or on the platform.

    Raises:
        RuleBroken: the block stands, or an account still shows it.
    """
    if block.is_in_force:
        raise RuleBroken(f"{block.reference} still stands, so keep it or lift it.")
    shown = [
        str(place.account) for place in block.places.select_related("account") if place.is_blocked
    ]
    if shown:
        raise RuleBroken(
            f"{block.reference} is over, but {', '.join(shown)} still shows it. Have them "
            "unblocked there first."
        )


def require_holder(verdict: Verdict) -> None:
    """Asserts that somebody asked whose profile it is: anybody can ask in another's name (T10).

    Raises:
        RuleBroken: nobody did.
    """
    if verdict.holder not in Holder.values:
        raise RuleBroken("Say how it is known that the profile is theirs.")
    if verdict.holder == Holder.OTHERWISE:
        required_words(verdict.holder_how, "Say how it is known that the profile is theirs.")
    elif verdict.holder_how.strip():
        raise RuleBroken("How it is known goes only with “It is known otherwise”.")


def require_review(verdict: Verdict, block: Block | None) -> None:
    """Asserts that a day of review goes with a block that is kept until then, and lies ahead.

    Raises:
        RuleBroken: otherwise.
    """
    day = verdict.review_on
    if verdict.outcome != Outcome.KEEP_REVIEW:
        if day is not None:
            raise RuleBroken("A day of review goes only with “Keep the block, and review it”.")
        return
    if day is None:
        raise RuleBroken("Enter the day by which you look at the block again.")
    if day <= today():
        raise RuleBroken("The day of the review must be in the future.")
    if block and block.ends_on and day > block.ends_on:
        raise RuleBroken(f"The block ends on {when_in_words(block.ends_on)}, before that day.")
    if block and block.review_on and day > block.review_on:
        raise RuleBroken(
            f"The block is looked at again by {when_in_words(block.review_on)} already. Enter that "
            "day or an earlier one."
        )


def require_own_reasons(request: UnblockRequest, outcome: str, reasons: str) -> None:
    """Asserts that the reasons are no copy of another decision's, where each stands alone.

    Raises:
        RuleBroken: the same words stand on another decision.
    """
    book = request.council.rulebook
    if not book.rules.unblock_alone.value or outcome not in ABOUT_A_BLOCK:
        return
    made = UnblockDecision.objects.filter(council=request.council, outcome__in=ABOUT_A_BLOCK)
    same = _bare(reasons)
    if any(_bare(other) == same for other in made.values_list("reasons", flat=True).iterator()):
        raise RuleBroken(
            "The same words stand on another decision. Each request is decided on its own: say "
            "why for this one.",
            source=book.source_of("unblock_alone"),
        )


# --- Of these actions only ----------------------------------------------------------------------


def _is_to_be_decided(block: Block, outcome: str) -> bool:
    """Whether a block has to be decided before the request.

    Not where the time to do so is over and the request is granted: nobody stays blocked because
    nobody decided.
    """
    if block.state not in Block.UNDECIDED:
        return False
    is_late = block.decide_by is not None and block.decide_by < today()
    return not (is_late and outcome in UnblockDecision.LIFTS)


def _bare(words: str) -> str:
    """Words without what makes no difference: capitals, blanks and marks."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()
