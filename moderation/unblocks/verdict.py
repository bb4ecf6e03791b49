"""What somebody means to decide about a request."""

from dataclasses import dataclass
from datetime import date

from moderation.unblocks.letters import Answer


@dataclass(frozen=True)
class Verdict:
    """What somebody means to decide.

    Args:
        outcome: a code of `UnblockDecision.Outcome`.
        holder: how it is known that whoever asks holds the profile, a code of
            `UnblockDecision.Holder`.
        holder_how: where it is known otherwise, how.
        reasons: why, for this request alone.
        afresh: where the block was theirs, how they looked at it afresh.
        warning: of an unblocking with a warning, its words.
        review_on: of a block kept with a review, the day (London) by which it is.
    """

    outcome: str
    holder: str = ""
    holder_how: str = ""
    reasons: str = ""
    afresh: str = ""
    warning: str = ""
    review_on: date | None = None

    @property
    def answer(self) -> Answer:
        """What the letter tells of it."""
        return Answer(self.outcome, self.reasons, self.warning, self.review_on)
