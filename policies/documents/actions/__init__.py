"""What is done with policies and their versions; each step is on the council's trail."""

from policies.documents.actions.adopting import adopt_version, look_at_rule
from policies.documents.actions.consulting import answer_asked, ask
from policies.documents.actions.laws import Law, set_laws
from policies.documents.actions.lists import (
    PartOf,
    Related,
    ScopeOf,
    set_duties,
    set_parts,
    set_readers,
    set_related,
    set_scope,
)
from policies.documents.actions.policies import add_policy, change_policy, withdraw_policy
from policies.documents.actions.versions import (
    change_version,
    discard_version,
    remove_clause,
    set_clause,
    start_version,
)
from policies.documents.actions.words import put_in_words

__all__ = [
    "Law",
    "PartOf",
    "Related",
    "ScopeOf",
    "add_policy",
    "adopt_version",
    "answer_asked",
    "ask",
    "change_policy",
    "change_version",
    "discard_version",
    "look_at_rule",
    "put_in_words",
    "remove_clause",
    "set_clause",
    "set_duties",
    "set_laws",
    "set_parts",
    "set_readers",
    "set_related",
    "set_scope",
    "start_version",
    "withdraw_policy",
]
