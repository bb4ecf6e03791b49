from moderation.drafts.models import (
    Advice,
    Decision,
    Depicted,
    Draft,
    NotedMonth,
    Picture,
    ReviewRequest,
    Revision,
    SecondCheck,
    Series,
    StandingApproval,
    Target,
    Withdrawal,
)
from moderation.ideas.models import Idea, IdeaPicture
from moderation.pictures.models import Permission, Subject
from moderation.posts.models import Mistake, OutsideReview, Post, PostChange, PostingNote

__all__ = [
    "Advice",
    "Decision",
    "Depicted",
    "Draft",
    "Idea",
    "IdeaPicture",
    "Mistake",
    "NotedMonth",
    "OutsideReview",
    "Permission",
    "Picture",
    "Post",
    "PostChange",
    "PostingNote",
    "ReviewRequest",
    "Revision",
    "SecondCheck",
    "Series",
    "StandingApproval",
    "Subject",
    "Target",
    "Withdrawal",
]
