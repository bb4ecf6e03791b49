from moderation.drafts.actions.deciding import (
    approve_draft,
    reject_draft,
    request_changes,
)
from moderation.drafts.actions.posting import record_post
from moderation.drafts.actions.writing import (
    Content,
    create_draft,
    save_working_copy,
    submit_draft,
    take_back_draft,
    withdraw_draft,
)

__all__ = [
    "Content",
    "approve_draft",
    "create_draft",
    "record_post",
    "reject_draft",
    "request_changes",
    "save_working_copy",
    "submit_draft",
    "take_back_draft",
    "withdraw_draft",
]
