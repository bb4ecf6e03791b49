"""What the public may expect of a council's accounts: the rulebook, put for them."""

from dataclasses import dataclass, replace

from accounts.councils.rulebook import Rulebook
from accounts.councils.statements import Statement, statement

#: Clauses by which a council's own policy protects opinions; otherwise the law does.
PROTECTS_OPINIONS = ("FTC-A-20",)
HUMAN_RIGHTS = "Human Rights Act 1998, section 6"
#: The rules about blocks, and about answers, that the public is told as far as they are set.
BLOCKS = (
    *("decide_blocks", "block_second_person", "block_length", "block_telling"),
    *("decide_unblocks", "unblock_days", "unblock_other_decider", "unblock_alone"),
)
ANSWERS = ("reply_days", "notice_served", "watch_days")
#: What a rule that is yes or no says to the public: under what heading, and in which words.
YES = {
    "block_second_person": ("Two people", "A second person agrees before a block stands."),
    "unblock_alone": ("Each on its own", "A request to be unblocked is decided by itself alone."),
    "notice_served": (
        "What you report",
        "What you tell us in a comment or message counts as told to the council from when you "
        "posted it.",
    ),
}


@dataclass(frozen=True)
class Ground:
    """A reason for which something comes down, and the clause that lists it."""

    label: str
    clause: str


@dataclass(frozen=True)
class HouseRules:
    """What the public may expect.

    Args:
        grounds: why something comes down; empty while the council has listed nothing.
        decided: where the list comes from, where that is no clause for each.
        opinions: what keeps opinions up: the council's own clause, or the law.
    """

    grounds: list[Ground]
    decided: str
    opinions: str
    blocks: list[Statement]
    answers: list[Statement]


def house_rules(book: Rulebook) -> HouseRules:
    """The rules of a day as the public reads them; what is not set is left out."""
    reasons = book.rules.removal_reasons.value or ()
    grounds = [Ground(reason.label, reason.clause) for reason in reasons]
    listed = all(ground.clause for ground in grounds)
    own = book.cited(*PROTECTS_OPINIONS)
    return HouseRules(
        grounds=grounds,
        decided="" if listed else book.source_of("removal_reasons"),
        opinions=own[0] if own else HUMAN_RIGHTS,
        blocks=_set(book, BLOCKS),
        answers=_set(book, ANSWERS),
    )


def _set(book: Rulebook, names: tuple[str, ...]) -> list[Statement]:
    """Those that are set; of yes and no only what is so."""
    said = [_for_public(book, name) for name in names if getattr(book.rules, name).value]
    return [one for one in said if one.is_set]


def _for_public(book: Rulebook, name: str) -> Statement:
    said = statement(book, name)
    title, line = YES.get(name, (said.title, ""))
    return replace(said, title=title, lines=[line] if line else said.lines)
