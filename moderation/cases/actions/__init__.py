"""What is done about a restricted case. On the trail stands that it was done, never the words."""

from moderation.cases.actions.acting import (
    act_on_item,
    add_item_to_case,
    confirm_in_case,
    reverse_in_case,
)
from moderation.cases.actions.closing import close_case, reopen_case
from moderation.cases.actions.erasing import erase_from_case
from moderation.cases.actions.opening import open_case
from moderation.cases.actions.readers import add_reader, end_reader, say_whom_it_concerns
from moderation.cases.actions.working import (
    add_note,
    decide_not_to_tell,
    hold_case,
    record_advice,
    refer_case,
    release_case,
    say_as_affected,
)

__all__ = [
    "act_on_item",
    "add_item_to_case",
    "add_note",
    "add_reader",
    "close_case",
    "confirm_in_case",
    "decide_not_to_tell",
    "end_reader",
    "erase_from_case",
    "hold_case",
    "open_case",
    "record_advice",
    "refer_case",
    "release_case",
    "reopen_case",
    "reverse_in_case",
    "say_as_affected",
    "say_whom_it_concerns",
]
