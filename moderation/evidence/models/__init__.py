from moderation.evidence.models.decided import Confirmation, Destruction
from moderation.evidence.models.evidence import Evidence

__all__ = ["Confirmation", "Destruction", "Evidence"]
