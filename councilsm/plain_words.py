"""Characters that nobody sees: words that hold one read otherwise than they are."""

import unicodedata

from councilsm.refusals import RuleBroken

#: They join letters in Indian and Arabic scripts, and parts of an emoji.
JOINERS = "\u200c\u200d"

REFUSAL = (
    "The words hold a character that cannot be seen, or that turns their direction. Type them "
    "anew instead of pasting them."
)


def holds_hidden(text: str) -> bool:
    """Whether a text holds an invisible character or one that turns its direction."""
    return any(
        unicodedata.category(character) == "Cf" and character not in JOINERS for character in text
    )


def without_hidden(text: str) -> str:
    """The text without such characters, joiners too."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def refuse_hidden(*texts: str) -> None:
    """Asserts that no text reads otherwise than it is.

    Raises:
        RuleBroken: one holds an invisible character, or one that turns its direction.
    """
    if any(map(holds_hidden, texts)):
        raise RuleBroken(REFUSAL)
