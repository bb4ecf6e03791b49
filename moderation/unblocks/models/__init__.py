from moderation.unblocks.models.decision import UnblockDecision, UnblockLetter
from moderation.unblocks.models.request import UnblockFact, UnblockMatch, UnblockRequest

__all__ = ["UnblockDecision", "UnblockFact", "UnblockLetter", "UnblockMatch", "UnblockRequest"]
