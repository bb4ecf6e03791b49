from moderation.log.models.action import ModerationAction
from moderation.log.models.appeal import Appeal
from moderation.log.models.looking import ProfileLook

__all__ = ["Appeal", "ModerationAction", "ProfileLook"]
