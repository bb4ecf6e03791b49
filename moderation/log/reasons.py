"""For which reasons a council takes down what the public posts: those of its rulebook alone."""

from accounts.councils.models import Council
from accounts.councils.rulebook import Reason
from moderation.evidence.prohibited import CHILD, CHOICES, TERRORIST

#: Clauses by which a council's own policy protects opinions; otherwise the law does.
PROTECTS_OPINIONS = ("FTC-A-20",)
HUMAN_RIGHTS = "Human Rights Act 1998, section 6"

#: What nobody may keep, by the answer above the evidence field: the reason's code, which no
#: rulebook can have, its words, and the law.
PROHIBITED: dict[str, tuple[str, str, str]] = {
    CHILD: (
        "prohibited-child",
        dict(CHOICES)[CHILD],
        "Protection of Children Act 1978, section 1",
    ),
    TERRORIST: ("prohibited-terrorist", dict(CHOICES)[TERRORIST], "Terrorism Act 2006"),
}


def removal_reasons(council: Council) -> list[Reason]:
    """The reasons for which the public's posts come down; empty while the rulebook lists none.

    Why a draft of the council's own may be refused is another list (FTC-6.5-h).
    """
    return list(council.rulebook.rules.removal_reasons.value or ())


def reason_of(council: Council, code: str) -> Reason | None:
    """The listed reason of a code; None for any other."""
    return next((one for one in removal_reasons(council) if one.code == code), None)


def source_of_reason(council: Council, reason: Reason | None) -> str:
    """The clause that lists a reason, or the council's decision, in words.

    Args:
        reason: None for one that an officer wrote; its source is that the rule is not set.
    """
    book = council.rulebook
    if reason is not None and reason.clause in book.clauses:
        return f"{reason.clause}: {book.clauses[reason.clause]}"
    return book.source_of("removal_reasons")


def freedom_source(council: Council) -> str:
    """What keeps opinions up here: the policy's own clause where it has one, else the law."""
    book = council.rulebook
    own = next((clause for clause in PROTECTS_OPINIONS if clause in book.clauses), "")
    return f"{own}: {book.clauses[own]}" if own else HUMAN_RIGHTS
