"""Somebody leaves: recorded, moved or cancelled, carried out at the moment, done step by step."""

from accounts.leavers.actions.attesting import attest
from accounts.leavers.actions.changing import (
    cancel_departure,
    move_departure,
    record_return,
    refresh_tasks,
)
from accounts.leavers.actions.doing import complete_task, confirm_self_removal, set_aside_task
from accounts.leavers.actions.ending import end_rights
from accounts.leavers.actions.recording import record_departure, record_election
from accounts.leavers.actions.reopening import reopen_task
from accounts.leavers.actions.taking_back import take_back

__all__ = [
    "attest",
    "cancel_departure",
    "complete_task",
    "confirm_self_removal",
    "end_rights",
    "move_departure",
    "record_departure",
    "record_election",
    "record_return",
    "refresh_tasks",
    "reopen_task",
    "set_aside_task",
    "take_back",
]
