from moderation.drafts.models import Decision, Draft, Post, Revision, Target

__all__ = ["Decision", "Draft", "Post", "Revision", "Target"]
