"""What keeps evidence from being destroyed as uploaded in error, as the features above say."""

from collections.abc import Callable

from councilsm.refusals import RuleBroken
from moderation.evidence.models import Destruction, Evidence

Holder = Callable[[Evidence], bool]
HOLDERS: list[Holder] = []


def holds(function: Holder) -> Holder:
    """Registers a function that says whether evidence is kept for legal action."""
    HOLDERS.append(function)
    return function


def require_not_held(evidence: Evidence, reason: str) -> None:
    """Asserts that evidence kept for legal action is not destroyed as uploaded in error.

    A prohibited image and lawful erasure come before it.

    Raises:
        RuleBroken: it is kept (DTC-3.2-e).
    """
    if reason == Destruction.Reason.ERROR and any(held(evidence) for held in HOLDERS):
        raise RuleBroken(
            "This evidence is kept for legal action, so it is not destroyed as uploaded in error. "
            "Ask those who work on its case."
        )
