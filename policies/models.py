from policies.acknowledgements.models import Acknowledgement
from policies.documents.models import (
    Asked,
    DutyToRead,
    LegalReference,
    Part,
    Policy,
    RelatedPolicy,
    RuleLook,
    Scope,
    Version,
)
from policies.elections.models import Period, Profile
from policies.reviews.models import Review, Trigger

__all__ = [
    "Acknowledgement",
    "Asked",
    "DutyToRead",
    "LegalReference",
    "Part",
    "Period",
    "Policy",
    "Profile",
    "RelatedPolicy",
    "Review",
    "RuleLook",
    "Scope",
    "Trigger",
    "Version",
]
