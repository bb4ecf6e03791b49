"""The register of official accounts, the ways into them, and what is known of both."""

from accounts.register.models.account import AccountName, OfficialAccount
from accounts.register.models.approval import AccountApproval
from accounts.register.models.check import AcceptedGap, AccountCheck
from accounts.register.models.none import NoAccounts
from accounts.register.models.way_in import Opening, WayIn

__all__ = [
    "AcceptedGap",
    "AccountApproval",
    "AccountCheck",
    "AccountName",
    "NoAccounts",
    "OfficialAccount",
    "Opening",
    "WayIn",
]
