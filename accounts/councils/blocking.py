"""What a rule's value may be where it is about blocking somebody, and what each says in words."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from accounts.councils.terms import Frozen


class Length(StrEnum):
    """How long a block may stand."""

    FIXED = "fixed"
    REVIEW = "review"
    OPEN = "open"


class BlockLength(Frozen):
    """How long a block may stand, and when somebody looks at it again.

    Args:
        length: for so many months and no longer; until its review, when it ends unless somebody
            renews it; or open, with a review that ends nothing.
        months: at most until it ends, of a fixed length; else until its review.
    """

    length: Length
    months: Annotated[int, Field(ge=1, le=60)]


class Telling(StrEnum):
    """How somebody hears that they are blocked."""

    NOTICE = "notice"
    WRITTEN = "written"
    NOT_TOLD = "not_told"


class BlockTelling(Frozen):
    """Whether somebody hears of a block, and when.

    Args:
        telling: a notice of intention first, with time to respond; a written decision; or not told.
        days: working days to respond to a notice of intention.
    """

    telling: Telling
    days: Annotated[int, Field(ge=1, le=90)] | None = None

    @model_validator(mode="after")
    def _days_of_a_notice(self) -> Self:
        if (self.telling is Telling.NOTICE) != (self.days is not None):
            raise ValueError("Give working days to respond with a notice, and with nothing else.")
        return self


class OtherDecider(StrEnum):
    """Whether somebody else than who decided a block hears the request to be unblocked."""

    REQUIRED = "required"
    PREFERRED = "preferred"
    NOT_ASKED = "not_asked"


#: With the months in words.
LENGTHS = {
    Length.FIXED: "For {} at most, then it ends",
    Length.REVIEW: "Until its review after {}; it ends then unless it is renewed",
    Length.OPEN: "Until somebody lifts it, with a review after {}",
}
TELLING = {
    Telling.NOTICE: "A notice of intention first",
    Telling.WRITTEN: "A written decision, with reasons and how to ask for a review",
    Telling.NOT_TOLD: "They are not told",
}
OTHER_DECIDER = {
    OtherDecider.REQUIRED: "Somebody else than who decided the block",
    OtherDecider.PREFERRED: "Somebody else where there is one; otherwise it is said why not",
    OtherDecider.NOT_ASKED: "The same person may decide, and says how they looked at it afresh",
}


def length_in_words(value: BlockLength) -> str:
    """How long a block may stand, and when it is looked at again."""
    return LENGTHS[value.length].format(months_in_words(value.months))


def telling_in_words(value: BlockTelling) -> str:
    """Whether somebody hears of a block, and by when they can respond."""
    words = TELLING[value.telling]
    if value.days is None:
        return words
    return f"{words}, with {value.days} working {'day' if value.days == 1 else 'days'} to respond"


def months_in_words(months: int) -> str:
    return "1 month" if months == 1 else f"{months} months"
