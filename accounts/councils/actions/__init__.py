"""Setting up a council and changing its rules."""

from accounts.councils.actions.council import change_council, create_council
from accounts.councils.actions.opening import Opened, open_council
from accounts.councils.actions.rules import change_rules, changed
from accounts.councils.actions.setup import answer_setup

__all__ = [
    "Opened",
    "answer_setup",
    "change_council",
    "change_rules",
    "changed",
    "create_council",
    "open_council",
]
