"""What is done with evidence."""

from moderation.evidence.actions.adding import attach
from moderation.evidence.actions.checking import mark_spoiled, mark_whole
from moderation.evidence.actions.destroying import (
    agree_to_destruction,
    ask_destruction,
    ask_erasure,
    hide_prohibited,
    refuse_destruction,
)
from moderation.evidence.actions.looking import confirm_evidence, open_evidence

__all__ = [
    "agree_to_destruction",
    "ask_destruction",
    "ask_erasure",
    "attach",
    "confirm_evidence",
    "hide_prohibited",
    "mark_spoiled",
    "mark_whole",
    "open_evidence",
    "refuse_destruction",
]
