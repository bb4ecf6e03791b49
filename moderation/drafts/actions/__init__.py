from moderation.drafts.actions.deciding import (
    approve_draft,
    reject_draft,
    request_changes,
)
from moderation.drafts.actions.withdrawing import withdraw_approval
from moderation.drafts.actions.writing import (
    MustFix,
    create_draft,
    save_working_copy,
    submit_draft,
    take_back_draft,
    withdraw_draft,
)

__all__ = [
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
