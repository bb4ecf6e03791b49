"""What the caretaker does, and taking off a second factor."""

from accounts.caretaker.actions.bringing import Newcomer, bring_in
from accounts.caretaker.actions.caring import (
    attest_for_clerk,
    end_clerks_sign_in,
    record_clerks_absence,
    reset_clerks_factor,
)
from accounts.caretaker.actions.factors import (
    ask_factor_reset,
    cancel_factor_reset,
    confirm_factor_reset,
)

__all__ = [
    "Newcomer",
    "ask_factor_reset",
    "attest_for_clerk",
    "bring_in",
    "cancel_factor_reset",
    "confirm_factor_reset",
    "end_clerks_sign_in",
    "record_clerks_absence",
    "reset_clerks_factor",
]
