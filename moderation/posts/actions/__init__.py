from moderation.posts.actions.changing import (
    edit_post,
    findings_of_edit,
    findings_of_words,
    start_correction,
)
from moderation.posts.actions.confirming import confirm_change
from moderation.posts.actions.mistakes import put_right, tell_mistake
from moderation.posts.actions.noting import note_not_posted, note_scheduled
from moderation.posts.actions.outside import (
    accept_outside_post,
    order_outside_post_down,
    record_outside_post,
    set_outside_post_aside,
)
from moderation.posts.actions.postable import require_postable
from moderation.posts.actions.recording import record_post
from moderation.posts.actions.taking_down import take_down_post

__all__ = [
    "accept_outside_post",
    "confirm_change",
    "edit_post",
    "findings_of_edit",
    "findings_of_words",
    "note_not_posted",
    "note_scheduled",
    "order_outside_post_down",
    "put_right",
    "record_outside_post",
    "record_post",
    "require_postable",
    "set_outside_post_aside",
    "start_correction",
    "take_down_post",
    "tell_mistake",
]
