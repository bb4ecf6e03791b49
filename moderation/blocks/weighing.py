"""What is weighed before somebody is blocked: an interference with their freedom to speak.

A council is a public authority (Human Rights Act 1998, section 6), so it blocks only by law, for a
legitimate aim, and no more than is necessary (Article 10(2)).
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.councils.models import Council
from councilsm.refusals import RuleBroken, required_words
from moderation.blocks.lengths import judged_length
from moderation.blocks.models import Block
from moderation.blocks.telling import Telling, notice_of, require_heard, ways_to_tell
from moderation.items.authors import plain_words
from moderation.log.actions.common import shortened
from moderation.log.grounds import says_something
from moderation.log.reasons import reason_of, removal_reasons, source_of_reason

#: The longest answer, in characters.
LONGEST = 4_000

#: What makes an answer one: two letters in a row. A single one stands for none.
WORD = re.compile(r"[^\W_]{2}")

#: What would have interfered less, and what to do where it is not answered.
LESS = {
    "why_not_hide": "Say why hiding or deleting what they post is not enough.",
    "why_not_warn": "Say why a warning is not enough.",
    "why_not_restrict": "Say why restricting them, or closing comments, is not enough.",
    "why_not_shorter": "Say why a shorter block is not enough.",
}


@dataclass(frozen=True)
class Weighing:
    """What whoever decides to block somebody answered.

    Args:
        reason: code of one of the rulebook's reasons.
        reason_words: the reason in their own words, while the rulebook lists none.
        reasons: why, in words that the person blocked could read.
        why_not_hide, why_not_warn, why_not_restrict, why_not_shorter: what would have interfered
            less, and why it is not enough.
        other_ways: how they can still reach the council.
        statutory: the account carries what the law makes the council publish or ask.
        statutory_how: how they get that still.
        length, ends_on, review_on: see `judged_length`.
        telling: one of `BlockDecision.Telling`.
        why_not_told: where they are not told.
        response_considered: what was made of their response to a notice.
    """

    reason: str = ""
    reason_words: str = ""
    reasons: str = ""
    why_not_hide: str = ""
    why_not_warn: str = ""
    why_not_restrict: str = ""
    why_not_shorter: str = ""
    other_ways: str = ""
    statutory: bool | None = None
    statutory_how: str = ""
    length: str = ""
    ends_on: date | None = None
    review_on: date | None = None
    telling: str = ""
    why_not_told: str = ""
    response_considered: str = ""


def judged(weighing: Weighing, block: Block) -> dict[str, Any]:
    """A decision to block as its columns.

    Raises:
        RuleBroken: it names no reason of the rulebook, an answer is missing, its length is not the
            rule's, or they were not heard where the rule wants that.
    """
    require_heard(block)
    columns = judged_reason(block.council, weighing.reason, weighing.reason_words)
    columns["reasons"] = said(weighing.reasons, "Say why, in words that they could read.")
    for name, otherwise in LESS.items():
        columns[name] = said(getattr(weighing, name), otherwise)
    columns["other_ways"] = said(weighing.other_ways, "Say how they can still reach the council.")
    return {
        **columns,
        **_judged_statutory(weighing),
        **judged_length(block, weighing.length, weighing.ends_on, weighing.review_on),
        **judged_telling(block, weighing.telling, weighing.why_not_told),
        "response_considered": _judged_response(block, weighing),
    }


def judged_reason(council: Council, code: str, words: str) -> dict[str, str]:
    """For what somebody is blocked, as columns.

    Raises:
        RuleBroken: it is none of the council's reasons; or it lists none, and no words are given.
    """
    if not removal_reasons(council):
        words = required_words(
            plain_words(words),
            "Your council has listed no reasons yet. Say in your own words which one it is.",
        )
        label, source = shortened(words, 300, "reason"), source_of_reason(council, None)
        return {"reason": "", "reason_label": label, "source": source}
    reason = reason_of(council, code)
    if reason is None:
        raise RuleBroken(
            "Choose one of your council’s reasons. If none fits, nobody is blocked: criticism is "
            "no reason.",
            source=council.rulebook.source_of("removal_reasons"),
        )
    source = source_of_reason(council, reason)[:250]
    return {"reason": reason.code, "reason_label": reason.label, "source": source}


def judged_telling(
    block: Block, telling: str, why_not_told: str, *, renewing: bool = False
) -> dict[str, str]:
    """Whether they hear of it, as columns.

    Raises:
        RuleBroken: the rule says otherwise; or they are not told, and nothing says why.
    """
    if telling not in ways_to_tell(block, renewing=renewing):
        raise RuleBroken(
            "Choose whether they are told.",
            source=block.council.rulebook.source_if_set("block_telling"),
        )
    why = ""
    if telling == Telling.NOT_TOLD:
        why = said(why_not_told, "Say why they are not told.")
    return {"telling": telling, "why_not_told": why}


def said(words: str, otherwise: str) -> str:
    """An answer without hidden characters or blanks around it.

    Raises:
        RuleBroken: it is empty, all dots and dashes or single letters (says `otherwise`), or longer
            than 4,000 characters.
    """
    words = required_words(plain_words(words), otherwise)
    if not says_something(words, but="P") or not WORD.search(words):
        raise RuleBroken(otherwise)
    return shortened(words, LONGEST, "answer")


def _judged_statutory(weighing: Weighing) -> dict[str, Any]:
    if weighing.statutory is None:
        raise RuleBroken(
            "Answer whether the account carries what the law requires the council to publish."
        )
    how = ""
    if weighing.statutory:
        how = said(weighing.statutory_how, "Say how they still get what the law gives them.")
    return {"statutory": weighing.statutory, "statutory_how": how}


def _judged_response(block: Block, weighing: Weighing) -> str:
    notice = notice_of(block)
    if notice is None or notice.responded_at is None:
        return ""
    return said(
        weighing.response_considered,
        "They responded to the notice. Say what you made of their response.",
    )
