from moderation.posts.models.afterwards import Mistake, OutsideReview, PostChange
from moderation.posts.models.post import Post
from moderation.posts.models.posting_note import PostingNote

__all__ = ["Mistake", "OutsideReview", "Post", "PostChange", "PostingNote"]
