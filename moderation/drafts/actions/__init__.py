from moderation.drafts.actions.deciding import (
    approve_draft,
    reject_draft,
    request_changes,
)
from moderation.drafts.actions.withdrawing import withdraw_approval
from moderation.drafts.actions.writing import (
    AlreadyStarted,
    MustFix,
    create_draft,
    save_working_copy,
    submit_draft,
    take_back_draft,
    withdraw_draft,
)

__all__ = [
    "AlreadyStarted",
    "MustFix",
    "approve_draft",
    "create_draft",
    "reject_draft",
    "request_changes",
    "save_working_copy",
    "submit_draft",
    "take_back_draft",
    "withdraw_approval",
    "withdraw_draft",
]
