"""What features above keep of an approval as it is given.

A feature's `beside.py` registers a function, so that drafts call it without knowing it:

    @keeps_approval
    def looked(decision: Decision, content: Content, report: Report, in_period: str) -> None:
        ...
"""

from collections.abc import Callable

from moderation.checks.content import Content
from moderation.checks.findings import Report
from moderation.drafts.models import Decision

Keeper = Callable[[Decision, Content, Report, str], None]

KEEPERS: list[Keeper] = []


def keeps_approval(function: Keeper) -> Keeper:
    """Registers a function that is called inside the action which approves a draft.

    It is given the decision, what was approved, what the checks said of it, and why it may go out
    in a pre-election period; empty where nobody asked.
    """
    KEEPERS.append(function)
    return function
