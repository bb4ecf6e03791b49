from moderation.enquiries.actions.closing import close_enquiry, reopen_enquiry
from moderation.enquiries.actions.handling import (
    acknowledge,
    add_note,
    change_kind,
    pass_on,
    reassign,
    signpost,
    take,
)
from moderation.enquiries.actions.looking import add_watch, end_watch, look_at
from moderation.enquiries.actions.raising import raise_enquiry, raise_with_item
from moderation.enquiries.actions.replying import draft_reply, move_to_private, reply
from moderation.enquiries.actions.standard import (
    add_standard_reply,
    change_standard_reply,
    retire_standard_reply,
    review_standard_reply,
)
from moderation.enquiries.actions.topics import add_topic, change_topic, retire_topic

__all__ = [
    "acknowledge",
    "add_note",
    "add_standard_reply",
    "add_topic",
    "add_watch",
    "change_kind",
    "change_standard_reply",
    "change_topic",
    "close_enquiry",
    "draft_reply",
    "end_watch",
    "look_at",
    "move_to_private",
    "pass_on",
    "raise_enquiry",
    "raise_with_item",
    "reassign",
    "reopen_enquiry",
    "reply",
    "retire_standard_reply",
    "retire_topic",
    "review_standard_reply",
    "signpost",
    "take",
]
