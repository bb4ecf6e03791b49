"""A policy, its versions, and what stands in them."""

from policies.documents.models.looking import RuleLook
from policies.documents.models.policy import (
    DutyToRead,
    LegalReference,
    Part,
    Policy,
    RelatedPolicy,
    Scope,
)
from policies.documents.models.version import Asked, Version

__all__ = [
    "Asked",
    "DutyToRead",
    "LegalReference",
    "Part",
    "Policy",
    "RelatedPolicy",
    "RuleLook",
    "Scope",
    "Version",
]
