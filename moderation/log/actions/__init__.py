from moderation.log.actions.appealing import answer_appeal, record_appeal
from moderation.log.actions.confirming import confirm_action
from moderation.log.actions.correcting import correct_item
from moderation.log.actions.entering import log_action
from moderation.log.actions.profiles import open_profile
from moderation.log.actions.putting_right import correct_action, reverse_action

__all__ = [
    "answer_appeal",
    "confirm_action",
    "correct_action",
    "correct_item",
    "log_action",
    "open_profile",
    "record_appeal",
    "reverse_action",
]
