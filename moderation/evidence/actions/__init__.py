"""What is done with evidence."""

from moderation.evidence.actions.adding import attach
from moderation.evidence.actions.checking import mark_spoiled, mark_whole
from moderation.evidence.actions.destroying import (
    agree_to_destruction,
    ask_destruction,
    refuse_destruction,
)
from moderation.evidence.actions.looking import confirm_evidence, open_evidence

__all__ = [
    "agree_to_destruction",
    "ask_destruction",
    "attach",
    "confirm_evidence",
    "mark_spoiled",
    "mark_whole",
    "open_evidence",
    "refuse_destruction",
]
