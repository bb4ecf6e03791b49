from moderation.drafts.models.advice import Advice
from moderation.drafts.models.alone import AloneAcceptance
from moderation.drafts.models.consultation import Consultation
from moderation.drafts.models.decision import Decision
from moderation.drafts.models.draft import EXPIRES_AFTER, KINDS, Draft
from moderation.drafts.models.picture import Depicted, Picture
from moderation.drafts.models.revision import Revision, Target, digest_of
from moderation.drafts.models.second_look import NotedMonth, ReviewRequest, SecondCheck, Withdrawal
from moderation.drafts.models.standing import Series, StandingApproval

__all__ = [
    "EXPIRES_AFTER",
    "KINDS",
    "Advice",
    "AloneAcceptance",
    "Consultation",
    "Decision",
    "Depicted",
    "Draft",
    "NotedMonth",
    "Picture",
    "ReviewRequest",
    "Revision",
    "SecondCheck",
    "Series",
    "StandingApproval",
    "Target",
    "Withdrawal",
    "digest_of",
]
