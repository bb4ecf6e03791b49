"""Joining and leaving the team, looking at each change, and the undertaking."""

from accounts.team.actions.changing import Urgency, join_team, leave_team
from accounts.team.actions.reviewing import review_change
from accounts.team.actions.undertaking import (
    give_undertaking,
    record_undertaking,
    word_undertaking,
)

__all__ = [
    "Urgency",
    "give_undertaking",
    "join_team",
    "leave_team",
    "record_undertaking",
    "review_change",
    "word_undertaking",
]
