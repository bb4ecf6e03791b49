"""What is done about the conduct of the council's own people."""

from moderation.conduct.actions.closing import close_conduct, record_decided, refer_conduct
from moderation.conduct.actions.recording import record_conduct
from moderation.conduct.actions.removing import answer_removal, ask_removal, refer_refusal

__all__ = [
    "answer_removal",
    "ask_removal",
    "close_conduct",
    "record_conduct",
    "record_decided",
    "refer_conduct",
    "refer_refusal",
]
