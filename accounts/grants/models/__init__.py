"""Who can get into which official account, by what way, and on whose authority."""

from accounts.grants.models.decision import GrantDecision
from accounts.grants.models.device import GrantDevice
from accounts.grants.models.grant import AccessGrant

__all__ = ["AccessGrant", "GrantDecision", "GrantDevice"]
