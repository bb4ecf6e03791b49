"""Questions of the policy checks that only people can answer, before anything is let out."""

from councilsm.refusals import RuleBroken
from moderation.checks.findings import Report
from moderation.checks.pre_election import WHY_THEN

#: The council may publish nothing that appears designed to affect support for a party.
PARTY_LAW = "Local Government Act 1986 s.2"


def require_not_for_a_party(
    report: Report, answer: bool | None, *, instead: str = "Reject it, or request changes."
) -> None:
    """The question that only people can answer, where the words give cause to ask it.

    Args:
        instead: what to do where the answer forbids it.

    Raises:
        RuleBroken: it is not answered, or it is and the answer forbids the post.
    """
    if not report.asks("party"):
        return
    if answer is None:
        raise RuleBroken(
            "Say whether this appears designed to affect support for a party.", source=PARTY_LAW
        )
    if answer:
        raise RuleBroken(
            "By your answer this appears designed to affect support for a party, so the council "
            f"may not publish it. {instead}",
            source=PARTY_LAW,
        )


def require_reason_in_period(report: Report, reason: str, *, sentence: str = "") -> str:
    """Why something may go out before an election, where the checks ask for it; else nothing.

    Args:
        sentence: what is said where no reason is given, in place of the usual words.

    Raises:
        RuleBroken: they ask for it, and nothing is said.
    """
    if not report.asks(WHY_THEN):
        return ""
    if not reason.strip():
        raise RuleBroken(
            sentence
            or "It may go out in a pre-election period. Say why it may, or request changes, so "
            "that the author chooses another time.",
            field="in_period",
        )
    return reason.strip()
