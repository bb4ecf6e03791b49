from moderation.blocks.actions.deciding import decide_block, second_block
from moderation.blocks.actions.lasting import bring_review_forward, lift_block, renew_block
from moderation.blocks.actions.noticing import record_notice, record_response, record_told
from moderation.blocks.actions.proposing import propose_block, withdraw_proposal

__all__ = [
    "bring_review_forward",
    "decide_block",
    "lift_block",
    "propose_block",
    "record_notice",
    "record_response",
    "record_told",
    "renew_block",
    "second_block",
    "withdraw_proposal",
]
