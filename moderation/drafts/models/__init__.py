from moderation.drafts.models.decision import Decision
from moderation.drafts.models.draft import EXPIRES_AFTER, KINDS, Draft
from moderation.drafts.models.post import Post
from moderation.drafts.models.revision import Revision, Target, digest_of

__all__ = [
    "EXPIRES_AFTER",
    "KINDS",
    "Decision",
    "Draft",
    "Post",
    "Revision",
    "Target",
    "digest_of",
]
