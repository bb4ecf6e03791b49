from moderation.log.models.action import ModerationAction
from moderation.log.models.appeal import Appeal

__all__ = ["Appeal", "ModerationAction"]
