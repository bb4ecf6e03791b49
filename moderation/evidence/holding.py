"""What keeps evidence and words from being destroyed as an error, as the features above say."""

from collections.abc import Callable

from councilsm.refusals import RuleBroken
from moderation.evidence.models import Destruction, Evidence
from moderation.evidence.seeing import Thing, as_evidence

Holder = Callable[[Evidence], bool]
HOLDERS: list[Holder] = []


def holds(function: Holder) -> Holder:
    """Registers a function that says whether evidence is kept for legal action."""
    HOLDERS.append(function)
    return function


def is_held(thing: Thing) -> bool:
    """Whether it is kept for legal action."""
    return any(held(as_evidence(thing)) for held in HOLDERS)


def require_not_held(thing: Thing, reason: str) -> None:
    """Asserts that what is kept for legal action is not destroyed as uploaded in error.

    A prohibited image and lawful erasure come before it.

    Raises:
        RuleBroken: it is kept (DTC-3.2-e).
    """
    if reason == Destruction.Reason.ERROR and is_held(thing):
        raise RuleBroken(
            "This is kept for legal action, so it is not destroyed as uploaded in error. Ask those "
            "who work on its case."
        )
