from moderation.drafts.actions.deciding import (
    approve_draft,
    reject_draft,
    request_changes,
)
from moderation.drafts.actions.writing import (
    create_draft,
    save_working_copy,
    submit_draft,
    take_back_draft,
    withdraw_draft,
)

__all__ = [
    "approve_draft",
    "create_draft",
    "reject_draft",
    "request_changes",
    "save_working_copy",
    "submit_draft",
    "take_back_draft",
    "withdraw_draft",
]
