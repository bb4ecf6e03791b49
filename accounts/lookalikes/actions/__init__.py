"""What is done about accounts that a reader could take for the council's."""

from accounts.lookalikes.actions.cases import (
    OnOurRegister,
    RecordedBefore,
    close_lookalike,
    record_effort,
    record_lookalike,
)
from accounts.lookalikes.actions.warning import decide_warning, end_warning

__all__ = [
    "OnOurRegister",
    "RecordedBefore",
    "close_lookalike",
    "decide_warning",
    "end_warning",
    "record_effort",
    "record_lookalike",
]
