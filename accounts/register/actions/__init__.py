"""The register of official accounts changes only here."""

from accounts.register.actions.checking import accept_gap, check_account
from accounts.register.actions.deciding import (
    approve_account,
    record_meeting_approval,
    record_meeting_refusal,
    refuse_account,
)
from accounts.register.actions.keeping import Particulars, add_account, change_account
from accounts.register.actions.life import FOLLOWS, change_state
from accounts.register.actions.none import state_no_accounts
from accounts.register.actions.proposing import open_account, propose_account, withdraw_proposal
from accounts.register.actions.ways_in import (
    add_way_in,
    change_way_in,
    end_way_in,
    record_new_password,
)

__all__ = [
    "FOLLOWS",
    "Particulars",
    "accept_gap",
    "add_account",
    "add_way_in",
    "approve_account",
    "change_account",
    "change_state",
    "change_way_in",
    "check_account",
    "end_way_in",
    "open_account",
    "propose_account",
    "record_meeting_approval",
    "record_meeting_refusal",
    "record_new_password",
    "refuse_account",
    "state_no_accounts",
    "withdraw_proposal",
]
