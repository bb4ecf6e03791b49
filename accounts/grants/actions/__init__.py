"""Access to official accounts: found or asked for, decided, told, confirmed, over, gone."""

from accounts.grants.actions.asking import (
    grant_access,
    refuse_access,
    request_access,
    take_back,
)
from accounts.grants.actions.common import KEEPERS, naming
from accounts.grants.actions.life import (
    end_access,
    extend_access,
    resume_access,
    suspend_access,
    withdraw_for_misuse,
)
from accounts.grants.actions.office import keep_by_office, record_by_office
from accounts.grants.actions.platform import (
    confirm_on_platform,
    confirm_removed,
    tell_on_paper,
)
from accounts.grants.actions.stock import keep_found, match_found, record_found

__all__ = [
    "KEEPERS",
    "confirm_on_platform",
    "confirm_removed",
    "end_access",
    "extend_access",
    "grant_access",
    "keep_by_office",
    "keep_found",
    "match_found",
    "naming",
    "record_by_office",
    "record_found",
    "refuse_access",
    "request_access",
    "resume_access",
    "suspend_access",
    "take_back",
    "tell_on_paper",
    "withdraw_for_misuse",
]
